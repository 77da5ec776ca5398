/// The verdict on a claim about the declared surrogate of a limit, never about the limit itself.
package enum Verdict: Sendable, Equatable, CustomStringConvertible {
  /// The evidence for the claim is significant and no gate failed.
  case supported
  /// The evidence against the claim is significant and no gate failed.
  case refuted
  /// Neither can be said, for the reason given.
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
  /// Both sides significant, whatever their gates, is a contradiction and gives pre-asymptotic; one significant side
  /// gives the reason of its failed gate, its verdict, or, if it is significant only at the level of all looks together,
  /// look-budget; none gives the fallback. Contradictions and gates are judged at the full level, so that a look can
  /// withhold a verdict and never make one. Source: decision procedure §7.
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
  /// Runs are missing, a value is impossible, or the seed does not reach the metric.
  case health
  /// Neither side is significant and nothing stands in the way except the number of runs.
  case power
  /// What is seen is compatible with a decay too slow to be told from a floor on these scales.
  case slowDecay = "slow-decay"
  /// A side is significant at the level of all looks together, but not at what this look may spend.
  case lookBudget = "look-budget"
  /// The scales do not yet show the limiting behaviour, or the two sides contradict each other.
  case preAsymptotic = "pre-asymptotic"
}
