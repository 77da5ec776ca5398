/// A factor A of a Gram matrix, G = A Aᵀ, with as many columns as G has rank.
///
/// The factor is a Cholesky factor with pivots, which exists for singular matrices too: more vectors than dimensions
/// give one. Rows are divided by their lengths first, so that a short vector is not mistaken for a dependent one.
package struct GramFactor: Sendable {
  /// A remainder below this share of a vector's squared length is rounding.
  static let tolerance = 1e-12

  /// The factor, one row per vector.
  package let matrix: Matrix
  /// The rank of the Gram matrix.
  package var rank: Int { matrix.columns }

  /// Factorises a Gram matrix of vectors in `dimension` dimensions, which bounds its rank.
  package init(of gram: Matrix, dimension: Int) {
    let count = gram.rows
    let lengths = (0..<count).map { gram[$0, $0].squareRoot() }
    // Column k of the factor is row k here, so that an update is a sum of rows.
    var rows = Matrix(rows: min(count, dimension), columns: count)
    var rest = lengths.map { $0 > 0 ? 1.0 : 0.0 }
    var isChosen = Array(repeating: false, count: count)
    var rank = 0
    while rank < rows.rows {
      var pivot = -1
      for index in 0..<count where !isChosen[index] {
        if pivot < 0 || rest[index] > rest[pivot] { pivot = index }
      }
      guard pivot >= 0, rest[pivot] > Self.tolerance else { break }
      isChosen[pivot] = true
      let root = rest[pivot].squareRoot()
      var column = Matrix(rows: 1, columns: count)
      for index in 0..<count where !isChosen[index] && lengths[index] > 0 {
        column[0, index] = gram[pivot, index] / (lengths[pivot] * lengths[index])
      }
      for before in 0..<rank { column.add(-rows[before, pivot], row: before, of: rows, to: 0) }
      for index in 0..<count {
        let value = isChosen[index] ? 0 : column[0, index] / root
        column[0, index] = value
        rest[index] -= value * value
      }
      column[0, pivot] = root
      rows.setRow(rank, column.entries)
      rank += 1
    }
    var matrix = Matrix(rows: count, columns: rank)
    for row in 0..<count {
      for column in 0..<rank { matrix[row, column] = lengths[row] * rows[column, row] }
    }
    self.matrix = matrix
  }
}
