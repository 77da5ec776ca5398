import Foundation

/// Tail and quantile of the standard normal law.
package enum NormalDistribution {
  /// Returns P(Z > z).
  ///
  /// ½ erfc(z/√2). Domain: every real z. Accuracy: that of `erfc`, relative 10⁻¹⁵ or so, also far in the tail.
  /// Source: decision procedure §2.
  package static func upperTail(_ z: Double) -> Double {
    0.5 * erfc(z * 0.5.squareRoot())
  }

  /// Returns the z with P(Z > z) equal to a given tail.
  ///
  /// Newton steps of third order on the logarithm of the smaller tail; a tail of 0 gives 40 and a tail of 1 gives −40.
  /// Domain: 0 ≤ tail ≤ 1. Accuracy: relative 10⁻¹⁴ for tails below ½; a tail near 1 is only as exact as 1 − tail.
  /// Source: decision procedure §2.
  package static func upperQuantile(tail: Double) -> Double {
    if tail == 0.5 { return 0 }
    if tail > 0.5 { return -upperQuantile(tail: 1 - tail) }
    if tail <= 0 { return 40 }
    // Abramowitz & Stegun 26.2.22, within 0.003.
    let root = (-2 * log(tail)).squareRoot()
    let start = root - (2.30753 + 0.27061 * root) / (1 + (0.99229 + 0.04481 * root) * root)
    let quantile = TailInversion.point(near: max(0, start), where: tail) { z in
      TailInversion.Value(tail: upperTail(z), slope: -exp(-0.5 * z * z) * inverseRootTwoPi, bend: -z)
    }
    return quantile ?? Bisection.boundary(from: 0, to: 40) { upperTail($0) > tail }
  }

  /// Returns the z with P(Z ≤ z) equal to a given probability.
  ///
  /// Domain: 0 ≤ probability ≤ 1. Accuracy: as ``upperQuantile(tail:)``. Source: decision procedure §2.
  package static func quantile(_ probability: Double) -> Double {
    probability == 0.5 ? 0 : -upperQuantile(tail: probability)
  }

  private static let inverseRootTwoPi = 0.398_942_280_401_432_677_94
}
