import Foundation

/// The best sum of two decays that falls to the threshold: ε + c·s + a·g, with c and a of at least 0.
///
/// A limit of at most ε behind a fast and a slow phase looks like a floor above ε. Such sums are therefore the
/// hypothesis that a floor has to be tested against. The slower decay s is a power up to 1/d or a power of ln d up to
/// the fourth; g is any shape of ``BroadClass``. The exponents of the best pair of each branch are refined.
/// Source: the project's decision procedure §3.4.
package struct TwoPhaseFit: Sendable, Equatable {
  /// The largest log-likelihood; −∞ when the class has no shapes.
  package private(set) var logLikelihood = -Double.infinity

  /// A sum of two shapes with its log-likelihood.
  private struct Pair {
    let slow: DecayShape
    let other: DecayShape
    let logLikelihood: Double
  }

  /// Fits the sums.
  ///
  /// Domain: see ``FloorFit``.
  ///
  /// - Complexity: about two thousand fits of two amplitudes.
  package init(_ problem: FloorProblem) {
    let decays = problem.decays
    guard let first = problem.scales.first else { return }
    let slowest: [(DecayShape.Family, Double)] = [
      (.power, decays.slowestPower), (.logarithmic, decays.slowestLogarithmicPower),
    ]
    let shapes = BroadClass(decays).shapes(over: problem.scales)
    let branches = Dictionary(grouping: shapes) { BroadClass.Branch($0) }.values
      .sorted { ($0[0].family.rawValue, $0[0].parameter) < ($1[0].family.rawValue, $1[0].parameter) }
    for (family, exponent) in slowest {
      let slows = [1, 2, 4].map { DecayShape(family: family, exponent: $0 * exponent, firstScale: first) }
      let starts = branches.map { branch in
        let peaks = Self.rows(problem, slows, branch).compactMap { row in
          row.max { $0.logLikelihood < $1.logLikelihood }.map {
            (pair: $0, reserve: BroadClass.reserve(row.map(\.logLikelihood)))
          }
        }
        return (peak: peaks.max { $0.pair.logLikelihood < $1.pair.logLikelihood }, range: Self.range(branch))
      }
      for start in starts { logLikelihood = max(logLikelihood, start.peak?.pair.logLikelihood ?? -.infinity) }
      for start in starts {
        guard let (pair, reserve) = start.peak, pair.logLikelihood > logLikelihood - Self.leastReach - reserve else {
          continue
        }
        refine(pair, problem, slow: exponent...(4 * exponent), other: start.range)
      }
    }
  }

  private static let refinements = 5
  /// The log-likelihood that a pair may lose to the best one and still be refined, beside what a finer grid can gain.
  private static let leastReach = 1.0

  /// Searches around a pair, within the class, and raises the maximum.
  private mutating func refine(
    _ start: Pair, _ problem: FloorProblem, slow: ClosedRange<Double>, other: ClosedRange<Double>
  ) {
    var pair = start
    var width = 1.5
    for _ in 0..<Self.refinements {
      let rows = Self.rows(
        problem, Self.around(pair.slow, width, in: slow), Self.around(pair.other, width, in: other))
      if let finer = rows.joined().max(by: { $0.logLikelihood < $1.logLikelihood }),
        finer.logLikelihood > pair.logLikelihood
      {
        pair = finer
      }
      width = width.squareRoot()
    }
    logLikelihood = max(logLikelihood, pair.logLikelihood)
  }

  /// Returns the fits of all pairs, one row per slow shape.
  private static func rows(_ problem: FloorProblem, _ slows: [DecayShape], _ others: [DecayShape]) -> [[Pair]] {
    let fits = ShapeFits(problem, shapes: others)
    return slows.map { slow in
      let row = problem.scales.map(slow.value(at:))
      var previous: TriangleFit.Point?
      return zip(others, fits.table.rows).map { other, second in
        let fit = fits.sum(row, second, near: previous)
        previous = TriangleFit.Point(u: fit.u, v: fit.v)
        return Pair(slow: slow, other: other, logLikelihood: fit.logLikelihood)
      }
    }
  }

  /// The exponents of a branch, which is not empty.
  private static func range(_ branch: [DecayShape]) -> ClosedRange<Double> {
    let exponents = branch.map(\.exponent)
    return (exponents.min() ?? 0)...(exponents.max() ?? 0)
  }

  /// The shape itself, and two on each side up to a factor in the exponent, all within the class.
  private static func around(_ shape: DecayShape, _ width: Double, in range: ClosedRange<Double>) -> [DecayShape] {
    let exponents = [-1, -0.5, 0, 0.5, 1].map { shape.exponent * pow(width, $0) }
    return Set(exponents.map { min(max($0, range.lowerBound), range.upperBound) }).sorted()
      .map { shape.with(exponent: $0) }
  }
}
