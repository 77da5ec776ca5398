import ClaimKit

/// A claim with the trials it is decided from: its own, and those of each control.
public struct PlannedClaim: Sendable {
  /// The claim and its folder.
  public let entry: ClaimEntry
  /// The claim in its own world.
  public let study: Study
  /// The claim in the world of each control, in the claim's order.
  public let controls: [Study]
  /// The picture that is trained beside them; nil without one.
  public let diagram: PlannedDiagram?

  /// The claim.
  public var claim: any Claim { entry.claim }
  /// The scales and runs.
  public var design: Design { study.design }
  /// The claim's own world, then the controls'.
  public var studies: [Study] { [study] + controls }
}
