import ClaimKit

/// One side of a difference: the quantity under one arm, for charts and tables; nothing is decided from it.
public struct SideFinding: Sendable {
  /// The quantity that is compared.
  public let quantity: Quantity
  /// The arm.
  public let arm: Arm
  /// One number per run and scale, the ones that the difference was formed from.
  public let evidence: Evidence
  /// Means and limits per scale, by the same procedure as for the difference.
  public let decision: Decision
}
