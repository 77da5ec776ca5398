extension Draws {
  /// Returns a Gamma(shape, 1) variate.
  ///
  /// Uses Marsaglia and Tsang's squeeze (2000). For a shape below 1, it multiplies a Gamma(shape + 1) variate by a
  /// power of a uniform one.
  ///
  /// - Parameter shape: Above 0.
  package mutating func gamma(shape: Double) -> Double {
    if shape < 1 {
      let boost = Elementary.pow(uniform(), 1 / shape)
      return gamma(shape: shape + 1) * boost
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if Elementary.log(uniform()) < 0.5 * x * x + d - d * v + d * Elementary.log(v) { return d * v }
    }
  }
}
