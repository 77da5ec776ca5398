import MultiView

/// The reference h of an order symbol O(h) or Θ(h), as the paper writes it and as a function of the scale.
public struct Law: Hashable, Sendable {
  /// What h depends on.
  public enum Form: Hashable, Sendable {
    /// Powers of d, ln d and k.
    case growth(Growth)
    /// A power of a parameter of the regime.
    case parameter(RegimeParameter, exponent: Double)
    /// A power of the scale itself, whatever it is.
    case scale(exponent: Double)
    /// Left open by the statement and fixed by the stand-in, as in polylog(d).
    case open
  }

  /// The notation.
  public let text: String
  /// What it depends on.
  public let form: Form

  /// A law by its notation and its form.
  public init(_ text: String, _ form: Form) {
    self.text = text
    self.form = form
  }

  /// A constant.
  public static let one = Law("1", .growth(.one))
  /// The number of subclasses per superclass.
  public static let k = Law("k_y", .growth(.k))
  /// One over the number of subclasses per superclass.
  public static let oneOverK = Law("1/k_y", .growth(Growth.k.power(-1)))
  /// The strength of distractors.
  public static let distractorStrength = Law("ι†", .parameter(.distractorStrength, exponent: 1))
  /// One over the training time; for claims whose scale is the time.
  public static let oneOverTime = Law("1/T", .scale(exponent: -1))
  /// One over some power of the logarithm of d, which the stand-in fixes.
  public static let oneOverPolylog = Law("1/polylog(d)", .open)
}
