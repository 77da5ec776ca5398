/// A matrix of doubles, stored row by row.
package struct Matrix: Sendable, Equatable {
  /// The number of rows.
  package let rows: Int
  /// The number of columns.
  package let columns: Int
  /// All entries, row by row.
  package private(set) var entries: [Double]

  /// A matrix of zeros.
  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    entries = Array(repeating: 0, count: rows * columns)
  }

  /// The entry in a row and a column.
  package subscript(row: Int, column: Int) -> Double {
    get { entries[row * columns + column] }
    set { entries[row * columns + column] = newValue }
  }

  /// The entries of one row.
  package func row(_ row: Int) -> ArraySlice<Double> { entries[(row * columns)..<((row + 1) * columns)] }

  /// Returns the matrix that has only the given columns, in the given order.
  package func selecting(columns wanted: [Int]) -> Matrix {
    var result = Matrix(rows: rows, columns: wanted.count)
    for row in 0..<rows {
      for (place, column) in wanted.enumerated() { result[row, place] = self[row, column] }
    }
    return result
  }

  /// Returns the transposed matrix.
  package var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for row in 0..<rows {
      for column in 0..<columns { result[column, row] = self[row, column] }
    }
    return result
  }

  /// Adds a multiple of a row of another matrix, which has as many columns, to a row of this one.
  package mutating func add(_ factor: Double, row source: Int, of other: Matrix, to target: Int) {
    guard factor != 0 else { return }
    let count = columns
    entries.withUnsafeMutableBytes { entries in
      other.entries.withUnsafeBytes { others in
        RowKernel.add(factor, others, at: source * count, to: entries, at: target * count, count: count)
      }
    }
  }

  /// Returns the product with another matrix.
  ///
  /// Entries that are zero are passed over, so triangular and sparse left factors cost less.
  package func times(_ other: Matrix) -> Matrix {
    var result = Matrix(rows: rows, columns: other.columns)
    let count = other.columns
    result.entries.withUnsafeMutableBytes { target in
      other.entries.withUnsafeBytes { others in
        for row in 0..<rows {
          for inner in 0..<columns where self[row, inner] != 0 {
            RowKernel.add(self[row, inner], others, at: inner * count, to: target, at: row * count, count: count)
          }
        }
      }
    }
    return result
  }

  /// Returns the product of two rows, one of this matrix and one of another that has as many columns.
  package func product(of row: Int, with other: Matrix, row second: Int) -> Double {
    entries.withUnsafeBytes { entries in
      other.entries.withUnsafeBytes { others in
        RowKernel.product(entries, at: row * columns, others, at: second * columns, count: columns)
      }
    }
  }

  /// Multiplies every entry by a factor.
  package mutating func scale(by factor: Double) {
    for index in entries.indices { entries[index] *= factor }
  }

  /// Replaces a row by given entries, as many as there are columns.
  package mutating func setRow(_ row: Int, _ values: some Collection<Double>) {
    entries.replaceSubrange((row * columns)..<((row + 1) * columns), with: values)
  }
}
