import MultiView

/// The finite stand-in of a statement: every number that the statement leaves open, with its reason.
public struct Instance: Sendable {
  /// The parameters of the model, as functions of d.
  public let regime: Regime
  /// The dimension, time or parameter that grows.
  public let axis: Axis
  /// The length of trials, and the times at which conclusions are read.
  public let window: Window
  /// The sizes that count as material, per quantity.
  public let materialities: [Materiality]

  /// A stand-in from its parts.
  public init(regime: Regime, axis: Axis = .dimension, window: Window, materialities: [Materiality]) {
    self.regime = regime
    self.axis = axis
    self.window = window
    self.materialities = materialities
  }

  /// Returns the materiality registered for a conclusion; nil if none suits it.
  public func materiality(of conclusion: Conclusion) -> Materiality? {
    materialities.first { $0.suits(conclusion) }
  }
}
