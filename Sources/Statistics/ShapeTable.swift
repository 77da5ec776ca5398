/// The shapes of a decay class with their values on one grid of scales, computed once for all fits of a problem.
struct ShapeTable: Sendable, Equatable {
  let shapes: [DecayShape]
  /// g at each scale, one row per shape.
  let rows: [[Double]]

  init(_ decays: DecayClass, over scales: [Double]) {
    self.init(decays.shapes(over: scales), over: scales)
  }

  init(_ shapes: [DecayShape], over scales: [Double]) {
    self.shapes = shapes
    rows = shapes.map { shape in scales.map(shape.value(at:)) }
  }
}
