import Statistics

/// Decides whether a metric behaves as a predicate states while the scale grows.
///
/// Two p-values are computed from the runs, one for support and one for refutation. Gates withhold a verdict where a
/// p-value would mislead. The unit is the run. The verdict is about the declared stand-in of the limit (thresholds and
/// a class of decays), never about the limit itself. Source: decision procedure §1 to §6.
package enum DecisionEngine {
  /// The largest number of scales of one conclusion.
  ///
  /// Θ compares each pair of scales, and fits add up over scales: at this number a decision takes about a second. Every
  /// decision checks it, whichever route its numbers came by.
  package static let largestScaleCount = 1000

  /// Judges one conclusion.
  ///
  /// Data that fail the design check or the health check give a decision with all p-values 1 and a ``Decision/stop``.
  /// The design check fails for too few scales, too few runs or too narrow a span. The health check fails for missing
  /// or impossible values, for a logarithm that does not exist, and for runs that do not depend on the seed.
  ///
  /// The method depends on the predicate:
  /// - *o(1), Ω(1)*: means are assumed not to increase with the scale; of signed numbers, o(1) judges both sides, and
  ///   ≤ o(1) and Ω(1) judge the upper one. Bounded metrics with fewer than
  ///   ``DecisionRules/deviatingRunsNeeded`` deviating runs are judged by bets, without a model. All others are judged
  ///   by quasi-likelihood fits (§3).
  /// - *O(h), Θ(h)*: slope and spread of ln y − ln h (§4). For bounded metrics y is the mean at a scale.
  /// - *poly(d)*: the bend of ln y against ln d (§5).
  /// - *Exponent*: two one-sided t tests on the slope of ln y against ln d (§6a).
  /// - *Predicted curve*: two one-sided tests at every scale (§6b).
  /// - *With high probability*: exact binomial tails, and the trend of the distances to the tolerance where the evidence
  ///   carries them (§6). A run is 1 if it violates the property, otherwise 0.
  ///
  /// Domain: at least one scale and one registered run; scales above 1, finite and strictly increasing; one list of
  /// runs per scale; at least one trial per count. Accuracy: relative 10⁻⁵ in the p-values.
  ///
  /// - Parameters:
  ///   - evidence: One number per run and scale.
  ///   - predicate: The statement about the numbers to test.
  ///   - rules: Thresholds and levels.
  ///   - decays: The decays admitted as o(1); nil for those of the rules. The gate for means that still fall uses δ of
  ///     the rules in any case.
  /// - Throws: ``DecisionError`` for empty or malformed input, for rules outside their range, and for a predicate that
  ///   is not defined for the kind of metric.
  /// - Complexity: O(N log N) for N runs, plus the fits: a fraction of a millisecond for five scales.
  package static func decide(
    _ evidence: Evidence, that predicate: Predicate, rules: DecisionRules = DecisionRules(), decays: DecayClass? = nil
  ) throws(DecisionError) -> Decision {
    let decays = decays ?? rules.decays
    try validate(evidence)
    try rules.validate(for: evidence.kind, predicate, decays: decays)
    try predicate.validate(for: evidence)
    let samples = zip(evidence.scales, evidence.runs).map {
      ScaleSample(scale: $0, runs: $1, kind: evidence.kind)
    }
    let check = HealthCheck(evidence: evidence, samples: samples, rules: rules)
    if let note = check.designFault { return check.stopped(.design, note) }
    if let note = check.valueFault { return check.stopped(.health, note) }
    switch predicate.relation {
    case .littleO, .atMostLittleO, .bigOmega:
      if let note = check.identityFault { return check.stopped(.health, note) }
      let isLittleO = predicate.relation.isLittleO
      guard rules.procedure == .corrected else {
        var decision = try limit(samples, evidence.kind, rules, decays).decision(isLittleO: isLittleO)
        // The specification has one word for every support.
        decision.strength = .observed
        return decision
      }
      if evidence.kind.range == nil, samples.contains(where: { $0.values.count < $0.registered }) {
        return check.stopped(.health, "a run is missing, and the worst value that it could have had is unbounded")
      }
      let upper = try LimitQuestion(evidence, rules: rules, decays: decays).decision(isLittleO: isLittleO)
      guard TwoSidedLimit.isAsked(predicate, of: evidence.kind, rules) else { return upper }
      let mirrored = TwoSidedLimit.mirrored(evidence)
      let lower = try LimitQuestion(mirrored, rules: rules, decays: decays).decision(isLittleO: isLittleO)
      return TwoSidedLimit(upper: upper, lower: lower).decision
    case .bigO, .bigTheta:
      guard let reference = predicate.reference else { throw .emptyData }
      return logarithmic(check) {
        GrowthTest($0, reference: reference, isUpperBound: predicate.relation == .bigO, rules: rules).decision()
      }
    case .poly:
      return logarithmic(check) { PolynomialTest($0, quantum: predicate.quantum, rules: rules).decision() }
    case .withHighProbability:
      return FrequencyTest(samples: samples, margins: evidence.margins, rules: rules).decision()
    case .exponent:
      guard case .exponent(let exponent, let tolerance) = predicate.zone else { throw .emptyData }
      return logarithmic(check) {
        ExponentTest(
          $0, of: samples, kind: evidence.kind, exponent: exponent, tolerance: tolerance, rules: rules
        ).decision()
      }
    case .curve:
      guard case .curve(let values, let tolerance) = predicate.zone else { throw .emptyData }
      if let note = check.identityFault { return check.stopped(.health, note) }
      return CurveTest(evidence, samples: samples, prediction: values, tolerance: tolerance, rules: rules).decision()
    }
  }

  /// Returns the evidence about a limit, from bets where runs hardly differ and from fits elsewhere.
  static func limit(
    _ samples: [ScaleSample], _ kind: MetricKind, _ rules: DecisionRules, _ decays: DecayClass
  ) throws(DecisionError) -> LimitEvidence {
    let deviating = samples.reduce(0) { $0 + $1.deviating }
    let hasDispersion = deviating >= rules.deviatingRunsNeeded && samples.contains { $0.variance > 0 }
    if let range = kind.range, !hasDispersion {
      let path = DistributionFreePath(samples: samples, range: range, rules: rules, decays: decays)
      return path.evidence(deviating: deviating)
    }
    guard let path = ModelPath(samples, kind: kind, rules: rules, decays: decays) else { throw .emptyData }
    return path.evidence(deviating: deviating)
  }

  /// Judges logarithms; stops with a health fault if a logarithm does not exist or all runs agree.
  private static func logarithmic(_ check: HealthCheck, _ judge: ([LogSample]) -> Decision?) -> Decision {
    let samples = check.samples.compactMap { LogSample($0, kind: check.evidence.kind) }
    guard samples.count == check.samples.count else {
      return check.stopped(.health, "a value or mean of zero or less has no logarithm")
    }
    return judge(samples) ?? check.stopped(.health, "runs are identical: the seed does not reach the metric")
  }

  private static func validate(_ evidence: Evidence) throws(DecisionError) {
    if evidence.scales.isEmpty || evidence.runs.allSatisfy(\.isEmpty) { throw .emptyData }
    if evidence.scales.count != evidence.runs.count {
      throw .runsDoNotMatchScales(scales: evidence.scales.count, lists: evidence.runs.count)
    }
    if let margins = evidence.margins, margins.count != evidence.scales.count {
      throw .runsDoNotMatchScales(scales: evidence.scales.count, lists: margins.count)
    }
    guard evidence.scales.count <= largestScaleCount else { throw .tooManyScales(evidence.scales.count) }
    var previous = 1.0
    for (position, scale) in evidence.scales.enumerated() {
      if !(scale > previous) || !scale.isFinite { throw .scaleOutOfOrder(position: position, value: scale) }
      previous = scale
    }
    if case .count(let trials) = evidence.kind, trials < 1 { throw .trialsOutOfRange(trials) }
  }
}
