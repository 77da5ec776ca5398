/// The fits of every shape of a problem, one kind of curve at a time.
struct ShapeFits: Sendable, Equatable {
  let problem: FloorProblem
  let data: Observations
  let table: ShapeTable
  private let _largest: Double
  private let _ones: [Double]

  /// The fits of the shapes of the class, or of others in their place.
  init(_ problem: FloorProblem, shapes: [DecayShape]? = nil) {
    self.problem = problem
    data = Observations(problem)
    table = ShapeTable(shapes ?? problem.decays.shapes(over: problem.scales), over: problem.scales)
    _largest = problem.largestMean
    _ones = problem.scales.map { _ in 1 }
  }

  /// Returns the curves c + a·g with a free floor, one per shape.
  func free() -> [FittedShape] {
    _triangles(table.rows).map { shape, fit in
      FittedShape(shape: shape, floor: fit.u, amplitude: fit.v, logLikelihood: fit.logLikelihood)
    }
  }

  /// Returns the rising curves, in the coordinates e = c + a (the value at the first scale) and b = −a.
  func rising() -> [FittedShape] {
    _triangles(table.rows.map { row in row.map { 1 - $0 } }).map { shape, fit in
      FittedShape(shape: shape, floor: fit.u + fit.v, amplitude: -fit.v, logLikelihood: fit.logLikelihood)
    }
  }

  /// Returns the likelihood of the curves of one shape whose floor is exactly the threshold.
  func edge(_ index: Int) -> Double {
    TriangleFit(
      data: data, offset: _offset, first: _ones, second: _raised(table.rows[index]), largestSum: _largest - _offset
    ).optimumOnEdge().logLikelihood
  }

  /// Returns the maximum over the two slowest shapes and all shapes of their sum above the threshold.
  func mixture() -> Double {
    guard let firstScale = problem.scales.first else { return -.infinity }
    let slow = ShapeTable(problem.decays.slowestShapes(firstScale: firstScale), over: problem.scales)
    let rows = table.rows.map(_raised)
    var result = -Double.infinity
    for first in slow.rows.map(_raised) {
      var starts: [TriangleFit.Point] = []
      for (index, second) in rows.enumerated() {
        let fit = TriangleFit(
          data: data, offset: _offset, first: first, second: second, largestSum: _largest - _offset)
        let optimum: TriangleFit.Optimum
        if data.response != .positive || problem.isRelative {
          optimum = fit.optimum(near: starts.first)
          starts = [TriangleFit.Point(u: optimum.u, v: optimum.v)]
        } else {
          // Local maxima move little from shape to shape, so they are looked for afresh only now and then.
          if index % 4 == 0 { starts = fit.gridMaxima() }
          let optima = starts.compactMap { fit.newtonOptimum(near: $0) }
          optimum = fit.highest(of: optima)
          starts = optima.map { TriangleFit.Point(u: $0.u, v: $0.v) }
        }
        result = max(result, optimum.logLikelihood)
      }
    }
    return result
  }

  /// Whether the floor of a fit is below the threshold.
  func isInside(_ fit: FittedShape) -> Bool {
    let threshold = problem.isRelative ? problem.materiality * (fit.floor + fit.amplitude) : problem.materiality
    return fit.floor < threshold
  }

  /// The fits of a constant plus a multiple of each row, each started from the one before, whose shape is similar.
  private func _triangles(_ rows: [[Double]]) -> [(DecayShape, TriangleFit.Optimum)] {
    var previous: TriangleFit.Point?
    return zip(table.shapes, rows).map { shape, row in
      let fit = TriangleFit(
        data: data, first: _ones, second: row, smallest: data.response.smallestMean, largestSum: _largest
      ).optimum(near: previous)
      previous = TriangleFit.Point(u: fit.u, v: fit.v)
      return (shape, fit)
    }
  }

  private var _offset: Double { problem.isRelative ? 0 : problem.materiality }

  /// The basis of a curve that falls to the threshold: g itself, or f + (1−f)·g for a relative threshold.
  private func _raised(_ row: [Double]) -> [Double] {
    guard problem.isRelative else { return row }
    return row.map { problem.materiality + (1 - problem.materiality) * $0 }
  }
}
