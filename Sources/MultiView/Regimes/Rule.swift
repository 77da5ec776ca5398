import Randomness

/// One parameter of a regime as a function of d, with its formula in words and the reason for it.
///
/// Reports print the formula and the reason. A registration holds the formula, and the values that the function gives
/// at the registered scales.
public struct Rule: Sendable {
  /// The inputs of a rule: d, its logarithm, and the parameters that are evaluated before it.
  public struct Context: Sendable {
    /// Dimension d.
    public let d: Double
    /// L = ln d.
    public var L: Double { Elementary.log(d) }
    let resolved: [RegimeParameter: Double]

    /// Returns the value of a parameter that stands earlier in the order of ``RegimeParameter``; NaN for a later one.
    public func value(_ parameter: RegimeParameter) -> Double { resolved[parameter] ?? .nan }
  }

  /// The formula as a report prints it, for instance `max(2, round(L²/2))`.
  package let formula: String
  /// The reason for this choice.
  public let reason: String
  let evaluate: @Sendable (Context) -> Double

  /// A rule from its formula, its reason and the function that computes it.
  public init(_ formula: String, because reason: String, _ evaluate: @escaping @Sendable (Context) -> Double) {
    self.formula = formula
    self.reason = reason
    self.evaluate = evaluate
  }

  /// Returns the value at a dimension of a rule that depends on d alone, such as a loss bound.
  ///
  /// A rule that depends on other parameters returns NaN; evaluate its regime instead.
  public func value(at d: Int) -> Double { evaluate(Context(d: Double(d), resolved: [:])) }

  /// A rule that gives the same value at every d.
  public static func constant(_ value: Double, because reason: String) -> Rule {
    Rule(value.exactText, because: reason) { _ in value }
  }
}
