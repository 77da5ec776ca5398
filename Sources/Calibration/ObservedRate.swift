import Statistics

/// A share of repetitions with its confidence limits.
package struct ObservedRate: Sendable, Equatable {
  /// Repetitions in which the event happened.
  package let count: Int
  /// All repetitions.
  package let repeats: Int

  /// A rate by its two numbers.
  package init(count: Int, repeats: Int) {
    self.count = count
    self.repeats = repeats
  }

  /// The share, 0 without repetitions.
  package var share: Double { Double(count) / Double(max(repeats, 1)) }
  /// Clopper–Pearson limits, 95 % on each side.
  package var limits: ConfidenceLimits { limits(levelPerSide: 0.05) }
  /// The standard error of the share.
  var standardError: Double { (share * (1 - share) / Double(max(repeats, 1))).squareRoot() }

  /// Returns Clopper–Pearson limits; the level, in (0, ½), holds on each side.
  func limits(levelPerSide level: Double) -> ConfidenceLimits {
    Binomial.limits(Double(count), of: Double(max(repeats, 1)), levelPerSide: level)
  }

  /// Whether the probability of as many events is below a level if the true share is at most a given one.
  ///
  /// This is the case if the lower limit of that level is above the given share.
  func isAbove(_ share: Double, level: Double) -> Bool {
    guard count > 0, self.share > share else { return false }
    return Binomial.atLeast(Double(count), of: Double(repeats), probability: share) < level
  }

  /// The rate over this and other repetitions.
  package static func + (left: ObservedRate, right: ObservedRate) -> ObservedRate {
    ObservedRate(count: left.count + right.count, repeats: left.repeats + right.repeats)
  }
}
