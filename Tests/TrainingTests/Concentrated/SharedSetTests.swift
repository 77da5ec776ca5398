import MultiView
import Testing
import TestSupport

@testable import Training

/// A set of neurons that share a displacement is the same as those neurons moved one by one.
@Suite struct SharedSetTests {
  private let law: ConcentratedLaw

  init() throws { law = try ConcentratedWorld.law(d: 1024) }

  /// A member by itself, with its vector off the feature in an explicit basis.
  private struct Member {
    var neuron: SingleNeuron
    var vector: [Double]
  }

  /// A random life of a set; every step is passed on together with the same neurons held one by one.
  private func live(seed: UInt64, _ look: (SharedSet, [Member]) throws -> Void) rethrows {
    var dice = SplitMix64(seed: seed)
    var set = SharedSet()
    var members: [Member] = []
    var dimension = 0
    for place in 0..<60 {
      switch dice.next() % 8 {
      case 0...2:
        let neuron = ConcentratedWorld.neuron(&dice, place: place).focused(onEar: 0)
        set.join(neuron, law)
        let own = neuron.squaredNorm - neuron.ears[0].weight * neuron.ears[0].weight
        members.append(
          Member(neuron: neuron, vector: Array(repeating: 0, count: dimension) + [own.squareRoot()]))
        dimension += 1
      case 3...5:
        let displacement = Displacement(
          along: 0.4 * dice.uniform() - 0.15, noise: 0.2 * dice.uniform(), fall: 0.05 * dice.uniform())
        set.move(displacement)
        for index in members.indices {
          members[index].neuron = members[index].neuron.displaced(displacement)
          members[index].vector += Array(repeating: 0, count: dimension - members[index].vector.count)
          members[index].vector.append(displacement.noise.squareRoot())
        }
        dimension += 1
      case 6:
        var leaving: [SingleNeuron] = []
        set.leave(law, to: &leaving)
        let expected = members.filter { !$0.neuron.isSettled(law) }
        #expect(leaving.count == expected.count)
        #expect(zip(leaving, expected).allSatisfy { $0.isClose(to: $1.neuron) })
        members.removeAll { !$0.neuron.isSettled(law) }
      default:
        guard dice.uniform() < 0.15 else { continue }
        let neurons = set.dissolve()
        #expect(neurons.count == members.count)
        #expect(zip(neurons, members).allSatisfy { $0.isClose(to: $1.neuron) })
        members = []
      }
      try look(set, members)
    }
  }

  @Test(arguments: UInt64(0)..<40) func membersAreNeuronsMovedAlone(seed: UInt64) {
    live(seed: seed) { set, members in
      #expect(set.count == members.count)
      for (index, member) in members.enumerated() {
        #expect(set.neuron(index).isClose(to: member.neuron))
        let square = set.members[index].squaredNorm(set.sharedPart)
        #expect(abs(square - member.neuron.squaredNorm) < 1e-11 * (1 + square))
      }
      let weights = members.reduce(0) { $0 + $1.neuron.ears[0].weight }
      let biases = members.reduce(0) { $0 + $1.neuron.bias }
      #expect(abs(set.weightSum - weights) < 1e-10 && abs(set.biasSum - biases) < 1e-10)
    }
  }

  /// The variance of the set's noise is the squared norm of the sum of the members' vectors.
  @Test(arguments: UInt64(0)..<40) func noiseIsThatOfTheSummedVectors(seed: UInt64) {
    live(seed: seed) { set, members in
      var sum = Array(repeating: 0.0, count: members.map(\.vector.count).max() ?? 0)
      for member in members { for (index, value) in member.vector.enumerated() { sum[index] += value } }
      let square = sum.reduce(0) { $0 + $1 * $1 }
      #expect(abs(set.noiseVariance - square) < 1e-10 * (1 + square))
    }
  }

  /// A set says that all or none fire only if that holds for each member, noise of z deviations included.
  @Test(arguments: UInt64(0)..<40) func setsSpeakForEveryMember(seed: UInt64) {
    var dice = SplitMix64(seed: seed + 1000)
    var answers = Set<String>()
    live(seed: seed) { set, members in
      for _ in 0..<4 {
        let strength = 2.4 * dice.uniform() - 0.8
        let screen = law.screen * [0, 1, 4][Int(dice.next() % 3)]
        let firing = set.firing(at: strength, screen: screen)
        if !members.isEmpty { answers.insert("\(firing)") }
        for member in members {
          let neuron = member.neuron
          let weight = neuron.ears[0].weight
          let signal = strength * weight + neuron.bias
          let noise = screen * max(0, neuron.squaredNorm - weight * weight).squareRoot()
          if firing == .all { #expect(signal - noise > -1e-12) }
          if firing == .none { #expect(signal + noise < 1e-12) }
        }
      }
    }
    #expect(!answers.isEmpty)
  }

  /// A set of one is asked sharply: all and none are said wherever they are true.
  @Test func oneMemberIsJudgedExactly() {
    var dice = SplitMix64(seed: 3)
    for place in 0..<300 {
      var set = SharedSet()
      let neuron = ConcentratedWorld.neuron(&dice, place: place).focused(onEar: 0)
      set.join(neuron, law)
      let strength = 3 * dice.uniform() - 1
      let weight = neuron.ears[0].weight
      let signal = strength * weight + neuron.bias
      let noise = law.screen * (neuron.squaredNorm - weight * weight).squareRoot()
      let expected: SharedSet.Firing = signal > noise ? .all : signal + noise <= 0 ? .none : .some
      #expect(set.firing(at: strength, screen: law.screen) == expected)
    }
  }

  /// Looking at each member gives the mean and the variance of the set's answer where all fire.
  @Test func theAnswerByMembersHasTheLawOfTheSums() {
    var set = SharedSet()
    for place in 0..<4 {
      let ear = Ear(feature: 0, weight: 50 + Double(place), isLucky: true)
      set.join(
        ConcentratedWorld.made(place: place, ears: [ear], bias: -1, rest: 2 + Double(place), ceiling: 0.1),
        law)
      set.move(Displacement(along: 0.5, noise: 0.7, fall: 0.01))
    }
    var tape = ConcentratedWorld.tape()
    tape.open(.sharedNoise, step: 0)
    let repeats = 20_000
    let answers = (0..<repeats).map { _ in set.answer(at: 0.9, noise: 0.1, screen: 0.7, &tape) }
    let mean = answers.reduce(0, +) / Double(repeats)
    let variance = answers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(repeats)
    #expect(abs(mean - (0.9 * set.weightSum + set.biasSum)) < 5 * (variance / Double(repeats)).squareRoot())
    let expected = 0.01 * set.noiseVariance
    #expect(abs(variance / expected - 1) < 5 * (2 / Double(repeats)).squareRoot())
  }

  /// Correlated initial neurons: the parts that heads share and do not share add up to the stated variance.
  @Test(arguments: [0.0, 0.3, 1]) func plantedCorrelationsRaiseTheVariance(correlation: Double) throws {
    let trial = try ConcentratedWorld.trial(d: 1024, fault: .neuronsCorrelated(correlation))
    let law = ConcentratedWorld.law(trial)
    let norms = [4.0, 1, 9]
    let neurons = norms.enumerated().map { place, norm in
      ConcentratedWorld.made(
        place: place, ears: [Ear(feature: 3, weight: 5, isLucky: true)], bias: -1,
        rest: norm, ceiling: 0.01)
    }
    let kinds = PairKinds([nil, nil])
    let network = ConcentratedNetwork(
      neurons, law: law, features: 4, heads: 2, kinds: kinds, keepsDead: false)
    let pair = network.pair(of: 0, on: 3)
    let shared = network.commonDeviations.isEmpty ? 0 : network.commonDeviations[pair]
    let variance = network.deviations[pair] * network.deviations[pair] + shared * shared
    let roots = norms.reduce(0) { $0 + $1.squareRoot() }
    let expected = norms.reduce(0, +) * (1 - correlation) + correlation * roots * roots
    #expect(abs(variance / (law.noise * law.noise * expected) - 1) < 1e-12)
    #expect(network.set(of: pair).count == 3)
  }
}
