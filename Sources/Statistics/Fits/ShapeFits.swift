/// The fits of every shape of a problem, one kind of curve at a time.
struct ShapeFits: Sendable, Equatable {
  let problem: FloorProblem
  let data: Observations
  let table: ShapeTable
  private let largest: Double
  private let ones: [Double]

  /// Prepares the fits of the given shapes; of all shapes of the class without a list.
  init(_ problem: FloorProblem, shapes: [DecayShape]? = nil) {
    self.problem = problem
    data = Observations(problem)
    table = ShapeTable(shapes ?? problem.decays.shapes(over: problem.scales), over: problem.scales)
    largest = problem.largestMean
    ones = problem.scales.map { _ in 1 }
  }

  /// Returns the curves c + a·g with a free floor, one entry per shape.
  func free() -> [FreeFit] {
    triangles(table.rows).compactMap { shape, maxima in
      let curves = maxima.map {
        FittedShape(shape: shape, floor: $0.u, amplitude: $0.v, logLikelihood: $0.logLikelihood)
      }
      return FreeFit(curves, isInside: isInside)
    }
  }

  /// Returns the rising curves, in the coordinates e = c + a (the value at the first scale) and b = −a.
  func rising() -> [FittedShape] {
    triangles(table.rows.map { row in row.map { 1 - $0 } }).flatMap { shape, maxima in
      maxima.map {
        FittedShape(shape: shape, floor: $0.u + $0.v, amplitude: -$0.v, logLikelihood: $0.logLikelihood)
      }
    }
  }

  /// Returns the likelihood of the curves of one shape whose floor is exactly the threshold.
  func edge(_ index: Int) -> Double {
    TriangleFit(
      data: data, offset: offset, first: ones, second: raised(table.rows[index]), largestSum: largest - offset
    ).optimumOnEdge().logLikelihood
  }

  /// Returns the best sum of two shapes and the threshold, each shape with an amplitude of at least 0.
  func sum(_ first: [Double], _ second: [Double], near start: TriangleFit.Point?) -> TriangleFit.Optimum {
    TriangleFit(
      data: data, offset: offset, first: raised(first), second: raised(second), largestSum: largest - offset
    ).optimum(near: start)
  }

  /// Returns the maximum over all curves that add one of the slow shapes and one shape of the table to the threshold.
  func mixture(of slowShapes: [DecayShape]) -> Double {
    let slow = ShapeTable(slowShapes, over: problem.scales)
    let rows = table.rows.map(raised)
    var result = -Double.infinity
    for first in slow.rows.map(raised) {
      var previous: TriangleFit.Point?
      for second in rows {
        let fit = TriangleFit(
          data: data, offset: offset, first: first, second: second, largestSum: largest - offset
        ).optimum(near: previous)
        previous = TriangleFit.Point(u: fit.u, v: fit.v)
        result = max(result, fit.logLikelihood)
      }
    }
    return result
  }

  /// Whether the floor of a fit is below the threshold.
  func isInside(_ fit: FittedShape) -> Bool {
    let threshold = problem.isRelative ? problem.materiality * (fit.floor + fit.amplitude) : problem.materiality
    return fit.floor < threshold
  }

  /// The fits of a constant plus a multiple of each row.
  ///
  /// Each search starts from the fit before it, whose shape is similar.
  private func triangles(_ rows: [[Double]]) -> [(DecayShape, [TriangleFit.Optimum])] {
    var previous: TriangleFit.Point?
    return zip(table.shapes, rows).map { shape, row in
      let maxima = TriangleFit(
        data: data, first: ones, second: row, smallest: data.response.smallestMean, largestSum: largest
      ).localOptima(near: previous)
      previous = maxima.first.map { TriangleFit.Point(u: $0.u, v: $0.v) }
      return (shape, maxima)
    }
  }

  /// The constant part of a curve at the threshold: the threshold, or 0 if it is relative.
  ///
  /// For positive numbers a threshold above 0 is at least the clip, because below it every shape would need the slow
  /// nested search. A threshold of 0 stays 0: a decay that comes near the clip would lose likelihood by the offset.
  private var offset: Double {
    if problem.isRelative || problem.materiality == 0 { return 0 }
    return data.response == .positive ? max(problem.materiality, Response.clip) : problem.materiality
  }

  /// The basis of a curve that falls to the threshold: g itself, or f + (1−f)·g for a relative threshold.
  private func raised(_ row: [Double]) -> [Double] {
    guard problem.isRelative else { return row }
    return row.map { problem.materiality + (1 - problem.materiality) * $0 }
  }
}

/// The maxima over all shapes with the floor on one side of the threshold.
///
/// A shape whose best free fit is on the wanted side contributes this fit. Any other shape contributes the better of
/// two curves: the one whose floor is the threshold, and the best lower maximum of its free fit on the wanted side, as
/// positive likelihoods can have several. The curve at the threshold is never better than the best free fit of its
/// shape. So a shape is fitted again only if its free fit exceeds the maximum found so far.
/// Source: decision procedure §3.3.
struct EdgeMaxima {
  let atLeast: Double
  let atMost: Double
  let atMostFast: Double

  init(_ fits: ShapeFits, free: [FreeFit]) {
    let heights = free.map(\.best.logLikelihood)
    let order = heights.indices.sorted { heights[$0] > heights[$1] }
    var known: [Double?] = heights.map { _ in nil }
    func maximum(inside wanted: Bool, fastOnly: Bool) -> Double {
      let admitted = fastOnly ? order.filter { free[$0].best.shape.isFast } : order
      var result = -Double.infinity
      for index in admitted { result = max(result, wanted ? free[index].inside : free[index].outside) }
      for index in admitted where free[index].isInside != wanted {
        if heights[index] <= result { break }
        let edge = known[index] ?? fits.edge(index)
        known[index] = edge
        result = max(result, edge)
      }
      return result
    }
    atLeast = maximum(inside: false, fastOnly: false)
    atMost = maximum(inside: true, fastOnly: false)
    atMostFast = maximum(inside: true, fastOnly: true)
  }
}

/// The curves of one shape with a free floor, split by the side of the threshold that their floor is on.
struct FreeFit {
  /// The curve with the largest likelihood.
  let best: FittedShape
  /// Whether the floor of ``best`` is below the threshold.
  let isInside: Bool
  /// The likelihood of the best local maximum with a floor below the threshold; −∞ if there is none.
  let inside: Double
  /// The likelihood of the best local maximum with a floor of at least the threshold; −∞ if there is none.
  let outside: Double

  /// Splits the local maxima of one shape; nil for an empty list.
  init?(_ maxima: [FittedShape], isInside: (FittedShape) -> Bool) {
    guard let best = maxima.max(by: { $0.logLikelihood < $1.logLikelihood }) else { return nil }
    var (inside, outside) = (-Double.infinity, -Double.infinity)
    for fit in maxima {
      if isInside(fit) {
        inside = max(inside, fit.logLikelihood)
      } else {
        outside = max(outside, fit.logLikelihood)
      }
    }
    self.best = best
    self.isInside = isInside(best)
    self.inside = inside
    self.outside = outside
  }
}
