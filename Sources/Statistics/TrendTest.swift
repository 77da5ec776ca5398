/// The outcome of a one-sided normal trend test.
public struct TrendTest: Sendable, Equatable {
  /// The standardised statistic; 0 when the variance is 0.
  public let z: Double
  /// The p-value against "no increase"; 1 when the variance is 0.
  public let p: Double

  /// Standardises a statistic whose variance is known, treating variance 0 as no evidence.
  init(excess: Double, variance: Double) {
    guard variance > 0 else {
      z = 0
      p = 1
      return
    }
    z = excess / variance.squareRoot()
    p = NormalDistribution.upperTail(z)
  }
}
