/// A symbol or growth class in a hypothesis or a quantifier, as the paper writes it.
public struct Term: Hashable, Sendable {
  /// The notation.
  public let text: String

  private init(_ text: String) { self.text = text }

  /// The dimension.
  public static let d = Term("d")
  /// The number of subclasses per superclass, k_y.
  public static let k = Term("k_y")
  /// Training time, in steps.
  public static let T = Term("T")
  /// The time from which the network fits the training distribution.
  public static let tStar = Term("T*")
  /// The first step.
  public static let start = Term("1")
  /// Some polynomial in a symbol.
  public static func poly(_ term: Term) -> Term { Term("poly(\(term.text))") }
  /// Some power of the logarithm of a symbol.
  public static func polylog(_ term: Term) -> Term { Term("polylog(\(term.text))") }
}
