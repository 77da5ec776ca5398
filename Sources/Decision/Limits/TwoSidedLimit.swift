import Statistics

/// The decision on |mean| = o(1) for signed numbers, from the decisions on the numbers and on their negatives.
///
/// |mean| tends to 0 if both sides do, so support takes the larger p-value (intersection–union). It fails if one side
/// does, so refutation takes twice the smaller one (Bonferroni).
struct TwoSidedLimit {
  /// The decision on the numbers.
  let upper: Decision
  /// The decision on their negatives.
  let lower: Decision

  /// Whether a predicate asks about both sides: o(1) of signed numbers.
  ///
  /// The formulas of the specification judge one side, so they stay as they are.
  static func isAsked(_ predicate: Predicate, of kind: MetricKind, _ rules: DecisionRules) -> Bool {
    predicate.relation == .littleO && kind == .signed && rules.procedure == .corrected
  }

  /// The evidence with the negatives of its runs.
  static func mirrored(_ evidence: Evidence) -> Evidence {
    Evidence(
      scales: evidence.scales, runs: evidence.runs.map { $0.map { $0.map { 0 - $0 } } }, kind: evidence.kind,
      margins: evidence.margins)
  }

  var decision: Decision {
    // The side on which the mean at the last scale lies tells where the metric tends.
    let isUpper = (upper.scales.last?.mean ?? 0) >= 0
    let near = isUpper ? upper : lower
    var result = near
    result.pSupport = max(upper.pSupport, lower.pSupport)
    if upper.observedSupport != nil || lower.observedSupport != nil {
      result.observedSupport = max(upper.observedSupport ?? upper.pSupport, lower.observedSupport ?? lower.pSupport)
    }
    result.formulaSupport = max(upper.formulaSupport, lower.formulaSupport)
    result.pRefute = min(1, 2 * min(upper.pRefute, lower.pRefute))
    result.formulaRefute = min(1, 2 * min(upper.formulaRefute, lower.formulaRefute))
    result.gateSupport = Self.gate(upper) ?? Self.gate(lower)
    result.gateRefute = upper.pRefute <= lower.pRefute ? upper.gateRefute : lower.gateRefute
    result.strength = strength
    result.notes = notes
    result.scales = upper.scales
    if !isUpper { result.diagnostics = Self.mirrored(near.diagnostics) }
    return result
  }

  /// Why support is withheld on one side.
  ///
  /// A side that rises from below 0 towards 0 decays, so its rise is no reason.
  private static func gate(_ side: Decision) -> Reason? {
    let means = side.scales.suffix(3).compactMap(\.mean)
    guard side.gateSupport == .preAsymptotic, let first = means.first, let last = means.last, first < 0,
      abs(last) < abs(first)
    else { return side.gateSupport }
    return nil
  }

  /// What support rests on: a side on which nothing was seen weakens it only if nothing was seen on the other, too.
  private var strength: Strength {
    let seen = [upper.strength, lower.strength].filter { $0 != .unseen }
    return seen.max() ?? .unseen
  }

  /// The notes of either side; that no decay was seen is noted only if it was seen on neither.
  private var notes: [String] {
    let both = Set(upper.notes).intersection(lower.notes)
    return (upper.notes + lower.notes.filter { !upper.notes.contains($0) })
      .filter { $0 != LimitEvidence.nothingLeft || both.contains($0) }
  }

  private static func mirrored(_ diagnostics: Diagnostics) -> Diagnostics {
    var result = diagnostics
    result.bestDecay = diagnostics.bestDecay.map(mirrored)
    result.curve = diagnostics.curve.map(mirrored)
    result.familyCurves = diagnostics.familyCurves.map(mirrored)
    result.limitEstimate = diagnostics.limitEstimate.map { 0 - $0 }
    result.limitLower = diagnostics.limitUpper.map { 0 - $0 }
    result.limitUpper = diagnostics.limitLower.map { 0 - $0 }
    return result
  }

  private static func mirrored(_ curve: FittedCurve) -> FittedCurve {
    FittedCurve(
      shape: curve.shape, floor: 0 - curve.floor, amplitude: 0 - curve.amplitude, logLikelihood: curve.logLikelihood)
  }
}
