import Foundation

/// The maxima of ``FloorFit`` over every exponent of the class instead of a grid of them.
///
/// The grid is refined three times around the best shapes of each family, by a factor of eight to nine each time. The
/// relative spacing of the exponents is then below 10⁻³. Source: the project's decision procedure §3.6.
package struct RefinedFloorFit: Sendable, Equatable {
  /// *free*: the maximum with a free floor.
  package private(set) var free = -Double.infinity
  /// *ge*: the maximum with a floor of at least the threshold.
  package private(set) var floorAtLeast = -Double.infinity
  /// *le*: the maximum with a floor of at most the threshold.
  package private(set) var floorAtMost = -Double.infinity
  /// Whether the floor of the best curve is below the threshold.
  package private(set) var isInside = false

  /// Fits the class; nil when it has no shapes.
  ///
  /// Domain and the meaning of the curves: see ``FloorFit``.
  ///
  /// - Complexity: about eight times that of ``FloorFit``.
  package init?(_ problem: FloorProblem) {
    var shapes = problem.decays.shapes(over: problem.scales)
    guard !shapes.isEmpty else { return nil }
    for _ in 0..<4 {
      let row = Self.evaluate(problem, shapes)
      raise(row)
      shapes = DecayShape.Family.allCases.flatMap { family in
        let members = row.indices.filter { row[$0].shape.family == family }
        return [\Candidate.free, \Candidate.atLeast, \Candidate.atMost].flatMap {
          Self.between(row, members, best: $0)
        }
      }
    }
  }

  /// The likelihoods of one shape under the hypotheses about its floor.
  private struct Candidate {
    let fit: FreeFit
    let edge: Double
    var shape: DecayShape { fit.best.shape }
    var free: Double { fit.best.logLikelihood }
    var isInside: Bool { fit.isInside }
    var atLeast: Double { isInside ? max(edge, fit.outside) : free }
    var atMost: Double { isInside ? free : max(edge, fit.inside) }
  }

  private mutating func raise(_ row: [Candidate]) {
    for candidate in row {
      if candidate.free > free {
        free = candidate.free
        isInside = candidate.isInside
      }
      floorAtLeast = max(floorAtLeast, candidate.atLeast)
      floorAtMost = max(floorAtMost, candidate.atMost)
    }
  }

  private static func evaluate(_ problem: FloorProblem, _ shapes: [DecayShape]) -> [Candidate] {
    let fits = ShapeFits(problem, shapes: shapes)
    return zip(fits.free(), shapes.indices).map { fit, index in
      Candidate(fit: fit, edge: fits.edge(index))
    }
  }

  /// Returns shapes between the two neighbours of the family member with the largest likelihood of one kind.
  private static func between(
    _ row: [Candidate], _ members: [Int], best respect: KeyPath<Candidate, Double>
  ) -> [DecayShape] {
    let sorted = members.sorted { row[$0].shape.exponent < row[$1].shape.exponent }
    guard let peak = sorted.indices.max(by: { row[sorted[$0]][keyPath: respect] < row[sorted[$1]][keyPath: respect] })
    else { return [] }
    let shape = row[sorted[peak]].shape
    let low = row[sorted[max(0, peak - 1)]].shape.exponent
    let high = row[sorted[min(sorted.count - 1, peak + 1)]].shape.exponent
    guard high > low else { return [shape] }
    return (0...16).map { step in
      DecayShape(
        family: shape.family, exponent: low * pow(high / low, Double(step) / 16), firstScale: shape.firstScale)
    }
  }
}
