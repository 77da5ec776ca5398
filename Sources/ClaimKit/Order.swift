import Experiments
import Statistics

/// How a quantity behaves as d grows.
public enum Order: Hashable, Sendable {
  /// o(1): tends to zero; a signed quantity from both sides.
  case littleO
  /// ≤ o(1): does not stay above any positive constant; a negative quantity satisfies it.
  case atMostLittleO
  /// Ω(1): stays above some positive constant.
  case bigOmega
  /// O(h): grows at most like h.
  case bigO(Law)
  /// Θ(h): grows like h.
  case bigTheta(Law)
  /// poly(d): grows at most like some power of d.
  case poly
  /// Grows like d to this exponent, up to the tolerance that the materiality states.
  case exponent(Double)
  /// Equals a factor times a law at every scale, up to the tolerance that the materiality states.
  case equals(factor: Double, Law)
  /// Zero up to a tolerance: exactly zero in theory, zero up to rounding or sampling in a run.
  case negligible

  /// o of a positive constant; the constant makes no difference.
  public static func littleO(_ constant: Constant) -> Order { .littleO }
  /// ≤ o of a positive constant; the constant makes no difference.
  public static func atMostLittleO(_ constant: Constant) -> Order { .atMostLittleO }
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

  /// Equals a law at every scale, up to the tolerance that the materiality states.
  public static func equals(_ law: Law) -> Order { .equals(factor: 1, law) }

  /// Whether the largest value in a window is the strongest evidence against it; for Θ, exponents and curves, and for
  /// o(1) of signed quantities, the smallest value counts as well.
  package var isUpperBound: Bool { self != .bigOmega }

  /// Whether it compares growth with a law: O and Θ.
  package var isGrowth: Bool {
    switch self {
    case .bigO, .bigTheta: true
    case .littleO, .atMostLittleO, .bigOmega, .poly, .exponent, .equals, .negligible: false
    }
  }

  /// Whether a single run can satisfy it; growth is seen over several scales only.
  package var isOfSingleRuns: Bool { isLimit || self == .negligible }

  /// Whether it is about the limit of a mean: o and Ω.
  package var isLimit: Bool { self == .littleO || self == .atMostLittleO || self == .bigOmega }

  /// The law of O, of Θ or of a curve; nil for other orders.
  public var law: Law? {
    switch self {
    case .bigO(let law), .bigTheta(let law), .equals(_, let law): law
    case .littleO, .atMostLittleO, .bigOmega, .poly, .exponent, .negligible: nil
    }
  }

  /// The notation that follows a quantity, such as `= o(1)` or `∈ poly(d)`.
  public var text: String {
    switch self {
    case .littleO: "= o(1)"
    case .atMostLittleO: "≤ o(1)"
    case .bigOmega: "= Ω(1)"
    case .bigO(let law): "= O(\(law.text))"
    case .bigTheta(let law): "= Θ(\(law.text))"
    case .poly: "∈ poly(d)"
    case .exponent(let exponent): "has the exponent \(exponent.exactText), up to its tolerance"
    case .equals(let factor, let law):
      "= \(factor == 1 ? law.text : "\(factor.exactText)·\(law.text)") up to its tolerance"
    case .negligible: "= 0 up to its tolerance"
    }
  }

  /// A name for files, which distinguishes charts of one quantity.
  package var slug: String {
    switch self {
    case .littleO: "o"
    case .atMostLittleO: "at-most-o"
    case .bigOmega: "omega"
    case .bigO: "big-o"
    case .bigTheta: "theta"
    case .poly: "poly"
    case .exponent: "exponent"
    case .equals: "curve"
    case .negligible: "zero"
    }
  }
}

/// The reference h of an order symbol O(h) or Θ(h), or the form of a predicted curve, as a function of the scale; its words follow from its form.
public struct Law: Hashable, Sendable {
  /// The form of h as a function.
  package enum Form: Hashable, Sendable {
    /// Powers of a symbol, its logarithm and k; the symbol is that of the claim's axis.
    case growth(Growth, of: String)
    /// A power of a setting, written with its symbol.
    case setting(String, symbol: String, exponent: Double)
    /// One over some power of ln d, left open by the statement and fixed by the stand-in.
    case oneOverPolylog
    /// A prediction in the notation of the statement; the stand-in holds the rule that computes it.
    case predicted(String)
  }

  /// h as a function.
  package let form: Form

  /// A law by its form.
  package init(_ form: Form) { self.form = form }

  /// A growth law in the symbol of the claim's axis.
  ///
  /// - Parameters:
  ///   - growth: The growth law, written in `Growth` as one of `d`, whatever the symbol is.
  ///   - symbol: The symbol of the claim's axis, such as T for a time.
  public init(_ growth: Growth, of symbol: String = "d") { form = .growth(growth, of: symbol) }

  /// A power of a setting.
  ///
  /// - Parameters:
  ///   - setting: The name of the setting.
  ///   - symbol: Its symbol in the statement.
  ///   - exponent: The exponent.
  public init(setting: String, writtenAs symbol: String, exponent: Double = 1) {
    form = .setting(setting, symbol: symbol, exponent: exponent)
  }

  /// A prediction that the stand-in computes, from the scale and the settings of the trial.
  ///
  /// - Parameter notation: The prediction in the notation of the statement.
  public init(predicted notation: String) { form = .predicted(notation) }

  /// A constant.
  public static let one = Law(.one)
  /// One over some power of the logarithm of d; the stand-in fixes the power.
  public static let oneOverPolylog = Law(.oneOverPolylog)

  /// h in the notation of the statement.
  public var text: String {
    switch form {
    case .growth(let growth, let symbol): growth.text(of: symbol, k: "k_y")
    case .setting(_, let symbol, let exponent): Growth.d.power(exponent).text(of: symbol, k: "k_y")
    case .oneOverPolylog: "1/polylog(d)"
    case .predicted(let notation): notation
    }
  }

  /// Whether the stand-in has to fix h.
  package var isOpen: Bool {
    switch form {
    case .oneOverPolylog, .predicted: true
    case .growth, .setting: false
    }
  }
}
