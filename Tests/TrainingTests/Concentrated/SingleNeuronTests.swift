import MultiView
import Testing
import TestSupport

@testable import Training

/// What is decided about a neuron without a draw holds for every noise of up to z deviations.
@Suite struct SingleNeuronTests {
  private let law: ConcentratedLaw

  init() throws { law = try ConcentratedWorld.law(d: 1024) }

  private func neurons(_ count: Int, _ body: (SingleNeuron, inout SplitMix64) -> Void) {
    var dice = SplitMix64(seed: 17)
    for place in 0..<count {
      var neuron = ConcentratedWorld.neuron(&dice, place: place)
      neuron.rest *= [1, 1e-4, 40][place % 3]
      if place % 7 == 0 { neuron.bias *= 0.1 }
      body(neuron, &dice)
    }
  }

  /// The answer to a patch whose noise off the feature is `deviations` long, along the weights there.
  private func answer(_ neuron: SingleNeuron, ear: Int, _ strength: Double, deviations: Double) -> Double {
    // The vector off the feature: the other ears, the rest, and what training added.
    var vector = neuron.ears.enumerated().filter { $0.offset != ear }.map(\.element.weight)
    vector += [neuron.rest.squareRoot(), neuron.grown.squareRoot()]
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let noise = vector.map { deviations * law.noise * $0 / length }
    return strength * neuron.ears[ear].weight + neuron.bias + zip(vector, noise).reduce(0) { $0 + $1.0 * $1.1 }
  }

  @Test func nothingBelowItsReachFiresANeuron() {
    neurons(600) { neuron, dice in
      for ear in neuron.ears.indices {
        let reach = neuron.reach(ofEar: ear, law)
        for _ in 0..<5 {
          let strength = 3 * dice.uniform()
          let loudest = answer(neuron, ear: ear, strength, deviations: law.multiplier)
          if abs(loudest) > 1e-12 && neuron.ears[ear].weight > 0 { #expect((strength > reach) == (loudest > 0)) }
          if strength <= reach { #expect(loudest < 1e-12) }
        }
      }
    }
  }

  @Test func sureNeuronsFireOnEveryFullPatch() {
    var sure = 0
    neurons(600) { neuron, _ in
      for ear in neuron.ears.indices where neuron.ears[ear].weight > 0 {
        let quietest = answer(neuron, ear: ear, law.low, deviations: -law.multiplier)
        if abs(quietest) > 1e-12 { #expect(neuron.isSure(onEar: ear, law) == (quietest > 0)) }
        if quietest > 0 { sure += 1 }
      }
      for ear in neuron.ears.indices where neuron.ears[ear].weight <= 0 { #expect(!neuron.isSure(onEar: ear, law)) }
    }
    #expect(sure > 50)
  }

  @Test func theOnlyEarIsTheOneThatFullPatchesReach() {
    var seen: [Int?: Int] = [:]
    neurons(600) { neuron, _ in
      let firing = neuron.ears.indices.filter {
        answer(neuron, ear: $0, law.top, deviations: law.multiplier) >= 0
          || answer(neuron, ear: $0, 0, deviations: law.multiplier) > 0
      }
      let only = neuron.onlyEar(law)
      seen[only, default: 0] += 1
      #expect(only == (firing.count == 1 ? firing[0] : nil))
    }
    #expect(seen.count >= 2)
  }

  /// A neuron keeps its norm when it forgets single coordinates, and no coordinate exceeds its new ceiling.
  @Test func focusingConservesTheNorm() {
    neurons(600) { neuron, _ in
      for index in neuron.ears.indices {
        let focused = neuron.focused(onEar: index)
        #expect(abs(focused.squaredNorm / neuron.squaredNorm - 1) < 1e-14)
        #expect(focused.ears[0].feature == neuron.ears[index].feature && focused.bias == neuron.bias)
        #expect(focused.ears.dropFirst().allSatisfy(\.isLucky) && !focused.isOpened)
        let others = neuron.ears.indices.filter { $0 != index }.map { neuron.ears[$0] }
        #expect(Set(focused.ears.dropFirst().map(\.feature)) == Set(others.filter(\.isLucky).map(\.feature)))
        #expect(others.allSatisfy { $0.weight <= focused.ceiling } && focused.ceiling >= neuron.ceiling)
        #expect(focused.grown == neuron.grown)
      }
    }
  }

  /// Opening keeps the norm in expectation, keeps held coordinates, and draws the others below the ceiling.
  @Test func openingKeepsTheNorm() throws {
    let features = 40
    let scale = 0.05
    let dimension = law.dimension
    let held = [Ear(feature: 3, weight: 0.8, isLucky: true), Ear(feature: 9, weight: 0.2, isLucky: false)]
    var tape = ConcentratedWorld.tape()
    tape.open(.sharedNoise, step: 0)
    var neuron = ConcentratedWorld.made(
      place: 4, ears: held, bias: -0.3, rest: scale * scale * (dimension - 2),
      ceiling: 3 * scale)
    neuron.spread = scale * scale
    for grown in [0, 0.5] {
      neuron.grown = grown
      let walk = grown / dimension
      var squares = 0.0
      let repeats = 2000
      for _ in 0..<repeats {
        let opened = neuron.opened(features: features, law, &tape)
        #expect(opened.isOpened && opened.ears.map { Int($0.feature) } == Array(0..<features))
        #expect(opened.ears[3].weight == 0.8 && opened.ears[3].isLucky && opened.ears[9].weight == 0.2)
        if grown == 0 {
          #expect(opened.ears.allSatisfy { $0.isLucky || $0.weight <= max(0.2, neuron.ceiling) })
        }
        #expect(opened.bias == neuron.bias && opened.place == 4)
        squares += opened.squaredNorm
        #expect(!opened.hearsUnheldFeatures(law))
      }
      // Normals below 3 deviations have 0.974 of the variance.
      let mean = squares / Double(repeats)
      let drawn = Double(features - 2) * (scale * scale + walk)
      #expect(abs(mean - neuron.squaredNorm) < 0.03 * drawn + 5 * drawn * (2.0 / 38 / Double(repeats)).squareRoot())
    }
  }

  /// Closing a neuron and opening it again without new noise gives no coordinate a second chance to be large.
  @Test func reopeningDrawsNothingAnew() throws {
    var tape = ConcentratedWorld.tape()
    tape.open(.sharedNoise, step: 1)
    var neuron = ConcentratedWorld.made(
      place: 4, ears: [Ear(feature: 0, weight: 0.8, isLucky: true)], bias: -0.3, rest: 1, ceiling: 0.01)
    neuron.grown = 0.4
    var opened = neuron.opened(features: 30, law, &tape)
    let largest = max(0, try #require(opened.ears.dropFirst().map(\.weight).max()))
    for _ in 0..<200 {
      let closed = opened.focused(onEar: 0)
      #expect(closed.grown == 0 && closed.ceiling <= largest && closed.ears.count == 1)
      #expect(abs(closed.squaredNorm - opened.squaredNorm) < 1e-12 * opened.squaredNorm)
      opened = closed.opened(features: 30, law, &tape)
      #expect(opened.ears.dropFirst().allSatisfy { $0.weight <= largest })
    }
  }

  /// A neuron hears features that it does not hold exactly if one at its largest possible coordinate can fire it.
  @Test func unheldFeaturesAreHeardWhereTheyCanFire() {
    var heard = 0
    neurons(900) { neuron, _ in
      let walk = law.multiplier * (neuron.grown / law.dimension).squareRoot()
      let vector = neuron.ears.map(\.weight) + [neuron.rest.squareRoot(), neuron.grown.squareRoot()]
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let loudest = law.top * (neuron.ceiling + walk) + neuron.bias + law.multiplier * law.noise * length
      if abs(loudest) > 1e-12 { #expect(neuron.hearsUnheldFeatures(law) == (loudest > 0)) }
      heard += loudest > 0 ? 1 : 0
      var opened = neuron
      opened.isOpened = true
      #expect(!opened.hearsUnheldFeatures(law))
      // A neuron is settled only if no patch but full ones of its feature can fire it.
      if neuron.isSettled(law) {
        #expect(loudest <= 1e-12)
        for ear in neuron.ears.indices.dropFirst() {
          #expect(answer(neuron, ear: ear, law.top, deviations: law.multiplier) < 1e-12)
        }
      }
    }
    #expect(heard > 50 && heard < 850)
  }

  @Test func plantedDefectOpensNoNeuron() throws {
    let closed = try ConcentratedWorld.law(d: 1024, .openingOff)
    neurons(50) { neuron, _ in #expect(!neuron.hearsUnheldFeatures(closed)) }
  }
}
