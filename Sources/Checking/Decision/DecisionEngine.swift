import Statistics

/// The decision whether a mean vanishes, o(1), or stays away from 0, Ω(1), as the scale grows.
///
/// Two p-values are computed from the runs: one speaks for a limit below the threshold ε, the other for a limit above
/// it. The unit is the run; means are assumed not to increase with the scale. The verdict concerns this declared
/// surrogate (a threshold and a class of decays), never the limit itself. Source: decision procedure §1 to §3.
public enum DecisionEngine {
  /// Judges one conclusion.
  ///
  /// Data that fail the design check (too few scales, runs, too narrow a span) or the health check (missing or
  /// impossible values, runs that do not depend on the seed) give a decision with both p-values 1 and a
  /// ``Decision/stop``.
  /// Bounded metrics with fewer than ``DecisionRules/deviatingRunsNeeded`` deviating runs are judged by bets, without
  /// a model; all others by quasi-likelihood fits.
  /// Domain: at least one scale and one registered run; scales above 1, finite and strictly increasing; one list of
  /// runs per scale; at least one trial per count. Accuracy: relative 10⁻⁵ in the p-values.
  /// Source: decision procedure §1 to §3.
  ///
  /// - Throws: ``DecisionError`` for empty or malformed input and for rules outside their range.
  /// - Complexity: a few milliseconds for five scales of thirty runs.
  public static func decide(
    _ evidence: Evidence, that predicate: LimitPredicate, rules: DecisionRules = DecisionRules()
  ) throws(DecisionError) -> Decision {
    try _validate(evidence)
    try rules.validate(for: evidence.kind)
    let samples = zip(evidence.scales, evidence.runs).map {
      ScaleSample(scale: $0, runs: $1, kind: evidence.kind)
    }
    if let note = _designFault(evidence, rules) { return _stopped(.design, note, evidence, samples) }
    if let note = _healthFault(evidence, samples, rules) { return _stopped(.health, note, evidence, samples) }
    let deviating = samples.reduce(0) { $0 + $1.deviating }
    let hasDispersion = deviating >= rules.deviatingRunsNeeded && samples.contains { $0.variance > 0 }
    if let range = evidence.kind.range, !hasDispersion {
      let path = DistributionFreePath(samples: samples, range: range, rules: rules)
      return path.evidence(deviating: deviating).decision(on: predicate)
    }
    guard let path = ModelPath(samples, kind: evidence.kind, rules: rules) else { throw .emptyData }
    return path.evidence(deviating: deviating).decision(on: predicate)
  }

  private static func _validate(_ evidence: Evidence) throws(DecisionError) {
    if evidence.scales.isEmpty || evidence.runs.allSatisfy(\.isEmpty) { throw .emptyData }
    if evidence.scales.count != evidence.runs.count {
      throw .runsDoNotMatchScales(scales: evidence.scales.count, lists: evidence.runs.count)
    }
    var previous = 1.0
    for (position, scale) in evidence.scales.enumerated() {
      if !(scale > previous) || !scale.isFinite { throw .scaleOutOfOrder(position: position, value: scale) }
      previous = scale
    }
    if case .count(let trials) = evidence.kind, trials < 1 { throw .trialsOutOfRange(trials) }
  }

  /// The registered design, before any value is looked at.
  private static func _designFault(_ evidence: Evidence, _ rules: DecisionRules) -> String? {
    guard let first = evidence.scales.first, let last = evidence.scales.last else { return nil }
    let fewest = evidence.runs.map(\.count).min() ?? 0
    if evidence.scales.count >= rules.minimumScales, last / first >= rules.minimumSpan, fewest >= rules.minimumRuns {
      return nil
    }
    let span = _plain(rules.minimumSpan)
    return "needs K>=\(rules.minimumScales) scales, span>=\(span), R>=\(rules.minimumRuns)"
  }

  private static func _healthFault(
    _ evidence: Evidence, _ samples: [ScaleSample], _ rules: DecisionRules
  ) -> String? {
    for sample in samples {
      let missing = Double(sample.registered - sample.values.count) / Double(sample.registered)
      if missing > rules.largestMissingShare {
        return "more than \(_plain(rules.largestMissingShare)) of the runs at one scale are missing"
      }
    }
    if !evidence.runs.joined().allSatisfy({ $0.map(evidence.kind.admits) ?? true }) {
      return "value outside its range"
    }
    if samples.contains(where: { $0.values.count < 2 }) { return "fewer than two runs are present at one scale" }
    if samples.contains(where: { $0.variance > 0 }) { return nil }
    if let range = evidence.kind.range, !samples.allSatisfy({ $0.isSuspiciouslyConstant(in: range) }) { return nil }
    return "runs are identical: the seed does not reach the metric"
  }

  /// A decision that leaves the claim in the family, at p = 1, with means where they exist.
  private static func _stopped(
    _ reason: Reason, _ note: String, _ evidence: Evidence, _ samples: [ScaleSample]
  ) -> Decision {
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
  private static func _plain(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }
}
