import Foundation

/// The best fit of a power with a constant overhead, y = c + a·x^b with c ≥ 0 and x = d/d₁.
///
/// Such a law is polynomial, but it bends upwards on logarithmic axes as an exponential does. The fit is by weighted
/// least squares of ln y. Source: the project's decision procedure §5.
struct OverheadFit {
  /// χ² of the best fit.
  private(set) var misfit = Double.infinity

  /// Fits exponents up to the largest degree that counts as polynomial.
  ///
  /// - Parameters:
  ///   - logarithms: ln y at each scale.
  ///   - weights: The reciprocals of their variances.
  ///   - ratios: x = d/d₁ at each scale.
  ///   - largestDegree: The largest b.
  /// - Complexity: about two thousand sums over the scales.
  init(_ logarithms: [Double], weights: [Double], ratios: [Double], largestDegree: Double) {
    let steps = ratios.map { log($0) }
    let reach = largestDegree * (steps.last ?? 0)
    var (degrees, overheads) = (
      Self.even(from: largestDegree / 40, to: largestDegree, count: 40), Self.even(from: -7, to: reach, count: 40)
    )
    for _ in 0..<3 {
      var best = (degree: largestDegree, overhead: -Double.infinity)
      for degree in degrees {
        let powers = steps.map { exp(degree * $0) }
        for overhead in overheads {
          let value = Self.misfit(logarithms, weights, powers.map { log(exp(overhead) + $0) })
          if value < misfit {
            misfit = value
            best = (degree, overhead)
          }
        }
      }
      guard best.overhead > -.infinity else { return }
      let (width, height) = (step(degrees), step(overheads))
      degrees = Self.even(from: max(1e-3, best.degree - width), to: min(largestDegree, best.degree + width), count: 13)
      overheads = Self.even(from: best.overhead - height, to: best.overhead + height, count: 13)
    }
  }

  private func step(_ values: [Double]) -> Double { values.count > 1 ? values[1] - values[0] : 0 }

  private static func even(from low: Double, to high: Double, count: Int) -> [Double] {
    (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  /// χ² of a law of which only the factor is free.
  private static func misfit(_ logarithms: [Double], _ weights: [Double], _ law: [Double]) -> Double {
    var (total, sum, squares) = (0.0, 0.0, 0.0)
    for index in law.indices {
      let rest = logarithms[index] - law[index]
      total += weights[index]
      sum += weights[index] * rest
      squares += weights[index] * rest * rest
    }
    return max(0, squares - sum * sum / total)
  }
}
