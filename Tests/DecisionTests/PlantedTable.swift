import Foundation
import Randomness
import struct Decision.Predicate

@testable import Calibration
@testable import Decision

/// A law of the means with the scatter of its runs, from which tables are drawn and judged.
struct PlantedTable {
  /// How the runs of one scale scatter about the mean.
  enum Scatter {
    /// Counts of errors.
    case binomial(trials: Int)
    /// Counts whose rates follow a Beta law with α + β = s.
    case beta(trials: Int, s: Double)
    /// Positive runs with normal logarithms.
    case relative(Double)
    /// Positive runs with a normal error of a fixed size.
    case absolute(Double)
    /// Signed runs with a normal error of a fixed size.
    case signed(Double)
    /// Runs that fail with the mean as their probability.
    case failures
  }

  var scales: [Double]
  var runs = 20
  let scatter: Scatter
  let law: (Double) -> Double

  /// Scales from one to the other by factors of two.
  static func doublings(from first: Double, to last: Double) -> [Double] {
    var scales = [first]
    while let top = scales.last, top < last { scales.append(2 * top) }
    return scales
  }

  /// Returns the table of one repetition; `law` is a function of d.
  func evidence(_ repetition: Int, seed: UInt64) -> Evidence {
    var draws = Draws(seed: seed, stream: .planted, step: repetition)
    let rows = scales.map { scale in (0..<runs).map { _ in run(law(scale), &draws) as Double? } }
    return Evidence(scales: scales, runs: rows, kind: kind)
  }

  private var kind: MetricKind {
    switch scatter {
    case .binomial(let trials), .beta(let trials, _): .count(trials: trials)
    case .relative, .absolute: .positive
    case .signed: .signed
    case .failures: .boolean
    }
  }

  private func run(_ mean: Double, _ draws: inout Draws) -> Double {
    switch scatter {
    case .binomial(let trials): Double(draws.successes(among: trials, probability: mean))
    case .beta(let trials, let s):
      Double(draws.successes(among: trials, probability: draws.beta(mean: mean, concentration: s)))
    case .relative(let spread): mean * exp(spread * draws.normal())
    case .absolute(let error): max(0, mean + error * draws.normal())
    case .signed(let error): min(1, max(-1, mean + error * draws.normal()))
    case .failures: draws.uniform() <= mean ? 1 : 0
    }
  }

  /// Returns the verdicts of many repetitions.
  ///
  /// - Parameters:
  ///   - repetitions: How many tables are drawn.
  ///   - seed: Tables of different seeds share no number.
  ///   - predicate: What is asked.
  ///   - rules: Thresholds and levels.
  ///   - change: A change of each table before it is judged, such as missing runs.
  func verdicts(
    _ repetitions: Int, seed: UInt64, that predicate: Predicate, rules: DecisionRules = DecisionRules(),
    change: (inout Evidence) -> Void = { _ in }
  ) throws -> [Verdict] {
    try (0..<repetitions).map { repetition in
      var evidence = evidence(repetition, seed: seed)
      change(&evidence)
      return try DecisionEngine.decide(evidence, that: predicate, rules: rules).verdict()
    }
  }
}
