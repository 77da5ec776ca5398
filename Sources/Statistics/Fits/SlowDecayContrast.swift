/// The limit of a line in the slowest admissible decay, as a linear combination of the means at the scales.
///
/// Let s be the slowest shape of a family. Every faster power, or power of ln d, is a convex function of s that
/// vanishes at s = 0. A line fitted to it by least squares lies below it at s = 0. The exponentials of the class fall
/// too fast to raise the line. So for any curve of the class, and any sum of such curves, the intercept of the fitted
/// line c + a·s is on average at most the limit of the curve. ``trusted(for:scales:weights:fraction:)`` checks this
/// shape by shape.
///
/// An intercept significantly above the threshold therefore refutes all curves that fall to the threshold, without a
/// search over shapes. A decay that has hardly begun is not in the class and can raise the line.
/// Source: the project's decision procedure §3.4.
package struct SlowDecayContrast: Sendable, Equatable {
  /// The slowest shape s.
  package let shape: DecayShape
  /// h: the combination Σ h·ȳ is the intercept, minus the fraction f of the line's first value where f is given.
  package let coefficients: [Double]

  /// Creates the contrast of a shape on a grid of scales.
  ///
  /// - Parameters:
  ///   - shape: s, with s = 1 at the first scale.
  ///   - scales: At least two, increasing.
  ///   - weights: The weight of each scale in the least-squares line, such as its number of runs; positive.
  ///   - fraction: f of a relative threshold f·(c + a), 0 for an absolute one.
  package init(_ shape: DecayShape, scales: [Double], weights: [Double], fraction: Double = 0) {
    self.shape = shape
    let s = scales.map(shape.value(at:))
    let total = weights.reduce(0, +)
    let centre = zip(weights, s).reduce(0) { $0 + $1.0 * $1.1 } / total
    let spread = zip(weights, s).reduce(0) { $0 + $1.0 * ($1.1 - centre) * ($1.1 - centre) }
    let reach = centre + fraction * (1 - centre)
    coefficients = zip(weights, s).map { weight, s in
      weight * ((1 - fraction) / total - reach * (s - centre) / spread)
    }
  }

  /// Returns the contrast of the family that is slowest on a grid of scales; nil if neither family passes the check.
  ///
  /// A contrast passes if it exceeds the threshold for no curve of the whole class: Σ h·g ≤ −f for every shape g. Of
  /// the slowest power and the slowest power of ln d, the one that falls less over the grid passes.
  package static func trusted(
    for decays: DecayClass, scales: [Double], weights: [Double], fraction: Double = 0
  ) -> SlowDecayContrast? {
    guard let first = scales.first else { return nil }
    let rows = decays.shapes(over: scales).map { shape in scales.map(shape.value(at:)) }
    return decays.slowestShapes(firstScale: first)
      .map { SlowDecayContrast($0, scales: scales, weights: weights, fraction: fraction) }
      .first { contrast in rows.allSatisfy { contrast.value(of: $0) <= 1e-9 - fraction } }
  }

  /// Returns Σ h·y for values at the scales.
  package func value(of values: [Double]) -> Double {
    zip(coefficients, values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
