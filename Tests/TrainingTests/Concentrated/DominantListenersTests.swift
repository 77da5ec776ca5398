import MultiView
import Testing
import TestSupport

@testable import Training

/// Looking at plain arrays in blocks gives the bits of a walk from neuron to neuron.
@Suite struct DominantListenersTests {
  private static let features = 8
  private static let heads = 3

  /// The walk that the arrays stand for.
  private func walk(
    _ patch: DominantNoise, _ trial: NetworkTrial, _ network: borrowing ConcentratedNetwork,
    _ pass: inout ConcentratedPass, _ tape: inout NormalTape
  ) {
    let deviation = DominantNoise.deviation(of: trial)
    let screen = network.law.multiplier * trial.parameters.dominantNoise
    for feature in 0..<network.features {
      for pair in network.active[feature] {
        let strength = patch.coordinates[feature]
        guard network.firing(of: Int(pair), at: strength, screen: screen) != .none else { continue }
        let set = network.set(of: Int(pair))
        pass.add(
          set.answer(at: strength, noise: deviation, screen: screen, &tape),
          to: pass.output(of: Int(pair) - feature * network.heads))
      }
    }
    for neuron in network.singles.compactMap({ $0 }).filter(\.isTrained) + network.dead {
      let signal = neuron.ears.reduce(neuron.bias) { $0 + patch.coordinates[Int($1.feature)] * $1.weight }
      let spread = max(0, neuron.offNorm).squareRoot()
      guard signal + screen * spread > 0 else { continue }
      let value = signal + deviation * spread * tape.next()
      if value > 0 { pass.add(value, to: pass.output(of: Int(neuron.head))) }
    }
  }

  /// A network with members that joined at different times, single, opened, dead and untrained neurons.
  private func network(_ count: Int, _ law: ConcentratedLaw, scale: Double, _ dice: inout SplitMix64)
    -> ConcentratedNetwork
  {
    var tape = ConcentratedWorld.tape(dice.next())
    tape.open(.sharedNoise, step: 0)
    func neuron(_ place: Int) -> SingleNeuron {
      // Every third is of one set, so that its members fill more than a block.
      if place % 3 == 0 {
        return ConcentratedWorld.made(
          place: place, ears: [Ear(feature: 2, weight: 2 + dice.uniform(), isLucky: true)], bias: -dice.uniform(),
          rest: 1e-3 * scale * dice.uniform(), ceiling: 0.01)
      }
      var neuron = ConcentratedWorld.neuron(&dice, place: place, heads: Self.heads, features: Self.features)
      neuron.isTrained = dice.uniform() < 0.8
      // Some that dominant noise hardly fires, and some that nothing fires.
      neuron.bias *= [1, 1, 3, 30][Int(dice.next() % 4)]
      neuron.rest *= [1, 1e-3, 0][Int(dice.next() % 3)] * scale
      neuron.grown *= dice.uniform() < 0.5 ? scale : 0
      return neuron
    }
    var network = ConcentratedNetwork(
      (0..<(count / 2)).map(neuron), law: law, features: Self.features, heads: Self.heads,
      kinds: PairKinds([nil, nil, nil]), keepsDead: true)
    for place in (count / 2)..<count {
      let pair = Int(dice.next() % UInt64(Self.heads * Self.features))
      var waiting: [SingleNeuron] = []
      network.update(
        pair, Displacement(along: 0.01 * dice.uniform(), noise: 0.01 * dice.uniform(), fall: 0.001), leaving: &waiting)
      let neuron = neuron(place)
      waiting.append(place % 5 == 0 ? neuron.opened(features: Self.features, law, &tape) : neuron)
      for neuron in waiting {
        if let joined = network.settle(neuron) { network.refresh(joined) }
      }
    }
    network.rebuild()
    return network
  }

  private func expectEveryKind(_ network: borrowing ConcentratedNetwork) {
    let singles = network.singles.compactMap { $0 }
    let neurons = singles + network.dead
    #expect(neurons.contains { $0.isOpened } && neurons.contains { $0.ears.count == 2 })
    #expect(network.dead.count > 300 && neurons.contains { !$0.isTrained })
    let set = network.set(of: network.pair(of: 0, on: 2))
    #expect(set.count > 300)
    #expect(set.listeners(noise: 1, screen: 1).contains { $0.alike != nil })
  }

  private static let patches: [[Double]] = [
    Array(repeating: 0, count: features), Array(repeating: 1e300, count: features),
    Array(repeating: -.infinity, count: features), [40, -40, 3, -3, 0.1, -0.1, -0.0, .leastNonzeroMagnitude],
  ]

  @Test(arguments: [(1e-4, 1.0), (0.05, 1), (0.3, 0.01), (0.3, 30), (20, 1)], UInt64(0)..<4)
  func blocksGiveTheBitsOfAWalk(setting: (noise: Double, scale: Double), seed: UInt64) throws {
    let trial = try ConcentratedWorld.trial(
      d: 1024, [.dominantNoise: setting.noise], fault: seed == 3 ? .noiseScaled(1.5) : nil)
    let law = ConcentratedWorld.law(trial)
    var dice = SplitMix64(seed: seed)
    for count in [0, 1, 40, 1500] {
      let network = network(count, law, scale: setting.scale, &dice)
      if count == 1500 { expectEveryKind(network) }
      // All heads by themselves, and as in fine-tuning.
      for outputOf: [Int32] in [[0, 1, 2], [1, 0, 1]] {
        let pass = ConcentratedPass(outputOf: outputOf, outputs: 4)
        var passes = (pass, pass)
        var tapes = (ConcentratedWorld.tape(seed), ConcentratedWorld.tape(seed))
        let listeners = DominantListeners(to: trial, on: .hard, in: network, outputOf: passes.0.output(of:))
        for number in 0..<12 {
          tapes.0.open(.hardSharedNoise, step: 1, sample: number)
          tapes.1.open(.hardSharedNoise, step: 1, sample: number)
          var patch = DominantNoise(of: trial, features: Self.features, law: law, &tapes.0)
          let same = DominantNoise(of: trial, features: Self.features, law: law, &tapes.1)
          #expect(patch.coordinates == same.coordinates && patch.norm == same.norm)
          if number >= 8 { patch = DominantNoise(coordinates: Self.patches[number - 8], norm: 1) }
          listeners.answer(patch, &passes.0, &tapes.0)
          walk(patch, trial, network, &passes.1, &tapes.1)
          #expect(passes.0.outputs.map(\.bitPattern) == passes.1.outputs.map(\.bitPattern))
          #expect(passes.0.touched == passes.1.touched)
          #expect(tapes.0.next() == tapes.1.next())
        }
      }
    }
  }

  /// Without dominant noise there are no listeners.
  @Test func easySamplesHaveNoListeners() throws {
    let trial = try ConcentratedWorld.trial(d: 1024, [.dominantNoise: 0.3])
    var dice = SplitMix64(seed: 1)
    let network = network(200, ConcentratedWorld.law(trial), scale: 1, &dice)
    var pass = ConcentratedPass(outputOf: [0, 1, 2], outputs: 3)
    var tape = ConcentratedWorld.tape()
    tape.open(.easySharedNoise, step: 1)
    let listeners = DominantListeners(to: trial, on: .easy, in: network, outputOf: pass.output(of:))
    listeners.answer(DominantNoise(coordinates: Self.patches[3], norm: 1), &pass, &tape)
    #expect(pass.touched.isEmpty)
  }

  /// Many variates at once are those that come one by one, across chunks of both sizes.
  @Test func copiedVariatesAreTheNextOnes() {
    var tapes = (ConcentratedWorld.tape(), ConcentratedWorld.tape())
    var dice = SplitMix64(seed: 2)
    let room = Buffer<Float>(100_000)
    for round in 0..<3 {
      tapes.0.open(.sharedNoise, step: round)
      tapes.1.open(.sharedNoise, step: round)
      for _ in 0..<300 {
        // In the last round far enough for the longer chunks.
        let count = Int(dice.next() % [3, 1000, 100_000][round])
        if dice.uniform() < 0.2 {
          #expect(tapes.0.take(count + 1) { $0[count] } == tapes.1.take(count + 1) { $0[count] })
        }
        tapes.0.copy(count, to: room.base)
        #expect((0..<count).allSatisfy { Double(room.base[$0]) == tapes.1.next() })
      }
    }
  }
}
