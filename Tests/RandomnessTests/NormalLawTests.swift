import Foundation
import Randomness
import Testing

@Suite struct NormalLawTests {
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

  /// The index of the first success follows the geometric law cut off at the number of trials.
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
}
