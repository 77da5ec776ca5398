import Randomness

/// One parameter of a regime as a function of d, with its formula in words and the reason for it.
///
/// Two rules are compared, printed and registered by formula and reason; a test keeps formula and function together by
/// evaluating both where it matters.
public struct Rule: Sendable {
  /// What a rule may depend on: d, its logarithm, and the parameters it was told to wait for.
  public struct Context: Sendable {
    /// Dimension d.
    public let d: Double
    /// L = ln d.
    public var L: Double { Elementary.log(d) }
    let resolved: [RegimeParameter: Double]

    /// Returns the value of a parameter that stands earlier in the order of ``RegimeParameter``.
    public func value(_ parameter: RegimeParameter) -> Double { resolved[parameter] ?? .nan }
  }

  /// The formula as a report prints it, for instance `max(2, round(L²/2))`.
  package let formula: String
  /// Why this choice.
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
  /// A rule that waits for other parameters gives NaN: evaluate its regime instead.
  public func value(at d: Int) -> Double { evaluate(Context(d: Double(d), resolved: [:])) }

  /// A rule that gives the same value at every d.
  public static func constant(_ value: Double, because reason: String) -> Rule {
    Rule(value.exactText, because: reason) { _ in value }
  }
}
