import Randomness

/// Statistics in units of their own sampling error, so that one bound holds them all: under a sound generator each is about a
/// standard normal variate or the absolute value of one.
enum Deviation {
  /// Stands for what no sampling error explains.
  static let infinite = 1e6

  /// Returns |mean − expected| over its standard error.
  ///
  /// - Parameters:
  ///   - error: Standard deviation of the mean; 0 where it must be exact.
  ///   - slack: What rounding to single precision may have moved.
  static func mean(_ mean: Double, expected: Double, error: Double, slack: Double = 0) -> Double {
    let distance = max(0, abs(mean - expected) - slack)
    guard distance > 0 else { return mean.isNaN ? infinite : 0 }
    return error > 0 ? min(infinite, distance / error) : infinite
  }

  /// Returns the normal variate that stands as far out as a χ² variate: its cube root is nearly normal (Wilson and Hilferty
  /// 1931).
  static func chiSquared(_ value: Double, freedom: Double) -> Double {
    guard freedom > 0 else { return 0 }
    guard value.isFinite else { return infinite }
    let spread = 2 / (9 * freedom)
    let root = value > 0 ? Elementary.pow(value / freedom, 1.0 / 3) : 0
    return (root - (1 - spread)) / spread.squareRoot()
  }

  /// Returns the normal variate that stands as far out as the Kolmogorov–Smirnov statistic t = √n·D, by equal tails:
  /// 2Q(z) = 2e^{−2t²}, which bounds P(√n·D > t) for every n (Massart 1990).
  static func kolmogorov(_ t: Double) -> Double {
    guard t.isFinite else { return infinite }
    // Beyond 18 the tail underflows, and z ≈ 2t.
    return t < 18 ? NormalLaw.multiplier(tail: Elementary.exp(-2 * t * t)) : min(infinite, 2 * t)
  }

  /// Returns the normal variate that stands as far out as the kurtosis m₄/m₂² of n normal variates (Anscombe and Glynn 1983);
  /// the plain standard error √(24/n) would understate how far it strays upwards.
  ///
  /// - Parameter n: At least 20.
  static func kurtosis(_ kurtosis: Double, count n: Double) -> Double {
    guard kurtosis.isFinite else { return infinite }
    let mean = 3 * (n - 1) / (n + 1)
    let variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5))
    let x = (kurtosis - mean) / variance.squareRoot()
    let skewness =
      6 * (n * n - 5 * n + 2) / ((n + 7) * (n + 9)) * (6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3))).squareRoot()
    let a = 6 + 8 / skewness * (2 / skewness + (1 + 4 / (skewness * skewness)).squareRoot())
    let denominator = 1 + x * (2 / (a - 4)).squareRoot()
    guard denominator > 0 else { return -infinite }
    let spread = 2 / (9 * a)
    return ((1 - spread) - Elementary.pow((1 - 2 / a) / denominator, 1.0 / 3)) / spread.squareRoot()
  }
}
