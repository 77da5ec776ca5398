import MultiView
import Statistics

/// How a quantity behaves as d grows.
public enum Order: Hashable, Sendable {
  /// o(1): tends to zero.
  case vanishing
  /// Ω(1): stays above some positive constant.
  case boundedBelow
  /// O(h): grows at most like h.
  case bounded(Law)
  /// Θ(h): grows like h.
  case proportional(Law)
  /// poly(d): grows at most like some power of d.
  case polynomial
  /// Zero up to a tolerance: exactly in theory, up to rounding or sampling here.
  case negligible

  /// o of a constant; every positive constant means the same.
  public static func o(_ constant: Constant) -> Order { .vanishing }
  /// Ω of a constant; every positive constant means the same.
  public static func omega(_ constant: Constant) -> Order { .boundedBelow }
  /// O of a law.
  public static func bigO(_ law: Law) -> Order { .bounded(law) }
  /// Θ of a law.
  public static func theta(_ law: Law) -> Order { .proportional(law) }
  /// Some polynomial in d.
  public static func poly(_ symbol: Term) -> Order { .polynomial }

  /// A positive constant inside an order symbol.
  public struct Constant: ExpressibleByIntegerLiteral, Sendable {
    /// A literal constant, by convention 1.
    public init(integerLiteral value: UInt) {
      precondition(value > 0, "an order symbol needs a positive constant")
    }
  }

  /// Whether the largest value in a window speaks against it most; for Θ, the smallest does as well.
  package var isUpperBound: Bool { self != .boundedBelow }

  /// The law of O or Θ; nil for other orders.
  public var law: Law? {
    switch self {
    case .bounded(let law), .proportional(let law): law
    case .vanishing, .boundedBelow, .polynomial, .negligible: nil
    }
  }

  /// The notation behind a quantity: `= o(1)`, `∈ poly(d)`.
  public var text: String {
    switch self {
    case .vanishing: "= o(1)"
    case .boundedBelow: "= Ω(1)"
    case .bounded(let law): "= O(\(law.text))"
    case .proportional(let law): "= Θ(\(law.text))"
    case .polynomial: "∈ poly(d)"
    case .negligible: "= 0 up to its tolerance"
    }
  }
}

/// The reference h of an order symbol O(h) or Θ(h), as the paper writes it and as a function of the scale.
public struct Law: Hashable, Sendable {
  /// What h depends on.
  package enum Form: Hashable, Sendable {
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
  /// One over the training time; for claims whose scale is the time.
  public static let oneOverTime = Law("1/T", .scale(exponent: -1))
  /// One over some power of the logarithm of d, which the stand-in fixes.
  public static let oneOverPolylog = Law("1/polylog(d)", .open)
}
