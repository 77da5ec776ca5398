import ClaimKit

/// One conclusion of a claim with the numbers it was read from and what they say, before any correction.
public struct ConclusionFinding: Sendable {
  /// The conclusion.
  public let conclusion: Conclusion
  /// What counts as material, with its reason.
  public let materiality: Materiality
  /// One number per run and scale.
  public let evidence: Evidence
  /// The p-values, gates and per-scale summaries.
  public let decision: Decision

  /// The two sides of a difference, each on its own; empty for other quantities.
  public let sides: [SideFinding]

  /// Whether any run yielded a number; labels without information define no errors, for instance.
  public var isMeasured: Bool { evidence.runs.contains { $0.contains { $0 != nil } } }
}
