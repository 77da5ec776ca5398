import Foundation

/// A forecast of the next point of a smooth curve, from noisy points.
///
/// The curve is a straight line with unknown level and slope, plus an integrated Wiener process. Its size σ is unknown,
/// too: how far the curve bends away from a line over the span of the points. σ is drawn from a grid that is uniform in
/// ln σ, and the points weigh the grid. The forecast is thus a mixture of normal laws: narrow where the points lie on a
/// line, wide where they bend.
/// Source: Wahba, "Improper priors, spline smoothing and the problem of guarding against model errors in regression"
/// (1978), where this process gives the cubic smoothing spline.
package struct SmoothForecast: Sendable {
  /// A point of the curve.
  package struct Point: Sendable, Equatable {
    /// Its place on the horizontal axis.
    package let place: Double
    /// Its height, with noise.
    package let mean: Double
    /// The variance of the noise.
    package let variance: Double

    /// A point from its parts.
    package init(place: Double, mean: Double, variance: Double) {
      (self.place, self.mean, self.variance) = (place, mean, variance)
    }
  }

  /// The forecast for one σ.
  private struct Component {
    let mean: Double
    let variance: Double
    let weight: Double
  }

  /// The bends σ that are weighed, in units of the height.
  private static let bends: [Double] = {
    let (smallest, largest, count) = (1e-3, 30.0, 24)
    return (0..<count).map { smallest * pow(largest / smallest, Double($0) / Double(count - 1)) }
  }()
  /// Points without any noise would make the equations singular.
  private static let smallestVariance = 1e-12

  private let components: [Component]

  /// Forecasts the curve at a place.
  ///
  /// - Parameters:
  ///   - points: At least three points at different places, in increasing order.
  ///   - place: Where the curve is asked for, beyond the last point.
  /// - Returns: Nil for fewer than three points, for places out of order, and for numbers that are not finite.
  /// - Complexity: The third power of the number of points.
  package init?(from points: [Point], at place: Double) {
    guard points.count >= 3, let first = points.first?.place, let last = points.last?.place, place > last,
      zip(points, points.dropFirst()).allSatisfy({ $0.place < $1.place }), place.isFinite,
      points.allSatisfy({ $0.mean.isFinite && $0.variance.isFinite && $0.variance >= 0 })
    else { return nil }
    let places = points.map { ($0.place - first) / (last - first) }
    let next = (place - first) / (last - first)
    let drafts = Self.bends.compactMap { Self.component(points, places, next, bend: $0) }
    guard let best = drafts.map(\.weight).max() else { return nil }
    let weights = drafts.map { exp($0.weight - best) }
    let total = weights.reduce(0, +)
    components = zip(drafts, weights).map { Component(mean: $0.mean, variance: $0.variance, weight: $1 / total) }
  }

  /// Returns the height below which a new point lies with a given probability.
  ///
  /// - Parameters:
  ///   - probability: Above 0 and below 1.
  ///   - noise: The variance of the new point's noise, given the height of the curve.
  package func quantile(_ probability: Double, noise: (Double) -> Double) -> Double {
    let laws = components.map {
      (mean: $0.mean, spread: ($0.variance + noise($0.mean)).squareRoot(), weight: $0.weight)
    }
    let reach = 40.0
    let lower = laws.map { $0.mean - reach * $0.spread }.min() ?? 0
    let upper = laws.map { $0.mean + reach * $0.spread }.max() ?? 0
    return Bisection.boundary(from: lower, to: upper) { height in
      laws.reduce(0) { $0 + $1.weight * NormalDistribution.upperTail(($1.mean - height) / $1.spread) } < probability
    }
  }

  /// The covariance of the integrated Wiener process at two places, scaled to variance 1 at the last point.
  private static func covariance(_ first: Double, _ second: Double) -> Double {
    let (near, far) = (min(first, second), max(first, second))
    return 3 * near * near * (far / 2 - near / 6)
  }

  /// The forecast for one σ, with the logarithm of its likelihood as weight; nil if the equations are singular.
  ///
  /// The level and the slope have a flat prior, so the likelihood is the restricted one.
  private static func component(_ points: [Point], _ places: [Double], _ next: Double, bend: Double) -> Component? {
    let size = bend * bend
    let rows = places.indices.map { row in
      (0...row).map { column in
        size * covariance(places[row], places[column])
          + (row == column ? max(points[row].variance, smallestVariance) : 0)
      }
    }
    guard let root = CholeskyRoot(rows) else { return nil }
    // Everything is whitened: afterwards the noise is independent, with variance 1.
    let ones = root.solve(places.map { _ in 1 })
    let line = root.solve(places)
    let heights = root.solve(points.map(\.mean))
    let cross = root.solve(places.map { size * covariance($0, next) })
    // The 2×2 equations of level and slope.
    let (a, b, c) = (dot(ones, ones), dot(ones, line), dot(line, line))
    let determinant = a * c - b * b
    guard determinant > 0 else { return nil }
    let (p, q) = (dot(ones, heights), dot(line, heights))
    let (level, slope) = ((c * p - b * q) / determinant, (a * q - b * p) / determinant)
    let rest = heights.indices.map { heights[$0] - level * ones[$0] - slope * line[$0] }
    // What the forecast of the line leaves to the process.
    let (u, v) = (1 - dot(ones, cross), next - dot(line, cross))
    let lineVariance = (c * u * u - 2 * b * u * v + a * v * v) / determinant
    let variance = size * covariance(next, next) - dot(cross, cross) + lineVariance
    let mean = level + slope * next + dot(cross, rest)
    let likelihood = -0.5 * (root.logDeterminant + log(determinant) + dot(rest, rest))
    guard mean.isFinite, likelihood.isFinite else { return nil }
    return Component(mean: mean, variance: max(variance, smallestVariance), weight: likelihood)
  }

  private static func dot(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

/// The lower triangular root L of a positive definite matrix LLᵀ.
private struct CholeskyRoot {
  private let rows: [[Double]]

  /// The root of a matrix by its lower triangle; nil if the matrix is not positive definite.
  init?(_ matrix: [[Double]]) {
    var rows: [[Double]] = []
    for (place, line) in matrix.enumerated() {
      var row: [Double] = []
      for column in 0..<place {
        let sum = (0..<column).reduce(line[column]) { $0 - row[$1] * rows[column][$1] }
        row.append(sum / rows[column][column])
      }
      let square = row.reduce(line[place]) { $0 - $1 * $1 }
      guard square > 0, square.isFinite else { return nil }
      row.append(square.squareRoot())
      rows.append(row)
    }
    self.rows = rows
  }

  /// ln det LLᵀ.
  var logDeterminant: Double { rows.indices.reduce(0) { $0 + 2 * log(rows[$1][$1]) } }

  /// Returns L⁻¹ times a vector.
  func solve(_ vector: [Double]) -> [Double] {
    var solution: [Double] = []
    for (place, row) in rows.enumerated() {
      solution.append((0..<place).reduce(vector[place]) { $0 - row[$1] * solution[$1] } / row[place])
    }
    return solution
  }
}
