import Foundation

/// Limits for a probability that stay valid when the sample size is chosen while looking at the data.
package enum AnytimeLimit {
  /// Returns the limits after k successes in n trials.
  ///
  /// The mixture martingale B(k+a, n−k+b)/B(a,b) / (p^k (1−p)^{n−k}) exceeds 1/α with probability at most α at *any*
  /// time (Ville's inequality); the limits are the two p at which it equals 1/α. They are joint limits: both hold
  /// together at all times with probability at least 1 − α.
  /// Domain: 0 ≤ k ≤ n, 0 < α < 1, prior weights a, b > 0. Accuracy: relative 10⁻¹¹.
  /// Source: decision procedure §2.
  package static func limits(
    _ k: Double, of n: Double, level: Double, priorSuccesses a: Double = 0.5, priorFailures b: Double = 0.5
  ) -> ConfidenceLimits {
    let constant = LogGamma.beta(k + a, n - k + b) - LogGamma.beta(a, b) + log(level)
    func isExcluded(_ p: Double) -> Bool {
      let successes = k > 0 ? k * log(p) : 0
      let failures = k < n ? (n - k) * log1p(-p) : 0
      return constant - successes - failures > 0
    }
    let centre = n > 0 ? k / n : 0.5
    let lower = k <= 0 ? 0 : Bisection.boundary(from: 0, to: centre, while: isExcluded)
    let upper = k >= n ? 1 : Bisection.boundary(from: centre, to: 1) { !isExcluded($0) }
    return ConfidenceLimits(lower: lower, upper: upper)
  }
}
