/// The checks of design and values before any p-value is computed.
///
/// Source: decision procedure §1.
struct HealthCheck {
  let evidence: Evidence
  let samples: [ScaleSample]
  let rules: DecisionRules

  /// Why the registered design is insufficient, whatever its values; nil if it suffices.
  var designFault: String? {
    guard let first = evidence.scales.first, let last = evidence.scales.last else { return nil }
    let fewest = evidence.runs.map(\.count).min() ?? 0
    if evidence.scales.count >= rules.minimumScales, last / first >= rules.minimumSpan, fewest >= rules.minimumRuns {
      return nil
    }
    let span = Self.plain(rules.minimumSpan)
    return "needs K>=\(rules.minimumScales) scales, span>=\(span), R>=\(rules.minimumRuns)"
  }

  /// Why the numbers cannot be judged under any predicate; nil if they can.
  var valueFault: String? {
    for sample in samples {
      let missing = Double(sample.registered - sample.values.count) / Double(sample.registered)
      if missing > rules.largestMissingShare {
        return "more than \(Self.plain(rules.largestMissingShare)) of the runs at one scale are missing"
      }
    }
    if !evidence.runs.joined().allSatisfy({ $0.map(evidence.kind.admits) ?? true }) {
      return "value outside its range"
    }
    if samples.contains(where: { $0.values.count < 2 }) { return "fewer than two runs are present at one scale" }
    return nil
  }

  /// The fault that all runs agree exactly at every scale although nothing forces them to.
  ///
  /// Nil if runs differ. Also nil if a bounded metric is 0 or at an end of its range at some scale.
  var identityFault: String? {
    if samples.contains(where: { $0.variance > 0 }) { return nil }
    if let range = evidence.kind.range, !samples.allSatisfy({ $0.isSuspiciouslyConstant(in: range) }) { return nil }
    return "runs are identical: the seed does not reach the metric"
  }

  /// Returns a decision with all p-values 1, so that the claim still counts in its family; with means if they exist.
  func stopped(_ reason: Reason, _ note: String) -> Decision {
    let summaries = zip(samples, evidence.runs).map { sample, runs in
      let present = runs.compactMap { $0 }
      let isPossible = !present.isEmpty && present.allSatisfy(evidence.kind.admits)
      return ScaleSummary(
        scale: sample.scale, registeredRuns: sample.registered, presentRuns: present.count,
        mean: isPossible ? sample.mean : nil)
    }
    return Decision(pSupport: 1, pRefute: 1, stop: reason, fallback: reason, notes: [note], scales: summaries)
  }

  /// Prints a whole number without its decimal point.
  private static func plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
