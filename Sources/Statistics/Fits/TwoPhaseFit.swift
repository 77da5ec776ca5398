import Foundation

/// The best sum of two decays that falls to the threshold: ε + c·s + a·g, with c and a of at least 0.
///
/// A limit of at most ε behind a fast and a slow phase looks like a floor above ε. Such sums are therefore the
/// hypothesis that a floor has to be tested against. The slower decay s is a power up to 1/d or a power of ln d up to
/// the fourth; g is any shape of ``BroadClass``. The exponents of the best pairs are refined.
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
  /// - Complexity: one to three thousand fits of two amplitudes.
  package init(_ problem: FloorProblem) {
    let decays = problem.decays
    guard let first = problem.scales.first else { return }
    let slowest: [(DecayShape.Family, Double)] = [
      (.power, decays.slowestPower), (.logarithmic, decays.slowestLogarithmicPower),
    ]
    let others = BroadClass(decays).shapes(over: problem.scales)
    for (family, exponent) in slowest {
      let slows = [1, 2, 4].map { DecayShape(family: family, exponent: $0 * exponent, firstScale: first) }
      // Every second shape is enough to start from, if each family of the other decay has a start of its own.
      let tried = Dictionary(grouping: stride(from: 0, to: others.count, by: 2).map { others[$0] }, by: \.family)
      var starts = DecayShape.Family.allCases.compactMap { Self.best(problem, slows, tried[$0] ?? []) }
      var width = 1.6
      for reach in Self.reaches {
        let top = starts.reduce(logLikelihood) { max($0, $1.logLikelihood) }
        starts = starts.filter { $0.logLikelihood > top - reach }.map { pair in
          let finer = Self.best(
            problem, Self.around(pair.slow, width).filter { $0.exponent >= exponent }, Self.around(pair.other, width))
          guard let finer, finer.logLikelihood > pair.logLikelihood else { return pair }
          return finer
        }
        width = width.squareRoot()
      }
      logLikelihood = starts.reduce(logLikelihood) { max($0, $1.logLikelihood) }
    }
  }

  /// A pair that loses more than this to the best one, in log-likelihood, is not refined further.
  private static let reaches: [Double] = [60, 20, 8, 4, 2]

  private static func best(_ problem: FloorProblem, _ slows: [DecayShape], _ others: [DecayShape]) -> Pair? {
    let fits = ShapeFits(problem, shapes: others)
    var best: Pair?
    for slow in slows {
      let row = problem.scales.map(slow.value(at:))
      var previous: TriangleFit.Point?
      for (other, second) in zip(others, fits.table.rows) {
        let fit = fits.sum(row, second, near: previous)
        previous = TriangleFit.Point(u: fit.u, v: fit.v)
        if fit.logLikelihood > best?.logLikelihood ?? -.infinity {
          best = Pair(slow: slow, other: other, logLikelihood: fit.logLikelihood)
        }
      }
    }
    return best
  }

  /// The shape itself, and two on each side up to a factor in the exponent.
  private static func around(_ shape: DecayShape, _ width: Double) -> [DecayShape] {
    [-1, -0.5, 0, 0.5, 1].map { shape.with(exponent: shape.exponent * pow(width, $0)) }
  }
}
