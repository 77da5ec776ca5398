import Foundation
import TestSupport
import Testing

@testable import Statistics

@Suite("Betting")
struct BetTests {
  /// P(p ≤ α) at the boundary must not exceed α for any bounded law; skewed two-point laws are the hardest.
  @Test("p-values are valid at the boundary", arguments: [0.05, 0.3, 0.9])
  func validity(mean: Double) {
    var generator = SplitMix64(seed: 20_24)
    let repeats = 2_000
    for hypothesis in [Bet.Hypothesis.meanAtLeast, .meanAtMost] {
      var rejections = 0
      for _ in 0..<repeats {
        let rounds = (0..<60).map { _ in
          Bet.Round(value: generator.uniform() < mean ? 1 : 0, bound: mean)
        }
        if Bet.pValue(against: hypothesis, rounds: rounds, range: 0...1) <= 0.05 { rejections += 1 }
      }
      // 0.05 plus three standard errors of the simulation.
      #expect(Double(rejections) / Double(repeats) <= 0.0646, "\(hypothesis)")
    }
  }

  @Test("the wealth neither overflows nor becomes NaN") func extremes() {
    let ones = (0..<5_000).map { _ in Bet.Round(value: 1, bound: 0.001) }
    let ruined = ones + [Bet.Round(value: 0, bound: 0.001)]
    #expect(Bet.pValue(against: .meanAtMost, rounds: ones, range: 0...1) == 0)
    #expect(Bet.pValue(against: .meanAtMost, rounds: ruined, range: 0...1) == 0)
    #expect(Bet.pValue(against: .meanAtMost, rounds: ruined.reversed(), range: 0...1) < 1e-300)
    #expect(Bet.pValue(against: .meanAtLeast, rounds: [], range: 0...1) == 1)
  }

  @Test("bounds at an end of the range are skipped") func ends() {
    let certain = [Bet.Round(value: 0.5, bound: 1), Bet.Round(value: 0.5, bound: 0)]
    #expect(Bet.pValue(against: .meanAtLeast, rounds: certain, range: 0...1) == 1)
    #expect(Bet.pValue(against: .meanAtMost, rounds: certain, range: 0...1) == 1)
  }

  @Test("limits enclose the mean, invert the bet, and mirror with the values") func limits() {
    let values = [0.0, 0.1, 0, 0.3, 0.2, 0, 0, 0.1, 0, 0, 0, 0.2]
    let limits = Bet.limits(values, range: 0...1, levelPerSide: 0.05)
    let mean = values.reduce(0, +) / Double(values.count)
    #expect(limits.lower < mean && mean < limits.upper)
    let atUpper = Bet.pValue(
      against: .meanAtLeast, rounds: values.map { Bet.Round(value: $0, bound: limits.upper) }, range: 0...1)
    #expect(abs(atUpper - 0.05) < 1e-9)
    let mirrored = Bet.limits(values.map { 1 - $0 }, range: 0...1, levelPerSide: 0.05)
    #expect(abs(mirrored.lower - (1 - limits.upper)) < 1e-12)
    #expect(abs(mirrored.upper - (1 - limits.lower)) < 1e-12)
    #expect(Bet.limits([0, 0], range: 0...1, levelPerSide: 0.05).lower == 0)
    #expect(Bet.limits([], range: -1...1, levelPerSide: 0.05) == ConfidenceLimits(lower: -1, upper: 1))
  }
}
