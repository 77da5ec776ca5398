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
    var grid = evaluate(problem, shapes, isFreeOnly, reach: [:])
    var reach = Self.reaches(grid, isFreeOnly)
    for _ in 0..<Self.refinements {
      let finer = Self.finer(grid, isFreeOnly, reach)
      guard !finer.isEmpty else { return }
      // The spacing falls to a quarter, so a sixteenth of what can still be gained remains.
      reach = reach.mapValues { Self.leastReach + ($0 - Self.leastReach) / 16 }
      grid = evaluate(problem, finer, isFreeOnly, reach: reach)
    }
  }

  private static let refinements = 3
  /// The log-likelihood that a branch may lose to the best one and still be refined, beside what a finer grid can gain.
  private static let leastReach = 1.0

  private static func hypotheses(_ isFreeOnly: Bool) -> [KeyPath<Candidate, Double>] {
    isFreeOnly ? [\.free] : [\.free, \.atLeast, \.atMost]
  }

  /// How far below the best one a branch may be, for each branch, on the grid that was fitted first.
  private static func reaches(_ grid: [Candidate], _ isFreeOnly: Bool) -> [BroadClass.Branch: Double] {
    Dictionary(grouping: grid) { BroadClass.Branch($0.shape) }.mapValues { branch in
      let reserves = hypotheses(isFreeOnly).map { hypothesis in
        BroadClass.reserve(branch.map { $0[keyPath: hypothesis] })
      }
      return leastReach + (reserves.max() ?? 0)
    }
  }

  /// The likelihoods of one shape under the hypotheses about its floor.
  private struct Candidate {
    let shape: DecayShape
    let free: Double
    let atLeast: Double
    let atMost: Double
  }

  /// Fits some shapes and raises the maxima.
  ///
  /// - Parameter reach: How far below the best one a branch may be and still be fitted at the threshold; unlimited for
  ///   a branch that is not listed.
  private mutating func evaluate(
    _ problem: FloorProblem, _ shapes: [DecayShape], _ isFreeOnly: Bool, reach: [BroadClass.Branch: Double]
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
        if likelihood > wanted - (reach[BroadClass.Branch(shapes[index])] ?? .infinity) {
          let edge = fits.edge(index)
          if fit.isInside { atLeast = max(atLeast, edge) } else { atMost = max(atMost, edge) }
        }
        floorAtLeast = max(floorAtLeast, atLeast)
        floorAtMost = max(floorAtMost, atMost)
      }
      return Candidate(shape: shapes[index], free: likelihood, atLeast: atLeast, atMost: atMost)
    }
  }

  /// Returns the candidates of one branch by exponent, each exponent once.
  ///
  /// Hypotheses with the same best shape are refined by the same exponents, up to rounding. A copy of the best shape is
  /// no neighbour: the bracket would end at the best shape, and the maximum may lie on the other side.
  private static func distinct(_ branch: [Candidate]) -> [Candidate] {
    var result: [Candidate] = []
    for candidate in branch.sorted(by: { $0.shape.exponent < $1.shape.exponent })
    where candidate.shape.exponent > (result.last?.shape.exponent ?? 0) * (1 + 1e-9) {
      result.append(candidate)
    }
    return result
  }

  /// Returns shapes between the neighbours of the best member of each branch, for each hypothesis.
  private static func finer(
    _ grid: [Candidate], _ isFreeOnly: Bool, _ reach: [BroadClass.Branch: Double]
  ) -> [DecayShape] {
    let branches = Dictionary(grouping: grid) { BroadClass.Branch($0.shape) }
      .values.map(distinct)
      .sorted {
        ($0[0].shape.family.rawValue, $0[0].shape.parameter) < ($1[0].shape.family.rawValue, $1[0].shape.parameter)
      }
    return hypotheses(isFreeOnly).flatMap { hypothesis in
      let top = grid.reduce(-Double.infinity) { max($0, $1[keyPath: hypothesis]) }
      return branches.flatMap { branch -> [DecayShape] in
        guard let peak = branch.indices.max(by: { branch[$0][keyPath: hypothesis] < branch[$1][keyPath: hypothesis] }),
          branch[peak][keyPath: hypothesis] > top - (reach[BroadClass.Branch(branch[peak].shape)] ?? leastReach)
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
