/// The verdict on a claim: about the declared stand-in of a limit, never about the limit itself.
package enum Verdict: Sendable, Equatable, CustomStringConvertible {
  /// The evidence for the claim is significant and no gate failed.
  case supported
  /// The evidence against the claim is significant and no gate failed.
  case refuted
  /// The claim is neither supported nor refuted, for the given reason.
  case inconclusive(Reason)

  /// The verdict in words, such as "inconclusive(power)".
  package var description: String {
    switch self {
    case .supported: "supported"
    case .refuted: "refuted"
    case .inconclusive(let reason): "inconclusive(\(reason.rawValue))"
    }
  }

  /// Combines adjusted p-values and gates.
  ///
  /// - Two significant sides contradict each other and give pre-asymptotic, whatever their gates.
  /// - One significant side gives the reason of its failed gate, otherwise its verdict. It gives look-budget if it is
  ///   significant only at the level of all looks together.
  /// - Without a significant side the result is the fallback.
  ///
  /// Contradictions and gates are judged at the full level, so a look can withhold a verdict but never create one.
  /// Source: decision procedure §7.
  static func resolve(
    pSupport: Double, gateSupport: Reason?, pRefute: Double, gateRefute: Reason?, levels: ErrorLevels,
    otherwise fallback: Reason
  ) -> Verdict {
    switch (pSupport <= levels.support, pRefute <= levels.refute) {
    case (true, true): .inconclusive(.preAsymptotic)
    case (true, false):
      gateSupport.map(Verdict.inconclusive)
        ?? (pSupport <= levels.spentOnSupport ? .supported : .inconclusive(.lookBudget))
    case (false, true):
      gateRefute.map(Verdict.inconclusive)
        ?? (pRefute <= levels.spentOnRefute ? .refuted : .inconclusive(.lookBudget))
    case (false, false): .inconclusive(fallback)
    }
  }
}

/// Why a decision is inconclusive.
package enum Reason: String, Sendable, CaseIterable {
  /// Too few scales, too narrow a span or too few runs were registered.
  case design
  /// The runs or their values cannot be judged.
  ///
  /// At some scale more than 10 % of the runs are missing (``DecisionRules/largestMissingShare``) or fewer than two are
  /// present. Or a value is impossible, or has no logarithm where the relation needs one. Or all runs are identical, so
  /// the seed does not reach the metric.
  case health
  /// Neither side is significant, and only the number of runs is too small.
  case power
  /// The data are compatible with a decay that is too slow to be distinguished from a floor on these scales.
  case slowDecay = "slow-decay"
  /// A side is significant at the level of all looks together, but not at the level of this look.
  case lookBudget = "look-budget"
  /// The scales do not yet show the limiting behaviour, or the two sides contradict each other.
  case preAsymptotic = "pre-asymptotic"
}
