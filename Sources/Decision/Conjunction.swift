/// A claim that says several things at once: it holds if every conclusion holds.
///
/// Error rates. *Support:* if the claim is false, some conclusion is false; its own p-value is then below α with
/// probability at most α, so the maximum of all is too (no correction is needed). *Refutation:* if the claim is true,
/// every conclusion is true, and the smallest of m p-values times m is below α with probability at most α
/// (Bonferroni). *Gates* only ever withhold a verdict. A conclusion whose refutation is gated is left out of the
/// minimum, which makes the p-value larger and so cannot raise the rate; it is still counted in m, because the gate
/// depends on the data. Source: decision procedure §7.
package struct Conjunction: Sendable, Equatable {
  /// The decisions on the conclusions, in the order of the claim; never empty.
  package let conclusions: [Decision]
  /// The largest decisive support p-value, unadjusted for other claims.
  package let pSupport: Double
  /// The smallest decisive refutation p-value times the number of conclusions, unadjusted for other claims.
  ///
  /// Taken over the conclusions with a clear refutation gate; over all if none has one, in which case
  /// ``gateRefute`` is set.
  package let pRefute: Double
  /// The first failed support gate, which blocks the support of the whole claim.
  package let gateSupport: Reason?
  /// The gate of the conclusion that gave ``pRefute``; set only if every conclusion's refutation is gated.
  package let gateRefute: Reason?
  /// The index of the conclusion that gave ``pRefute``.
  package let refutingConclusion: Int

  private let gated: (p: Double, reason: Reason)?

  /// Combines the decisions on the conclusions of one claim.
  ///
  /// - Throws: ``DecisionError/emptyConjunction`` for an empty list.
  package init(_ conclusions: [Decision]) throws(DecisionError) {
    let count = Double(conclusions.count)
    func strongest(_ indices: [Int]) -> Int? {
      indices.min { (conclusions[$0].decisiveRefute, $0) < (conclusions[$1].decisiveRefute, $1) }
    }
    let clear = strongest(conclusions.indices.filter { conclusions[$0].gateRefute == nil })
    let gated = strongest(conclusions.indices.filter { conclusions[$0].gateRefute != nil })
    guard let refuting = clear ?? gated else { throw .emptyConjunction }
    self.conclusions = conclusions
    pSupport = conclusions.reduce(0) { max($0, $1.decisiveSupport) }
    pRefute = min(1, count * conclusions[refuting].decisiveRefute)
    gateSupport = conclusions.lazy.compactMap(\.gateSupport).first
    gateRefute = conclusions[refuting].gateRefute
    refutingConclusion = refuting
    self.gated = gated.flatMap { index in
      conclusions[index].gateRefute.map { (min(1, count * conclusions[index].decisiveRefute), $0) }
    }
  }

  /// Compares the conclusions, from which everything else follows.
  package static func == (left: Conjunction, right: Conjunction) -> Bool { left.conclusions == right.conclusions }

  /// Returns the reason to give when neither side is significant.
  ///
  /// In this order: design, then health, of any conclusion that was not judged; the gate of a withheld refutation
  /// that would have been significant on its own; then the gravest reason among the conclusions that are not
  /// themselves significantly supported (all conclusions, if each is): slow-decay, which more runs do not cure,
  /// before pre-asymptotic, before power. A single conclusion gives its own reason.
  func reasonWhenOpen(levels: ErrorLevels = ErrorLevels()) -> Reason {
    let stops = conclusions.compactMap(\.stop)
    if let stop = stops.first(where: { $0 == .design }) ?? stops.first { return stop }
    if gateRefute == nil, let gated = self.gated, gated.p <= levels.refute { return gated.reason }
    let open = conclusions.filter { $0.decisiveSupport > levels.support }
    let reasons = (open.isEmpty ? conclusions : open).map { $0.reasonWhenOpen(levels: levels) }
    return [Reason.slowDecay, .preAsymptotic].first(where: reasons.contains) ?? reasons.first ?? .power
  }

  /// Returns the verdict after the p-values were adjusted for a family of claims.
  ///
  /// Supported needs every conclusion significant and every support gate clear; refuted needs one conclusion whose
  /// own p-value, times m and adjusted, is significant and whose own gate is clear; significant at the full level but
  /// not at this look's gives look-budget. A gated refutation never refutes, and a conclusion that was not judged does
  /// not protect the claim from the refutation of another.
  package func verdict(
    adjustedSupport: Double, adjustedRefute: Double, levels: ErrorLevels = ErrorLevels()
  ) -> Verdict {
    Verdict.resolve(
      pSupport: adjustedSupport, gateSupport: gateSupport, pRefute: adjustedRefute, gateRefute: gateRefute,
      levels: levels, otherwise: reasonWhenOpen(levels: levels))
  }

  /// Returns the verdict of a claim that is a family of its own.
  package func verdict(levels: ErrorLevels = ErrorLevels()) -> Verdict {
    verdict(adjustedSupport: pSupport, adjustedRefute: pRefute, levels: levels)
  }
}
