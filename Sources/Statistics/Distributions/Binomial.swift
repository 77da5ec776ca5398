/// Binomial tails and Clopper–Pearson limits for real counts.
///
/// The count and the number of trials may be real, because an overdispersed sample of n·R trials enters as an
/// *effective* number n·R/φ of independent ones.
package enum Binomial {
  /// Returns the probability of at most k successes.
  ///
  /// I_{1−p}(n−k, k+1), and 1 for k ≥ n. Domain: k ≥ 0, n > 0, 0 ≤ p ≤ 1; k and n may be real.
  /// Accuracy: relative 10⁻¹² for n up to 10⁴. Source: decision procedure §2.
  package static func atMost(_ k: Double, of n: Double, probability p: Double) -> Double {
    if k >= n { return 1 }
    return IncompleteBeta.regularized(1 - p, complement: p, n - k, k + 1)
  }

  /// Returns the probability of at least k successes.
  ///
  /// I_p(k, n−k+1), and 1 for k ≤ 0. Domain: k ≤ n, n > 0, 0 ≤ p ≤ 1; k and n may be real.
  /// Accuracy: relative 10⁻¹² for n up to 10⁴. Source: decision procedure §2.
  package static func atLeast(_ k: Double, of n: Double, probability p: Double) -> Double {
    if k <= 0 { return 1 }
    return IncompleteBeta.regularized(p, complement: 1 - p, k, n - k + 1)
  }

  /// Returns the Clopper–Pearson limits for a probability.
  ///
  /// The upper limit solves ``atMost(_:of:probability:)`` = level and the lower one
  /// ``atLeast(_:of:probability:)`` = level; both are quantiles of Beta laws. Each side has the stated level, so the
  /// two together have twice that. With no success the lower limit is 0; with no failure the upper limit is 1.
  /// Domain: 0 ≤ k ≤ n, n > 0, 0 < level < ½. Accuracy: that of the tails. Source: decision procedure §2.
  package static func limits(_ k: Double, of n: Double, levelPerSide level: Double) -> ConfidenceLimits {
    let (lower, upper): (Double, Double)
    if k <= 0 {
      lower = 0
    } else if let quantile = IncompleteBeta.quantile(level, k, n - k + 1) {
      lower = quantile.x
    } else {
      lower = Bisection.boundary(from: 0, to: 1) { atLeast(k, of: n, probability: $0) < level }
    }
    if k >= n {
      upper = 1
    } else if let quantile = IncompleteBeta.quantile(level, n - k, k + 1) {
      upper = quantile.complement
    } else {
      upper = Bisection.boundary(from: 0, to: 1) { atMost(k, of: n, probability: $0) > level }
    }
    return ConfidenceLimits(lower: lower, upper: upper)
  }
}

/// A lower and an upper confidence limit for one number.
package struct ConfidenceLimits: Sendable, Equatable {
  /// The lower limit, in the units of the quantity.
  package let lower: Double
  /// The upper limit, in the units of the quantity.
  package let upper: Double

  /// Creates a pair of limits.
  package init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}
