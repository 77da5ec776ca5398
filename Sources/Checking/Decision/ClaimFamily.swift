import Statistics

/// The joint judgement of all registered claims, with Holm's adjustment on each side.
public enum ClaimFamily {
  /// One claim's adjusted p-values and verdict.
  public struct Judgement: Sendable, Equatable {
    /// The support p-value after Holm's adjustment over the family.
    public let adjustedSupport: Double
    /// The refutation p-value after Holm's adjustment over the family.
    public let adjustedRefute: Double
    /// The verdict.
    public let verdict: Verdict
  }

  /// Judges claims together.
  ///
  /// Two Holm families, one per side, over all registered claims, stopped ones included at p = 1: the probability of
  /// any false support is at most α_S, of any false refutation at most α_R. Source: decision procedure §7.
  public static func judge(_ claims: [Conjunction], levels: ErrorLevels = ErrorLevels()) -> [Judgement] {
    let support = Holm.adjusted(claims.map(\.pSupport))
    let refute = Holm.adjusted(claims.map(\.pRefute))
    return claims.indices.map { index in
      Judgement(
        adjustedSupport: support[index], adjustedRefute: refute[index],
        verdict: claims[index].verdict(
          adjustedSupport: support[index], adjustedRefute: refute[index], levels: levels))
    }
  }
}
