import Foundation

/// Least squares with coefficients that cannot be negative.
enum NonnegativeLeastSquares {
  /// Returns x ≥ 0 that minimises ‖A x − y‖, by the active-set method.
  ///
  /// All coefficients start fixed at zero. Each round frees the coefficient with the steepest descent and fits all free
  /// ones; a coefficient that would become negative is fixed at zero again. The method ends when no fixed coefficient
  /// has a descent. Columns are scaled to unit length first, so the result does not depend on their units.
  ///
  /// Source: Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23.
  ///
  /// - Parameters:
  ///   - rows: The rows of A, all of the same length.
  ///   - values: y, one per row.
  /// - Complexity: O(rows · columns² + columns⁴).
  static func fit(_ rows: [[Double]], to values: [Double]) -> [Double] {
    guard let width = rows.first?.count, width > 0 else { return [] }
    var squares = Array(repeating: Array(repeating: 0.0, count: width), count: width)
    var products = Array(repeating: 0.0, count: width)
    for (row, value) in zip(rows, values) {
      for first in 0..<width where row[first] != 0 {
        products[first] += row[first] * value
        for second in 0..<width { squares[first][second] += row[first] * row[second] }
      }
    }
    let scale = (0..<width).map { squares[$0][$0] > 0 ? squares[$0][$0].squareRoot() : 0 }
    for first in 0..<width where scale[first] > 0 {
      products[first] /= scale[first]
      for second in 0..<width where scale[second] > 0 { squares[first][second] /= scale[first] * scale[second] }
    }
    var solution = Array(repeating: 0.0, count: width)
    var free: [Int] = []
    let tolerance = 1e-12 * (products.map(abs).max() ?? 0)
    for _ in 0..<(3 * width) {
      let slopes = (0..<width).map { index in
        products[index] - (0..<width).reduce(0) { $0 + squares[index][$1] * solution[$1] }
      }
      let next = (0..<width).filter { !free.contains($0) && scale[$0] > 0 && slopes[$0] > tolerance }
        .max { slopes[$0] < slopes[$1] }
      guard let next else { break }
      free.append(next)
      while !free.isEmpty {
        let target = solve(squares, products, free)
        let negative = free.indices.filter { target[$0] <= 0 }
        if negative.isEmpty {
          for (place, index) in free.enumerated() { solution[index] = target[place] }
          break
        }
        // Step until a coefficient reaches zero, then fix it there.
        let fraction = negative.map { solution[free[$0]] / (solution[free[$0]] - target[$0]) }.min() ?? 0
        for (place, index) in free.enumerated() { solution[index] += fraction * (target[place] - solution[index]) }
        let fixed = free.indices.filter { target[$0] <= 0 && solution[free[$0]] <= 1e-15 }
        for place in fixed.isEmpty ? negative.prefix(1) : fixed[...] { solution[free[place]] = 0 }
        free.removeAll { solution[$0] == 0 }
      }
    }
    return (0..<width).map { scale[$0] > 0 ? solution[$0] / scale[$0] : 0 }
  }

  /// Solves the normal equations of some columns by Gauss–Jordan elimination with partial pivoting.
  private static func solve(_ squares: [[Double]], _ products: [Double], _ columns: [Int]) -> [Double] {
    let count = columns.count
    var matrix = columns.map { row in columns.map { squares[row][$0] } + [products[row]] }
    for pivot in 0..<count {
      let best = (pivot..<count).max { abs(matrix[$0][pivot]) < abs(matrix[$1][pivot]) } ?? pivot
      matrix.swapAt(pivot, best)
      // A column that depends linearly on others is skipped; its coefficient is zero.
      guard abs(matrix[pivot][pivot]) > 1e-12 else { continue }
      for row in 0..<count where row != pivot {
        let factor = matrix[row][pivot] / matrix[pivot][pivot]
        for column in pivot...count { matrix[row][column] -= factor * matrix[pivot][column] }
      }
    }
    return (0..<count).map { abs(matrix[$0][$0]) > 1e-12 ? matrix[$0][count] / matrix[$0][$0] : 0 }
  }
}
