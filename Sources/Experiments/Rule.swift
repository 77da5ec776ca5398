import Randomness

/// A number as a function of the scale d, with its formula in words and the reason for it.
///
/// Reports print the formula and the reason. A registration holds the formula, and the values that the function gives
/// at the registered scales.
public struct Rule: Sendable {
  /// The inputs of a rule: d, its logarithm, and the settings that are evaluated before it.
  public struct Context: Sendable {
    /// The scale d, a dimension in most claims.
    public let d: Double
    /// L = ln d.
    public var L: Double { Elementary.log(d) }
    private let resolved: [String: Double]

    /// The inputs at a scale.
    ///
    /// - Parameters:
    ///   - d: The scale.
    ///   - resolved: The settings that are evaluated before, by name.
    package init(d: Double, resolved: [String: Double] = [:]) {
      self.d = d
      self.resolved = resolved
    }

    /// Returns the value of a setting that is evaluated earlier; NaN for a later one.
    public func value(named name: String) -> Double { resolved[name] ?? .nan }
  }

  /// The formula as a report prints it, for instance `max(2, round(L²/2))`.
  package let formula: String
  /// The reason for this choice.
  public let reason: String
  package let evaluate: @Sendable (Context) -> Double

  /// A rule from its formula, its reason and the function that computes it.
  public init(_ formula: String, because reason: String, _ evaluate: @escaping @Sendable (Context) -> Double) {
    self.formula = formula
    self.reason = reason
    self.evaluate = evaluate
  }

  /// Returns the value at a scale of a rule that depends on d alone, such as a loss bound.
  ///
  /// A rule that depends on other settings returns NaN.
  public func value(at d: Int) -> Double { evaluate(Context(d: Double(d))) }

  /// A rule that gives the same value at every scale.
  public static func constant(_ value: Double, because reason: String) -> Rule {
    Rule(value.exactText, because: reason) { _ in value }
  }
}

extension Double {
  /// The number in full: whole numbers below 10¹⁵ without a decimal point, all others as Swift describes them, in the
  /// shortest form that reads back as the same number.
  ///
  /// Digests of registrations hash this text and laws read numbers back from it, so its characters may not change. No
  /// value traps: negative zero is `0`, and what is not finite is `inf`, `-inf` or `nan`.
  package var exactText: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
