import Foundation

/// The quasi-likelihood by which a curve is compared with the means at the scales.
package enum Response: Sendable, Equatable {
  /// A proportion in [0, 1] with binomial-like variance.
  case proportion
  /// A positive number whose standard deviation is proportional to its mean.
  case positive
  /// A number in [−1, 1] with constant variance.
  case signed

  /// The smallest mean a curve may take.
  var smallestMean: Double { self == .signed ? -1 : 0 }

  /// Returns the log-likelihood of one mean y under a curve value μ, per unit of weight.
  ///
  /// y ln μ + (1−y) ln(1−μ) for proportions, −y/μ − ln μ for positive numbers, −½(y−μ)² for signed ones. μ is kept
  /// 10⁻¹² away from 0 (and from 1 for proportions), so the value is finite. Source: decision procedure §3.3.
  package func logLikelihood(_ y: Double, at mean: Double) -> Double {
    let mu = clipped(mean)
    return switch self {
    case .proportion: (y == 0 ? 0 : y * log(mu)) + (y == 1 ? 0 : (1 - y) * log1p(-mu))
    case .positive: -y / mu - log(mu)
    case .signed: -0.5 * (y - mu) * (y - mu)
    }
  }

  /// Returns the first and second derivative of ``logLikelihood(_:at:)`` in μ.
  @inline(__always)
  func derivatives(_ y: Double, at mean: Double) -> (first: Double, second: Double) {
    let mu = clipped(mean)
    switch self {
    case .proportion:
      let (perMean, perRest) = (1 / mu, 1 / (1 - mu))
      let (up, down) = (y * perMean, (1 - y) * perRest)
      return (up - down, -up * perMean - down * perRest)
    case .positive:
      let inverse = 1 / mu
      let ratio = y * inverse
      return ((ratio - 1) * inverse, (1 - 2 * ratio) * (inverse * inverse))
    case .signed:
      return (y - mu, -1)
    }
  }

  /// The distance that a curve keeps from 0, and from 1 for proportions.
  static let clip = 1e-12

  @inline(__always)
  private func clipped(_ mean: Double) -> Double {
    switch self {
    case .proportion: min(max(mean, Self.clip), 1 - Self.clip)
    case .positive: max(mean, Self.clip)
    case .signed: mean
    }
  }
}
