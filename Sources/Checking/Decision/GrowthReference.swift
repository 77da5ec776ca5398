import Foundation

/// A growth law h to compare a metric with, as its values at the scales.
public struct GrowthReference: Sendable, Equatable {
  /// What the deviation of the metric from h is regressed on.
  public enum Regressor: String, Sendable {
    /// ln h, so that the slope says how the exponent of h is missed.
    case reference
    /// ln d; the only choice when h is constant.
    case scale
  }

  /// h(d) at each scale; positive.
  public var values: [Double]
  /// What the deviation is regressed on.
  public var regressor: Regressor

  /// A reference by its values.
  public init(values: [Double], regressor: Regressor = .reference) {
    self.values = values
    self.regressor = regressor
  }

  /// A constant reference for a number of scales: O(1) or Θ(1), regressed on ln d.
  public static func constant(scales: Int) -> GrowthReference {
    GrowthReference(values: Array(repeating: 1, count: scales), regressor: .scale)
  }
}
