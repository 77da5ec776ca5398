import Experiments

/// A picture of a quantity over the dimension and one setting, with the boundary that theory predicts.
///
/// No verdict depends on it, and it is not part of a claim's registration.
public struct PhaseDiagram: Sendable {
  /// The quantity shown, at the last checkpoint: an error or an accuracy of one arm.
  public let quantity: Quantity
  /// The arm of the runs shown.
  public let arm: Arm
  /// The name of the setting that is varied beside the dimension.
  public let parameter: String
  /// The values of the parameter, increasing; a dimension leaves out the values that it has no room for.
  public let values: [Int]
  /// Runs per dimension and value.
  public let runs: Int
  /// The value at which theory predicts the change, as a function of d.
  public let boundary: Rule
  /// The reason for these values and runs.
  public let reason: String

  /// A diagram from its parts.
  public init(
    of quantity: Quantity, under arm: Arm, over parameter: String, at values: [Int], runs: Int,
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
