import Statistics

/// A share of repetitions with its confidence limits.
public struct ObservedRate: Sendable, Equatable {
  /// Repetitions in which it happened.
  public let count: Int
  /// All repetitions.
  public let repeats: Int

  /// A rate by its two numbers.
  public init(count: Int, repeats: Int) {
    self.count = count
    self.repeats = repeats
  }

  /// The share, 0 without repetitions.
  public var share: Double { Double(count) / Double(max(repeats, 1)) }
  /// Clopper–Pearson limits, 95 % on each side.
  public var limits: ConfidenceLimits {
    Binomial.limits(Double(count), of: Double(max(repeats, 1)), levelPerSide: 0.05)
  }

  /// The rate over this and other repetitions.
  public static func + (left: ObservedRate, right: ObservedRate) -> ObservedRate {
    ObservedRate(count: left.count + right.count, repeats: left.repeats + right.repeats)
  }
}
