/// How a quantity behaves as d grows.
public enum Order: Hashable, Sendable {
  /// o(1): tends to zero.
  case vanishing
  /// Ω(1): stays above some positive constant.
  case boundedBelow

  /// o of a constant; every positive constant means the same.
  public static func o(_ constant: Constant) -> Order { .vanishing }
  /// Ω of a constant; every positive constant means the same.
  public static func omega(_ constant: Constant) -> Order { .boundedBelow }

  /// A positive constant inside an order symbol.
  public struct Constant: ExpressibleByIntegerLiteral, Sendable {
    /// A literal constant, by convention 1.
    public init(integerLiteral value: UInt) {
      precondition(value > 0, "an order symbol needs a positive constant")
    }
  }

  /// The notation, `o(1)` or `Ω(1)`.
  public var text: String { self == .vanishing ? "o(1)" : "Ω(1)" }
}
