import Randomness

/// Moments and empirical distribution of noise, in units of its stated standard deviation (Definition 4.2).
struct NoiseStatistics {
  /// The distribution test compares at the bin edges −8, −8 + 1/64, …, 8.
  ///
  /// The exact statistic is a maximum over more points. The maximum over edges is never larger, so the test stays
  /// valid.
  private static let reach = 8.0
  private static let perUnit = 64.0
  private static let bins = 1026

  private var count = 0.0
  private var sums: (Double, Double, Double, Double) = (0, 0, 0, 0)
  private var seen = Array(repeating: 0, count: Self.bins)
  private var isBroken = false

  /// Adds coordinates that should be N(0, scale²).
  mutating func add(_ values: UnsafeBufferPointer<Float>, scale: Double) {
    guard scale > 0 else {
      if values.contains(where: { $0 != 0 }) { isBroken = true }
      return
    }
    let inverse = 1 / scale
    var sums = self.sums
    self.seen.withUnsafeMutableBufferPointer { seen in
      for value in values {
        let x = Double(value) * inverse
        let square = x * x
        sums.0 += x
        sums.1 += square
        sums.2 += square * x
        sums.3 += square * square
        // NaN falls into the first bin and makes every sum NaN.
        let bin = (x + Self.reach) * Self.perUnit + 1
        seen[bin > 0 ? Int(min(bin, Double(Self.bins - 1))) : 0] += 1
      }
    }
    self.sums = sums
    count += Double(values.count)
  }

  /// The largest of the deviations of mean, variance, kurtosis and distribution.
  var deviation: Double {
    guard !isBroken else { return Deviation.infinite }
    guard count >= 20 else { return 0 }
    let (first, second, third, fourth) =
      (sums.0 / count, sums.1 / count, sums.2 / count, sums.3 / count)
    guard first.isFinite, fourth.isFinite else { return Deviation.infinite }
    let variance = second - first * first
    let central = fourth - 4 * first * third + 6 * first * first * second - 3 * first * first * first * first
    return max(
      Deviation.mean(first, expected: 0, error: 1 / count.squareRoot()),
      abs(Deviation.chiSquared(sums.1, freedom: count)),
      abs(Deviation.kurtosis(central / (variance * variance), count: count)),
      Deviation.kolmogorov(distance * count.squareRoot()))
  }

  /// The largest distance between the empirical distribution and the normal one, over the edges of the bins.
  private var distance: Double {
    var below = 0
    var largest = 0.0
    for (bin, seen) in self.seen.dropLast().enumerated() {
      below += seen
      let edge = Double(bin) / Self.perUnit - Self.reach
      largest = max(largest, abs(Double(below) / count - NormalLaw.tail(-edge)))
    }
    return largest
  }
}

/// Statistics in units of their own sampling error, so that one bound serves for all of them.
///
/// Under a sound generator each is approximately a standard normal variate or the absolute value of one.
enum Deviation {
  /// Stands for a deviation that no sampling error explains.
  static let infinite = 1e6

  /// Returns |mean − expected| over its standard error.
  ///
  /// - Parameters:
  ///   - error: Standard deviation of the mean; 0 where it must be exact.
  ///   - slack: The most that rounding to single precision can change the mean.
  static func mean(_ mean: Double, expected: Double, error: Double, slack: Double = 0) -> Double {
    let distance = max(0, abs(mean - expected) - slack)
    guard distance > 0 else { return mean.isNaN ? infinite : 0 }
    return error > 0 ? min(infinite, distance / error) : infinite
  }

  /// Returns the standard normal variate with about the same tail probability as a χ² variate.
  ///
  /// The cube root of a χ² variate is nearly normal (Wilson and Hilferty 1931).
  static func chiSquared(_ value: Double, freedom: Double) -> Double {
    guard freedom > 0 else { return 0 }
    guard value.isFinite else { return infinite }
    let spread = 2 / (9 * freedom)
    let root = value > 0 ? Elementary.pow(value / freedom, 1.0 / 3) : 0
    return (root - (1 - spread)) / spread.squareRoot()
  }

  /// Returns the standard normal variate z with the tail probability of the Kolmogorov–Smirnov statistic t = √n·D.
  ///
  /// It solves 2Q(z) = 2e^{−2t²}, which bounds P(√n·D > t) for every n (Massart 1990).
  static func kolmogorov(_ t: Double) -> Double {
    guard t.isFinite else { return infinite }
    // Beyond 18 the tail underflows, and z ≈ 2t.
    return t < 18 ? NormalLaw.multiplier(tail: Elementary.exp(-2 * t * t)) : min(infinite, 2 * t)
  }

  /// Returns the standard normal variate with about the tail probability of the kurtosis m₄/m₂² of n normal variates.
  ///
  /// The transformation is that of Anscombe and Glynn (1983). The plain standard error √(24/n) would understate the
  /// upper tail.
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
