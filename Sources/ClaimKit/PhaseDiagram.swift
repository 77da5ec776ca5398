import MultiView

/// A picture of a quantity over the dimension and one parameter of the regime, with the boundary that theory predicts in it.
///
/// Nothing is decided from it, and it is no part of a claim's registration.
public struct PhaseDiagram: Sendable {
  /// What is shown, at the last checkpoint: an error or an accuracy of one arm.
  public let quantity: Quantity
  /// The arm whose runs are shown.
  public let arm: Arm
  /// The parameter beside the dimension.
  public let parameter: RegimeParameter
  /// Its values, increasing; those that a dimension has no room for are left out there.
  public let values: [Int]
  /// Runs per dimension and value.
  public let runs: Int
  /// The value at which theory predicts the change, as a function of d.
  public let boundary: Rule
  /// Why these values and runs.
  public let reason: String

  /// A diagram from its parts.
  public init(
    of quantity: Quantity, under arm: Arm, over parameter: RegimeParameter, at values: [Int], runs: Int,
    boundary: Rule, because reason: String
  ) {
    self.quantity = quantity
    self.arm = arm
    self.parameter = parameter
    self.values = values
    self.runs = runs
    self.boundary = boundary
    self.reason = reason
  }
}
