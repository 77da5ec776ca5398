import MultiView
import Statistics

/// How a quantity behaves as d grows.
public enum Order: Hashable, Sendable {
  /// o(1): tends to zero.
  case littleO
  /// Ω(1): stays above some positive constant.
  case bigOmega
  /// O(h): grows at most like h.
  case bigO(Law)
  /// Θ(h): grows like h.
  case bigTheta(Law)
  /// poly(d): grows at most like some power of d.
  case poly
  /// Zero up to a tolerance: exactly zero in theory, zero up to rounding or sampling in a run.
  case negligible

  /// o of a positive constant; the constant makes no difference.
  public static func littleO(_ constant: Constant) -> Order { .littleO }
  /// Ω of a positive constant; the constant makes no difference.
  public static func bigOmega(_ constant: Constant) -> Order { .bigOmega }
  /// At most some polynomial in d.
  public static func poly(_ symbol: Term) -> Order { .poly }

  /// A positive constant inside an order symbol.
  public struct Constant: ExpressibleByIntegerLiteral, Sendable {
    /// A literal constant, by convention 1.
    public init(integerLiteral value: UInt) {
      precondition(value > 0, "an order symbol needs a positive constant")
    }
  }

  /// Whether the largest value in a window is the strongest evidence against it; for Θ, the smallest value counts as
  /// well.
  package var isUpperBound: Bool { self != .bigOmega }

  /// The law of O or Θ; nil for other orders.
  public var law: Law? {
    switch self {
    case .bigO(let law), .bigTheta(let law): law
    case .littleO, .bigOmega, .poly, .negligible: nil
    }
  }

  /// The notation that follows a quantity, such as `= o(1)` or `∈ poly(d)`.
  public var text: String {
    switch self {
    case .littleO: "= o(1)"
    case .bigOmega: "= Ω(1)"
    case .bigO(let law): "= O(\(law.text))"
    case .bigTheta(let law): "= Θ(\(law.text))"
    case .poly: "∈ poly(d)"
    case .negligible: "= 0 up to its tolerance"
    }
  }

  /// A name for files, which distinguishes charts of one quantity.
  package var slug: String {
    switch self {
    case .littleO: "o"
    case .bigOmega: "omega"
    case .bigO: "big-o"
    case .bigTheta: "theta"
    case .poly: "poly"
    case .negligible: "zero"
    }
  }
}

/// The reference h of an order symbol O(h) or Θ(h), as the paper writes it and as a function of the scale.
public struct Law: Hashable, Sendable {
  /// The form of h as a function.
  package enum Form: Hashable, Sendable {
    /// Powers of d, ln d and k.
    case growth(Growth)
    /// A power of a parameter of the regime.
    case parameter(RegimeParameter, exponent: Double)
    /// A power of the scale itself, whether dimension, time or another parameter.
    case scale(exponent: Double)
    /// Left open by the statement and fixed by the stand-in, as in polylog(d).
    case open
  }

  /// h in the paper's notation.
  public let text: String
  /// h as a function.
  package let form: Form

  /// A law by its notation and its form.
  package init(_ text: String, _ form: Form) {
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
  /// One over the training time, for claims in which the scale is the time.
  public static let oneOverTime = Law("1/T", .scale(exponent: -1))
  /// One over some power of the logarithm of d; the stand-in fixes the power.
  public static let oneOverPolylog = Law("1/polylog(d)", .open)
}
