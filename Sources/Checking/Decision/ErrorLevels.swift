/// The error rates α_S and α_R that a family of claims may spend on each side.
public struct ErrorLevels: Sendable, Equatable {
  /// α_S, the accepted probability of any false support in the family.
  public var support: Double
  /// α_R, the accepted probability of any false refutation in the family.
  public var refute: Double

  /// Creates levels; the default 0.025 on each side makes 0.05 in all (decision procedure §7).
  public init(support: Double = 0.025, refute: Double = 0.025) {
    self.support = support
    self.refute = refute
  }

  /// The smaller of the two levels.
  var smaller: Double { min(support, refute) }
}
