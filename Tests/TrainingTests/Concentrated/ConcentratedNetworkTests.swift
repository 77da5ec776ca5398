import MultiView
import Testing
import TestSupport

@testable import Training

/// Every neuron is in one place, and all lists and sums are those of the neurons, whatever happens.
@Suite struct ConcentratedNetworkTests {
  private static let features = 8
  private static let heads = 2

  private func expectOrder(_ network: borrowing ConcentratedNetwork, neurons: Int) {
    let law = network.law
    var places = network.singles.compactMap { $0?.place } + network.dead.map(\.place)
    var listening = Array(repeating: Set<[Int32]>(), count: Self.features + 1)
    for (number, neuron) in network.singles.enumerated() {
      guard let neuron else { continue }
      var isHeard = false
      for (index, ear) in neuron.ears.enumerated() where neuron.reach(ofEar: index, law) <= law.top {
        listening[Int(ear.feature)].insert([Int32(number), Int32(index)])
        isHeard = true
      }
      if neuron.bias + law.screen * neuron.squaredNorm.squareRoot() > 0 {
        listening[Self.features].insert([Int32(number), -1])
        isHeard = true
      }
      #expect(isHeard, "a neuron that nothing fires is dead")
    }
    for feature in 0...Self.features {
      let list = network.listeners[feature]
      #expect(Set(list.map { [$0.neuron, $0.ear] }) == listening[feature] && list.count == listening[feature].count)
      #expect(zip(list, list.dropFirst()).allSatisfy { $0.reach <= $1.reach })
      for listener in list {
        guard let neuron = network.singles[Int(listener.neuron)] else { continue }
        #expect(listener.bias == neuron.bias && listener.head == neuron.head)
        let weight = listener.ear < 0 ? 0 : neuron.ears[Int(listener.ear)].weight
        #expect(listener.weight == weight)
        #expect(listener.spread == max(0, neuron.squaredNorm - weight * weight).squareRoot())
        #expect(listener.reach == (listener.ear < 0 ? -.infinity : neuron.reach(ofEar: Int(listener.ear), law)))
      }
    }
    for feature in 0..<Self.features {
      var active: [Int32] = []
      for head in 0..<Self.heads {
        let pair = network.pair(of: head, on: feature)
        let set = network.set(of: pair)
        #expect(network.isEmpty(pair) == (set.count == 0))
        places += set.members.map(\.place)
        if set.count > 0 { active.append(Int32(pair)) }
        #expect(network.gains[pair] == set.weightSum && network.offsets[pair] == set.biasSum)
        #expect(network.deviations[pair] == law.noise * set.noiseVariance.squareRoot())
        #expect(set.members.allSatisfy { $0.head == Int32(head) && $0.ears[0].feature == Int32(feature) })
      }
      #expect(Array(network.active[feature]) == active)
    }
    #expect(places.sorted() == Array(0..<Int32(neurons)), "every neuron is in exactly one place")
    #expect(network.count == neurons)
    var passed = 0
    network.forEach { _, _ in passed += 1 }
    #expect(passed == neurons - network.dead.count)
  }

  @Test(arguments: UInt64(0)..<25) func everyNeuronKeepsItsPlace(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed)
    let count = 60
    let law = try ConcentratedWorld.law(d: 1024)
    var network = ConcentratedNetwork(
      (0..<count).map { ConcentratedWorld.neuron(&dice, place: $0) }, law: law, features: Self.features,
      heads: Self.heads, kinds: PairKinds([nil, nil]), keepsDead: true)
    var tape = ConcentratedWorld.tape(seed)
    tape.open(.sharedNoise, step: 0)
    expectOrder(network, neurons: count)
    for _ in 0..<40 {
      var waiting: [SingleNeuron] = []
      var touched: Set<Int> = []
      for _ in 0..<(dice.next() % 4) {
        let pair = Int(dice.next() % UInt64(Self.heads * Self.features))
        touched.insert(pair)
        switch dice.next() % 4 {
        case 0:
          network.dissolve(pair)
          network.rebuild()
        default:
          network.update(
            pair,
            Displacement(along: 0.4 * dice.uniform() - 0.2, noise: 0.3 * dice.uniform(), fall: 0.1 * dice.uniform()),
            leaving: &waiting)
        }
      }
      for _ in 0..<(dice.next() % 12) where !network.singles.isEmpty {
        let number = Int32(dice.next() % UInt64(network.singles.count))
        guard var neuron = network.take(number) else { continue }
        let ear = Int(dice.next() % UInt64(neuron.ears.count))
        neuron.ears[ear].weight += dice.uniform() - 0.3
        neuron.bias -= 0.1 * dice.uniform()
        neuron.grown += 0.1 * dice.uniform()
        waiting.append(neuron)
      }
      for neuron in waiting {
        if let pair = network.settle(network.openedIfNeeded(neuron, &tape)) { touched.insert(pair) }
      }
      for pair in touched.sorted() { network.refresh(pair) }
      network.rebuild()
      expectOrder(network, neurons: count)
    }
    #expect(network.openings > 0)
  }

  /// A neuron that joins a set before it moves is the same as one that moves and joins then.
  @Test func joiningAndMovingCommute() throws {
    let law = try ConcentratedWorld.law(d: 1024)
    var dice = SplitMix64(seed: 4)
    for place in 0..<100 {
      let neuron = ConcentratedWorld.neuron(&dice, place: place).focused(onEar: 0)
      let first = Displacement(along: dice.uniform(), noise: dice.uniform(), fall: dice.uniform())
      let second = Displacement(along: -dice.uniform(), noise: dice.uniform(), fall: dice.uniform())
      var early = SharedSet()
      var late = SharedSet()
      let guest = ConcentratedWorld.neuron(&dice, place: 1000).focused(onEar: 0)
      early.join(guest, law)
      late.join(guest, law)
      early.move(first)
      late.move(first)
      early.join(neuron, law)
      early.move(second)
      late.move(second)
      late.join(neuron.displaced(second), law)
      #expect(early.neuron(1).isClose(to: late.neuron(1)))
      #expect(abs(early.weightSum - late.weightSum) < 1e-12 && abs(early.biasSum - late.biasSum) < 1e-12)
      // Only the early one shares the noise of the second displacement with the other member.
      #expect(abs(early.noiseVariance - late.noiseVariance - 2 * second.noise) < 1e-11)
    }
  }

  /// A set that stays silent on weak patches does not move when a single neuron of its pair fires on all of them.
  @Test func silentSetsStayWhereTheyAre() throws {
    let trial = try ConcentratedWorld.trial(.coarse, d: 1 << 20, [.k: 1, .stepSize: 100])
    let law = ConcentratedWorld.law(trial)
    let quiet = ConcentratedWorld.made(
      place: 0, ears: [Ear(feature: 0, weight: 2, isLucky: true)], bias: -1, rest: 0.01, ceiling: 0.1)
    // Its coordinates on other features might just fire it, so it is no member yet.
    let single = ConcentratedWorld.made(
      place: 1, ears: [Ear(feature: 0, weight: 5, isLucky: true)], bias: -1, rest: 0.01, ceiling: 1 / law.top)
    var network = ConcentratedNetwork(
      [quiet, single], law: law, features: 4, heads: 2, kinds: PairKinds([nil, nil]), keepsDead: false)
    let pair = network.pair(of: 0, on: 0)
    #expect(network.set(of: pair).members.map(\.place) == [0])
    var samples = GroupedSamples()
    samples.add(0, [0.3, 0.3], position: 0)
    samples.endSample(noisePatches: 0)
    var tape = ConcentratedWorld.tape()
    tape.open(.sharedNoise, step: 0)
    var pass = ConcentratedPass(outputOf: [0, 1], outputs: 2)
    pass.run(samples, 0, at: .training(step: 0), network: network, &tape)
    #expect(pass.firings.map(\.neuron) == [0, 0] && pass.partly.isEmpty)
    var step = ConcentratedStep(of: trial, outputs: 2, pairs: 8, features: 4, defect: nil)
    step.begin(time: 0, span: 1)
    step.add(samples, 0, label: 1, weight: 1, pass: pass, network: network)
    step.update(&network, &tape)
    let set = network.set(of: pair)
    try #require(set.members.map(\.place) == [0, 1])
    #expect(set.neuron(0).isClose(to: quiet))
    #expect(set.neuron(1).ears[0].weight < 5 && set.neuron(1).bias < -1)
  }
}
