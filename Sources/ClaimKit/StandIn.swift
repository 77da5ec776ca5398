import MultiView

/// The finite stand-in of a statement: every number it leaves open, with its reason.
public struct Instance: Sendable {
  /// The model as functions of d.
  public let regime: Regime
  /// What grows.
  public let axis: Axis
  /// How long trials run, and when the conclusions are read.
  public let window: Window
  /// What counts as material, per quantity.
  public let materialities: [Materiality]

  /// A stand-in from its parts.
  public init(regime: Regime, axis: Axis = .dimension, window: Window, materialities: [Materiality]) {
    self.regime = regime
    self.axis = axis
    self.window = window
    self.materialities = materialities
  }

  /// Returns the materiality registered for a conclusion.
  public func materiality(of conclusion: Conclusion) -> Materiality? {
    materialities.first { $0.suits(conclusion) }
  }
}
