import Foundation

/// The best sum of two decays that falls to the threshold: ε + c·s + a·g, with c and a of at least 0.
///
/// A limit of at most ε behind a fast and a slow phase looks like a floor above ε. Such sums are therefore the
/// hypothesis that a floor has to be tested against. The slower decay s is a power up to 1/d or a power of ln d up to
/// the fourth; g is any shape of ``BroadClass``. The exponents of the best pair are refined three times.
/// Source: the project's decision procedure §3.4.
package struct TwoPhaseFit: Sendable, Equatable {
  /// The largest log-likelihood; −∞ when the class has no shapes.
  package private(set) var logLikelihood = -Double.infinity

  private var slow: DecayShape?
  private var other: DecayShape?

  /// Fits the sums.
  ///
  /// Domain: see ``FloorFit``.
  ///
  /// - Complexity: about six hundred fits of two amplitudes.
  package init(_ problem: FloorProblem) {
    let decays = problem.decays
    guard let first = problem.scales.first else { return }
    let powers = DecayClass.geometric(decays.slowestPower, max(1, 2 * decays.slowestPower), 3).map {
      DecayShape(family: .power, exponent: $0, firstScale: first)
    }
    let logarithms = DecayClass.geometric(
      decays.slowestLogarithmicPower, 4 * decays.slowestLogarithmicPower, 3
    ).map { DecayShape(family: .logarithmic, exponent: $0, firstScale: first) }
    let all = BroadClass(decays).shapes(over: problem.scales)
    let others = stride(from: 0, to: all.count, by: 2).map { all[$0] }
    search(problem, powers + logarithms, others)
    var width = 1.8
    for _ in 0..<3 {
      guard let slow, let other else { return }
      let slows = around(slow, width).filter { shape in
        let slowest = shape.family == .power ? decays.slowestPower : decays.slowestLogarithmicPower
        return shape.exponent >= slowest
      }
      search(problem, slows, around(other, width))
      width = width.squareRoot()
    }
  }

  private mutating func search(_ problem: FloorProblem, _ slows: [DecayShape], _ others: [DecayShape]) {
    let fits = ShapeFits(problem, shapes: others)
    for shape in slows {
      let row = problem.scales.map(shape.value(at:))
      var previous: TriangleFit.Point?
      for (other, second) in zip(others, fits.table.rows) {
        let fit = fits.sum(row, second, near: previous)
        previous = TriangleFit.Point(u: fit.u, v: fit.v)
        guard fit.logLikelihood > logLikelihood else { continue }
        logLikelihood = fit.logLikelihood
        (slow, self.other) = (shape, other)
      }
    }
  }

  private func around(_ shape: DecayShape, _ width: Double) -> [DecayShape] {
    (-2...2).map { shape.with(exponent: shape.exponent * pow(width, Double($0) / 2)) }
  }
}
