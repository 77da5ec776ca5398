import Foundation
@testable import Randomness
import Testing

@Suite struct NormalLawTests {
  /// Q(x) to 17 digits, from an evaluation with 60 digits.
  @Test(
    arguments: [
      (-5, 0.99999971334842812), (-1.5, 0.93319279873114193), (0, 0.5), (0.5, 0.3085375387259869),
      (1, 0.15865525393145705), (1.96, 0.024997895148220436), (2, 0.022750131948179207), (3, 0.0013498980316300945),
      (5, 2.8665157187919391e-7), (8, 6.2209605742717841e-16), (12, 1.776482112077679e-33),
      (20, 2.7536241186062337e-89), (30, 4.9067139271481871e-198), (37, 5.7255712225245768e-300),
    ] as [(Double, Double)])
  func tailHasItsKnownValues(x: Double, expected: Double) {
    #expect(abs(NormalLaw.tail(x) / expected - 1) <= 1e-13)
  }

  @Test func tailAgreesWithTheCLibrary() {
    for index in -40_000...37_000 {
      let x = Double(index) / 1000
      // The C library gets x/√2 rounded. Far out, this changes the tail by a relative x² times the rounding error.
      let expected = 0.5 * erfc(x / 2.0.squareRoot())
      #expect(abs(NormalLaw.tail(x) / expected - 1) <= 1e-14 + x * x * 0x1p-51)
    }
    #expect(NormalLaw.tail(.infinity) == 0 && NormalLaw.tail(-.infinity) == 1 && NormalLaw.tail(.nan).isNaN)
  }

  @Test func bothTailsAddUpToOne() {
    for x in stride(from: 0, through: 9, by: 0.0037) {
      #expect(abs(NormalLaw.tail(x) + NormalLaw.tail(-x) - 1) <= 0x1p-52)
    }
  }

  @Test func multiplierInvertsTheTail() {
    for exponent in stride(from: -0.5, through: -200, by: -3.7) {
      let probability = pow(10, exponent)
      let z = NormalLaw.multiplier(tail: probability)
      #expect(abs(NormalLaw.tail(z) / probability - 1) < 1e-9)
    }
  }

  /// Truncated draws: mean of the law above a cut is density / tail, below it is −density / (1 − tail).
  @Test(arguments: [-1.0, 0, 0.3, 1.5, 3.8])
  func truncatedDrawsHaveTheRightMean(cut: Double) {
    var draws = Draws(seed: 3, stream: .livingNeuron, sample: Int(cut * 10) + 100)
    let n = 20000
    let density = exp(-0.5 * cut * cut) / (2 * Double.pi).squareRoot()
    let tail = NormalLaw.tail(cut)
    var above = 0.0
    var below = 0.0
    for _ in 0..<n {
      let high = draws.normal(above: cut)
      let low = draws.normal(below: cut)
      #expect(high > cut)
      #expect(low <= cut)
      above += high
      below += low
    }
    #expect(abs(above / Double(n) - density / tail) < 6 / Double(n).squareRoot())
    #expect(abs(below / Double(n) + density / (1 - tail)) < 6 / Double(n).squareRoot())
  }

  @Test func binomialHasTheRightMoments() {
    for (trials, probability) in [(10, 0.3), (100_000, 0.001), (7, 0.95)] {
      var sum = 0.0
      var squares = 0.0
      let n = 4000
      for index in 0..<n {
        var draws = Draws(seed: 1, stream: .livingNeuron, step: trials, sample: index)
        let value = Double(draws.binomial(trials: trials, probability: probability))
        sum += value
        squares += value * value
      }
      let mean = Double(trials) * probability
      let variance = mean * (1 - probability)
      #expect(abs(sum / Double(n) - mean) < 6 * (variance / Double(n)).squareRoot())
      #expect(abs(squares / Double(n) - (sum / Double(n)) * (sum / Double(n)) - variance) < 0.2 * variance)
    }
    var draws = Draws(seed: 1, stream: .livingNeuron)
    #expect(draws.binomial(trials: 9, probability: 0) == 0)
    #expect(draws.binomial(trials: 9, probability: 1) == 9)
  }

  /// The index of the first success follows the geometric law truncated at the number of trials.
  @Test func firstSuccessFollowsTheTruncatedGeometricLaw() {
    let probability = 0.3
    let count = 5
    var seen = Array(repeating: 0, count: count)
    let n = 40000
    for index in 0..<n {
      var draws = Draws(seed: 5, stream: .livingNeuron, sample: index)
      seen[draws.firstSuccess(among: count, probability: probability)] += 1
    }
    let any = 1 - pow(1 - probability, Double(count))
    for (index, observed) in seen.enumerated() {
      let share = probability * pow(1 - probability, Double(index)) / any
      #expect(abs(Double(observed) / Double(n) - share) < 6 * (share * (1 - share) / Double(n)).squareRoot())
    }
  }

  @Test func indexIsUniform() {
    var seen = Array(repeating: 0, count: 7)
    var draws = Draws(seed: 2, stream: .label)
    for _ in 0..<70000 { seen[draws.index(below: 7)] += 1 }
    for count in seen { #expect(abs(count - 10000) < 6 * 93) }
  }

  /// The first success is geometric; if p is below the resolution of 1 − p, it is uniform.
  @Test(arguments: [1e-17, 1e-12, 1e-3, 0.3])
  func theFirstSuccessHasItsLaw(probability: Double) {
    let count = 12
    let repeats = 60_000
    var seen = Array(repeating: 0.0, count: count)
    for sample in 0..<repeats {
      var draws = Draws(seed: 5, stream: .livingNeuron, sample: sample)
      seen[draws.firstSuccess(among: count, probability: probability)] += 1
    }
    let some = -expm1(Double(count) * log1p(-probability))
    var distance = 0.0
    for index in 0..<count {
      let expected = Double(repeats) * probability * exp(Double(index) * log1p(-probability)) / some
      distance += (seen[index] - expected) * (seen[index] - expected) / expected
    }
    // χ² with 11 degrees of freedom exceeds 38 with probability 8·10⁻⁵.
    #expect(distance < 38)
  }
}
