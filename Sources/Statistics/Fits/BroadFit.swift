import Foundation

/// The maxima of ``FloorFit`` over every exponent of ``BroadClass`` instead of a grid of them.
///
/// Verdicts rest on these fits: a law between two shapes of a grid is fitted badly by both, and with precise data the
/// misfit would pass for evidence. The grid is refined three times around the best shapes of each branch that comes
/// near the best. The relative spacing of exponents is then below 1 %, and the likelihood is flat there.
/// Source: the project's decision procedure §3.3.
package struct BroadFit: Sendable, Equatable {
  /// *free*: the maximum with a free floor.
  package private(set) var free = -Double.infinity
  /// *ge*: the maximum with a floor of at least the threshold.
  package private(set) var floorAtLeast = -Double.infinity
  /// *le*: the maximum with a floor of at most the threshold.
  package private(set) var floorAtMost = -Double.infinity
  /// Whether the floor of the best curve is below the threshold.
  package private(set) var isInside = false
  /// The best curve.
  package private(set) var best: FittedShape?

  /// Fits the class; nil when it has no shapes.
  ///
  /// Domain and the meaning of the curves: see ``FloorFit``.
  ///
  /// - Parameters:
  ///   - problem: The data; its class of decays is widened.
  ///   - isFreeOnly: Whether only the fits with a free floor are wanted; the others then stay at −∞.
  /// - Complexity: about ten times that of ``FloorFit``.
  package init?(_ problem: FloorProblem, isFreeOnly: Bool = false) {
    let shapes = BroadClass(problem.decays).shapes(over: problem.scales)
    guard !shapes.isEmpty else { return nil }
    var grid = evaluate(problem, shapes, isFreeOnly)
    for reach in Self.reaches {
      let finer = Self.finer(grid, isFreeOnly, reach)
      guard !finer.isEmpty else { return }
      grid = evaluate(problem, finer, isFreeOnly)
    }
  }

  /// A branch whose best member loses more than this, in log-likelihood, is not refined further.
  ///
  /// On the first grid, a branch that holds the best curve may lose much to one that happens to have a shape near it.
  private static let reaches: [Double] = [40, 10, 4]

  /// The likelihoods of one shape under the hypotheses about its floor.
  private struct Candidate {
    let shape: DecayShape
    let free: Double
    let atLeast: Double
    let atMost: Double
  }

  /// Fits some shapes and raises the maxima.
  private mutating func evaluate(
    _ problem: FloorProblem, _ shapes: [DecayShape], _ isFreeOnly: Bool
  ) -> [Candidate] {
    let fits = ShapeFits(problem, shapes: shapes)
    return zip(fits.free(), shapes.indices).map { fit, index in
      let likelihood = fit.best.logLikelihood
      if likelihood > free {
        free = likelihood
        isInside = fit.isInside
        best = fit.best
      }
      var (atLeast, atMost) = fit.isInside ? (fit.outside, likelihood) : (likelihood, fit.inside)
      if !isFreeOnly {
        // The curve at the threshold is never better than the free one, so most shapes need no second fit.
        let wanted = fit.isInside ? floorAtLeast : floorAtMost
        if likelihood > wanted - 40 {
          let edge = fits.edge(index)
          if fit.isInside { atLeast = max(atLeast, edge) } else { atMost = max(atMost, edge) }
        }
        floorAtLeast = max(floorAtLeast, atLeast)
        floorAtMost = max(floorAtMost, atMost)
      }
      return Candidate(shape: shapes[index], free: likelihood, atLeast: atLeast, atMost: atMost)
    }
  }

  /// Returns shapes between the neighbours of the best member of each branch, for each hypothesis.
  private static func finer(_ grid: [Candidate], _ isFreeOnly: Bool, _ reach: Double) -> [DecayShape] {
    let branches = Dictionary(grouping: grid) {
      BroadClass.Branch(family: $0.shape.family, parameter: $0.shape.parameter)
    }.values.map { $0.sorted { $0.shape.exponent < $1.shape.exponent } }
      .sorted {
        ($0[0].shape.family.rawValue, $0[0].shape.parameter) < ($1[0].shape.family.rawValue, $1[0].shape.parameter)
      }
    let hypotheses: [KeyPath<Candidate, Double>] = isFreeOnly ? [\.free] : [\.free, \.atLeast, \.atMost]
    return hypotheses.flatMap { hypothesis in
      let top = grid.reduce(-Double.infinity) { max($0, $1[keyPath: hypothesis]) }
      return branches.flatMap { branch -> [DecayShape] in
        guard let peak = branch.indices.max(by: { branch[$0][keyPath: hypothesis] < branch[$1][keyPath: hypothesis] }),
          branch[peak][keyPath: hypothesis] > top - reach
        else { return [] }
        let shape = branch[peak].shape
        // Different hypotheses may have asked for the same shape, so a neighbour is one with another exponent.
        let low = branch[..<peak].last { $0.shape.exponent < shape.exponent }?.shape.exponent ?? shape.exponent
        let high = branch[peak...].first { $0.shape.exponent > shape.exponent }?.shape.exponent ?? shape.exponent
        guard high > low else { return [shape] }
        return (0...8).map { shape.with(exponent: low * pow(high / low, Double($0) / 8)) }
      }
    }
  }
}
