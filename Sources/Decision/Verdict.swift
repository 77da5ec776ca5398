/// The verdict on a claim: about the declared stand-in of a limit, never about the limit itself.
package enum Verdict: Sendable, Equatable, CustomStringConvertible {
  /// The evidence for the claim is significant at the scales that were run, and no gate failed.
  case supported
  /// The evidence for the claim is significant only if the fitted curve continues beyond the last scale.
  ///
  /// The mean at the last scale does not show it yet. Without the first scale, the curve points the same way.
  case extrapolated
  /// Nothing speaks against the claim, but nothing was seen that could: no error, or none above ε, at any scale.
  case notContradicted
  /// The evidence against the claim is significant and no gate failed.
  case refuted
  /// The claim is neither supported nor refuted, for the given reason.
  case inconclusive(Reason)

  /// The verdict in words, such as "inconclusive(power)".
  package var description: String {
    switch self {
    case .supported: "supported"
    case .extrapolated: "supported by extrapolation"
    case .notContradicted: "not contradicted"
    case .refuted: "refuted"
    case .inconclusive(let reason): "inconclusive(\(reason.rawValue))"
    }
  }

  /// Whether the verdict speaks for the claim: supported, supported by extrapolation, or not contradicted.
  package var isSupport: Bool {
    switch self {
    case .supported, .extrapolated, .notContradicted: true
    case .refuted, .inconclusive: false
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
    pSupport: Double, gateSupport: Reason?, strength: Strength, pRefute: Double, gateRefute: Reason?,
    levels: ErrorLevels, otherwise fallback: Reason
  ) -> Verdict {
    switch (pSupport <= levels.support, pRefute <= levels.refute) {
    case (true, true): .inconclusive(.preAsymptotic)
    case (true, false):
      gateSupport.map(Verdict.inconclusive)
        ?? (pSupport <= levels.spentOnSupport ? strength.verdict : .inconclusive(.lookBudget))
    case (false, true):
      gateRefute.map(Verdict.inconclusive)
        ?? (pRefute <= levels.spentOnRefute ? .refuted : .inconclusive(.lookBudget))
    case (false, false): .inconclusive(fallback)
    }
  }
}

/// What a support rests on, the strongest first; a claim is as strong as its weakest conclusion.
package enum Strength: Int, Sendable, CaseIterable, Comparable {
  /// What was seen at the scales that were run.
  case observed
  /// A fitted curve beyond the last scale.
  case extrapolated
  /// That nothing was seen: the data are saturated, or never above ε.
  case unseen

  /// The verdict of a support of this strength.
  package var verdict: Verdict {
    switch self {
    case .observed: .supported
    case .extrapolated: .extrapolated
    case .unseen: .notContradicted
    }
  }

  /// Orders strengths from the strongest to the weakest.
  package static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }
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
  /// Neither side is significant, and no other cause was found.
  case power
  /// The limit is below ε, but the data point to a positive limit and not to 0.
  case floor
  /// The metric grows against its law, surely but more slowly than the tolerance.
  case slowGrowth = "slow-growth"
  /// The data are compatible with a decay that is too slow to be distinguished from a floor on these scales.
  case slowDecay = "slow-decay"
  /// A side is significant at the level of all looks together, but not at the level of this look.
  case lookBudget = "look-budget"
  /// The scales do not yet show the limiting behaviour, or the two sides contradict each other.
  case preAsymptotic = "pre-asymptotic"
}
