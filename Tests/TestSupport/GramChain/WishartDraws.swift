import Randomness

extension Draws {
  /// Returns a χ² variate with a whole number of degrees of freedom, exactly in law (Marsaglia and Tsang 2000).
  package mutating func chiSquared(_ degrees: Int) -> Double {
    guard degrees > 1 else {
      let value = degrees == 1 ? normal() : 0
      return value * value
    }
    let shift = Double(degrees) / 2 - 1.0 / 3
    let slope = 1 / (9 * shift).squareRoot()
    while true {
      let value = normal()
      let root = 1 + slope * value
      guard root > 0 else { continue }
      let cube = root * root * root
      let limit = 0.5 * value * value + shift * (1 - cube + Elementary.log(cube))
      if Elementary.log(uniform()) < limit { return 2 * shift * cube }
    }
  }
}

/// Draws of the Gram matrix of independent standard normal vectors, by Bartlett's decomposition.
package enum Wishart {
  /// Returns a factor T with T Tᵀ ~ Wishart of `size` vectors in `degrees` dimensions.
  ///
  /// T is lower triangular; in fewer dimensions than vectors it has as many columns as there are dimensions.
  ///
  /// - Parameters:
  ///   - draws: The source of the diagonal.
  ///   - normals: Fills in standard normals below the diagonal, given the row and how many are wanted.
  package static func factor(
    size: Int, degrees: Int, draws: inout Draws, normals: (_ row: Int, _ count: Int) -> [Double]
  ) -> Matrix {
    let columns = min(size, degrees)
    var factor = Matrix(rows: size, columns: columns)
    for row in 0..<size {
      for (column, value) in normals(row, min(row, columns)).enumerated() { factor[row, column] = value }
      if row < columns { factor[row, row] = draws.chiSquared(degrees - row).squareRoot() }
    }
    return factor
  }
}
