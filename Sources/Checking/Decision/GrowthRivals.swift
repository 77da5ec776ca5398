import Foundation
import Statistics

/// Other growth laws that the runs do not tell apart from the claimed one.
enum GrowthRivals {
  /// Returns the neighbours of the reference by a power of ln d or a small power of d, each with its p-value.
  ///
  /// A rival h′ says that ln y − ln h′ is constant: F = Σ R (z̄′ − mean)²/(K−1)/s² on (K−1, Σ(R−1)). A Θ claim is
  /// about a band, so a rival that fits does not weaken its support; it bounds what was learned about the law.
  static func rivals(_ samples: [LogSample], values: [Double], level: Double) -> [Rival] {
    let freedom = samples.reduce(0) { $0 + $1.count - 1 }
    let pooled = samples.reduce(0) { $0 + ($1.count - 1) * $1.variance } / freedom
    let total = samples.reduce(0) { $0 + $1.count }
    return _factors.map { name, logarithm in
      let shifted = zip(samples, values).map { $1 - logarithm($0.scale) }
      let mean = zip(samples, shifted).reduce(0) { $0 + $1.0.count * $1.1 } / total
      let misfit = zip(samples, shifted).reduce(0) { $0 + $1.0.count * ($1.1 - mean) * ($1.1 - mean) }
      let parameters = Double(samples.count - 1)
      let p = FDistribution.upperTail(misfit / parameters / pooled, numerator: parameters, denominator: freedom)
      return Rival(name: name, p: p, isToldApart: p < level)
    }
  }

  private static let _factors: [(String, @Sendable (Double) -> Double)] = [
    ("h", { _ in 0 }),
    ("h·ln d", { log(log($0)) }),
    ("h/ln d", { -log(log($0)) }),
    ("h·d^0.1", { 0.1 * log($0) }),
    ("h·d^−0.1", { -0.1 * log($0) }),
  ]
}
