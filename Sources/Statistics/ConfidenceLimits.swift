/// A lower and an upper confidence limit for one number.
public struct ConfidenceLimits: Sendable, Equatable {
  /// The lower limit, in the units of the quantity.
  public let lower: Double
  /// The upper limit, in the units of the quantity.
  public let upper: Double

  /// Creates a pair of limits.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}
