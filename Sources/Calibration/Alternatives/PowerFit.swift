import Foundation

/// Least-squares fits of c + a·x^−b to means, x = d/d₁, without weights.
///
/// The exponent runs over a grid from 0.05 to 6. One parabola through the best exponent and its neighbours refines it.
struct PowerFit: Sendable {
  /// A fitted curve.
  struct Curve: Sendable, Equatable {
    /// c, which may be negative.
    let constant: Double
    /// a, which may be negative.
    let amplitude: Double
    /// b.
    let exponent: Double
    /// The sum of squared residuals.
    let squares: Double
  }

  private static let smallest = 0.05
  private static let largest = 6.0
  private static let steps = 32

  /// ln x.
  private let logarithms: [Double]
  /// x^−b for every exponent of the grid.
  private let grid: [(exponent: Double, powers: [Double])]

  /// Prepares fits at some scales.
  init(scales: [Double]) {
    let first = scales.first ?? 1
    let logarithms = scales.map { log($0 / first) }
    self.logarithms = logarithms
    grid = (0...Self.steps).map { step in
      let exponent = Self.smallest * pow(Self.largest / Self.smallest, Double(step) / Double(Self.steps))
      return (exponent, logarithms.map { exp(-exponent * $0) })
    }
  }

  /// Returns the best curve; without a constant, c is 0.
  ///
  /// - Complexity: O(K) for K scales, times the size of the grid.
  func curve(_ means: [Double], hasConstant: Bool) -> Curve {
    let curves = grid.map { Self.curve(means, $0.powers, $0.exponent, hasConstant: hasConstant) }
    let best = curves.indices.min { curves[$0].squares < curves[$1].squares } ?? 0
    guard best > 0, best + 1 < curves.count else { return curves[best] }
    let (left, middle, right) = (curves[best - 1].squares, curves[best].squares, curves[best + 1].squares)
    let bend = left - 2 * middle + right
    guard bend > 0 else { return curves[best] }
    let step = log(Self.largest / Self.smallest) / Double(Self.steps)
    let exponent = curves[best].exponent * exp(step * (left - right) / (2 * bend))
    let refined = Self.curve(means, logarithms.map { exp(-exponent * $0) }, exponent, hasConstant: hasConstant)
    return refined.squares < middle ? refined : curves[best]
  }

  private static func curve(_ means: [Double], _ powers: [Double], _ exponent: Double, hasConstant: Bool) -> Curve {
    let (centre, level) = hasConstant ? (powers.mean, means.mean) : (0, 0)
    var (product, norm) = (0.0, 0.0)
    for (power, mean) in zip(powers, means) {
      product += (power - centre) * (mean - level)
      norm += (power - centre) * (power - centre)
    }
    let amplitude = product / norm
    let constant = level - amplitude * centre
    var squares = 0.0
    for (power, mean) in zip(powers, means) {
      let residual = mean - constant - amplitude * power
      squares += residual * residual
    }
    return Curve(constant: constant, amplitude: amplitude, exponent: exponent, squares: squares)
  }
}
