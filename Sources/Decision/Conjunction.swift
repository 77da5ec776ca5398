/// A claim with several conclusions: it holds if every conclusion holds.
///
/// The error rates hold for these reasons:
/// - *Support*: if the claim is false, some conclusion is false. The p-value of that conclusion is below α with
///   probability at most α, so the maximum of all p-values is too. No correction is needed.
/// - *Refutation*: if the claim is true, every conclusion is true. The smallest of m p-values times m is then below α
///   with probability at most α (Bonferroni).
/// - *Gates* can only withhold a verdict. A conclusion whose refutation is gated is left out of the minimum. This makes
///   the p-value larger, so it cannot raise the error rate. The conclusion still counts in m, because the gate depends
///   on the data.
///
/// Source: decision procedure §7.
package struct Conjunction: Sendable, Equatable {
  /// The decisions on the conclusions, in the order of the claim; never empty.
  package let conclusions: [Decision]
  /// The largest ``Decision/pSupport`` of the conclusions, unadjusted for other claims.
  package let pSupport: Double
  /// The smallest ``Decision/pRefute`` of the conclusions times their number, unadjusted for other claims.
  ///
  /// The minimum is over the conclusions whose refutation is not gated. If all are gated, it is over all conclusions,
  /// and ``gateRefute`` is set.
  package let pRefute: Double
  /// The first failed support gate, which blocks the support of the whole claim.
  package let gateSupport: Reason?
  /// The gate of the conclusion that gave ``pRefute``; set only if every conclusion's refutation is gated.
  package let gateRefute: Reason?
  /// The index of the conclusion that gave ``pRefute``.
  package let refutingConclusion: Int

  /// The strongest gated refutation: its p-value times the number of conclusions, and its gate.
  private let gated: (p: Double, reason: Reason)?

  /// Combines the decisions on the conclusions of one claim.
  ///
  /// - Throws: ``DecisionError/emptyConjunction`` for an empty list.
  package init(_ conclusions: [Decision]) throws(DecisionError) {
    let count = Double(conclusions.count)
    func strongest(_ indices: [Int]) -> Int? {
      indices.min { (conclusions[$0].pRefute, $0) < (conclusions[$1].pRefute, $1) }
    }
    let clear = strongest(conclusions.indices.filter { conclusions[$0].gateRefute == nil })
    let gated = strongest(conclusions.indices.filter { conclusions[$0].gateRefute != nil })
    guard let refuting = clear ?? gated else { throw .emptyConjunction }
    self.conclusions = conclusions
    pSupport = conclusions.reduce(0) { max($0, $1.pSupport) }
    pRefute = min(1, count * conclusions[refuting].pRefute)
    gateSupport = conclusions.lazy.compactMap(\.gateSupport).first
    gateRefute = conclusions[refuting].gateRefute
    refutingConclusion = refuting
    self.gated = gated.flatMap { index in
      conclusions[index].gateRefute.map { (min(1, count * conclusions[index].pRefute), $0) }
    }
  }

  /// Combines the decisions on the conclusions of one claim; a claim without conclusions counts as not judged.
  package init(judging conclusions: [Decision]) {
    let note = "the claim has no conclusion, so it was not judged"
    let undecided = Decision(pSupport: 1, pRefute: 1, stop: .health, fallback: .health, notes: [note])
    do {
      self = try Conjunction(conclusions.isEmpty ? [undecided] : conclusions)
    } catch {
      preconditionFailure("a conjunction of at least one decision: \(error)")
    }
  }

  /// Compares the conclusions, which determine all other properties.
  package static func == (left: Conjunction, right: Conjunction) -> Bool { left.conclusions == right.conclusions }

  /// Returns the reason to give when neither side is significant.
  ///
  /// The first of these that applies:
  /// 1. design, then health, if a conclusion was not judged;
  /// 2. the gate of a withheld refutation that would have been significant on its own;
  /// 3. the gravest reason among the conclusions that are not significantly supported, or among all if each is.
  ///
  /// In the third case slow-decay, which more runs do not cure, comes before pre-asymptotic, and that before power. A
  /// single conclusion gives its own reason.
  func reasonWhenOpen(levels: ErrorLevels = ErrorLevels()) -> Reason {
    let stops = conclusions.compactMap(\.stop)
    if let stop = stops.first(where: { $0 == .design }) ?? stops.first { return stop }
    if gateRefute == nil, let gated = self.gated, gated.p <= levels.refute { return gated.reason }
    let open = conclusions.filter { $0.pSupport > levels.support }
    let reasons = (open.isEmpty ? conclusions : open).map { $0.reasonWhenOpen(levels: levels) }
    return [Reason.slowDecay, .preAsymptotic].first(where: reasons.contains) ?? reasons.first ?? .power
  }

  /// Returns what the weakest support among the conclusions rests on.
  func strength(adjustedSupport: Double, levels: ErrorLevels) -> Strength {
    let factor = pSupport > 0 ? adjustedSupport / pSupport : 1
    return conclusions.map { $0.strength(adjustedSupport: factor * $0.pSupport, levels: levels) }.max() ?? .observed
  }

  /// Returns the verdict after the p-values were adjusted for a family of claims.
  ///
  /// - *Supported*: every conclusion is significant and no support gate has failed.
  /// - *Refuted*: one conclusion is significant after multiplication by m and adjustment, and its own gate is clear. A
  ///   gated refutation never refutes. A conclusion that was not judged does not prevent refutation by another.
  /// - *Look-budget*: a side is significant at the full level but not at the level of this look.
  package func verdict(
    adjustedSupport: Double, adjustedRefute: Double, levels: ErrorLevels = ErrorLevels()
  ) -> Verdict {
    Verdict.resolve(
      pSupport: adjustedSupport, gateSupport: gateSupport,
      strength: strength(adjustedSupport: adjustedSupport, levels: levels), pRefute: adjustedRefute,
      gateRefute: gateRefute, levels: levels, otherwise: reasonWhenOpen(levels: levels))
  }

  /// Returns the verdict of a claim that is a family of its own.
  package func verdict(levels: ErrorLevels = ErrorLevels()) -> Verdict {
    verdict(adjustedSupport: pSupport, adjustedRefute: pRefute, levels: levels)
  }
}
