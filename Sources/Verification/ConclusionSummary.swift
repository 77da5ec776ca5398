import Decision
import struct Decision.Predicate
import Foundation
import Statistics

/// The numbers that reports show beside the means of O(h) and Θ(h); no verdict depends on them.
package struct GrowthSummary: Sendable {
  /// h at each scale.
  package let values: [Double]
  /// The local order of h between neighbouring scales, nil where it is not defined; one fewer than the scales.
  package let orders: [LocalOrder?]
  /// The largest change of the ratio mean/h between two scales, as a factor of at least 1; for a bound on one side the largest change to that side.
  ///
  /// Nil if a mean is missing or not positive.
  package let band: Double?

  /// The summary of a decision on O(h) or Θ(h); nil for other predicates.
  init?(_ predicate: Predicate, _ decision: Decision, scales: [Double]) {
    guard let law = predicate.reference else { return nil }
    values = law.values
    orders = LocalOrder.between(
      zip(scales, law.values).map { ScaleSummary(scale: $0, registeredRuns: 0, presentRuns: 0, mean: $1) })
    let ratios = zip(decision.scales, law.values).compactMap { summary, h in summary.mean.map { $0 / h } }
    guard ratios.count == law.values.count, ratios.allSatisfy({ $0 > 0 }) else {
      band = nil
      return
    }
    var largest = 1.0
    for (index, early) in ratios.enumerated() {
      for late in ratios[(index + 1)...] {
        let change =
          switch predicate.relation.sides {
          case .above: late / early
          case .below: early / late
          case .both: max(late / early, early / late)
          }
        largest = max(largest, change)
      }
    }
    band = largest
  }
}

/// How many runs violate the tolerance, for a conclusion with high probability.
package struct ViolationSummary: Sendable {
  /// Violating runs, over all scales.
  package let violating: Int
  /// Runs with a value, over all scales.
  package let present: Int
  /// Runs without a value, over all scales.
  package let missing: Int
  /// Violating runs at the largest scale.
  package let lastViolating: Int
  /// Runs with a value at the largest scale.
  package let lastPresent: Int
  /// The median of the runs' finite values at each scale; nil without any.
  package let medians: [Double?]

  init(_ evidence: Evidence, values: [[Double?]]) {
    func violating(_ runs: [Double?]) -> Int { runs.count { $0 == 1 } }
    func present(_ runs: [Double?]) -> Int { runs.count { $0 != nil } }
    let runs = evidence.runs
    self.violating = runs.reduce(0) { $0 + violating($1) }
    self.present = runs.reduce(0) { $0 + present($1) }
    missing = runs.reduce(0) { $0 + $1.count } - self.present
    lastViolating = runs.last.map(violating) ?? 0
    lastPresent = runs.last.map(present) ?? 0
    medians = values.map(Median.of)
  }
}
