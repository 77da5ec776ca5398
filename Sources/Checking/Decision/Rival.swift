/// Another law for the same numbers, and whether the runs exclude it.
public struct Rival: Sendable, Equatable {
  /// The law in words or symbols.
  public let name: String
  /// The p-value against the rival: small where the runs exclude it.
  public let p: Double
  /// Whether the p-value is below the gate level.
  public let isToldApart: Bool

  /// A rival from its parts.
  public init(name: String, p: Double, isToldApart: Bool) {
    self.name = name
    self.p = p
    self.isToldApart = isToldApart
  }
}
