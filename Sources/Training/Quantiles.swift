/// Quantiles of a sample.
public struct Quantiles: Hashable, Sendable, Codable {
  /// The 5 % quantile.
  public let low: Double
  /// The median.
  public let median: Double
  /// The 95 % quantile.
  public let high: Double

  /// Quantiles from their values.
  public init(low: Double, median: Double, high: Double) {
    self.low = low
    self.median = median
    self.high = high
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case low, median, high
  }
}
