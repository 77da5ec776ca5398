/// Tail of Fisher's F law with real degrees of freedom.
public enum FDistribution {
  /// Returns P(F_{a,b} > f).
  ///
  /// I_{b/(b+af)}(b/2, a/2). Domain: a > 0, b > 0; f ≤ 0 gives 1. Accuracy: relative 10⁻¹¹ in the tail.
  /// Source: decision procedure §2.
  public static func upperTail(_ f: Double, numerator a: Double, denominator b: Double) -> Double {
    if f <= 0 { return 1 }
    if f == .infinity { return 0 }
    let total = b + a * f
    return IncompleteBeta.regularized(b / total, complement: a * f / total, b / 2, a / 2)
  }
}
