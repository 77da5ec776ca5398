/// Why a decision is inconclusive.
public enum Reason: String, Sendable, CaseIterable {
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
