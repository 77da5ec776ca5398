import TestSupport
import Testing

@testable import Benchmarking

/// Least squares with coefficients that cannot be negative.
@Suite struct NonnegativeLeastSquaresTests {
  private static func problem(_ seed: UInt64, columns: Int, rows: Int) -> (rows: [[Double]], values: [Double]) {
    var generator = SplitMix64(seed: seed)
    let matrix = (0..<rows).map { _ in (0..<columns).map { _ in generator.uniform() } }
    return (matrix, (0..<rows).map { _ in generator.normal() })
  }

  @Test func coefficientsThatAreNotNegativeComeBack() {
    let (rows, _) = Self.problem(1, columns: 4, rows: 30)
    let planted = [2, 0, 0.5, 3e-4]
    let fitted = NonnegativeLeastSquares.fit(rows, to: rows.map { zip($0, planted).reduce(0) { $0 + $1.0 * $1.1 } })
    #expect(zip(fitted, planted).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  /// At the minimum, the slope is zero for every positive coefficient and not downhill for any coefficient at zero.
  @Test(arguments: 1...40) func theMinimumIsReached(seed: Int) {
    let (rows, values) = Self.problem(UInt64(seed), columns: 3 + seed % 5, rows: 12)
    let fitted = NonnegativeLeastSquares.fit(rows, to: values)
    let residuals = zip(rows, values).map { row, value in value - zip(row, fitted).reduce(0) { $0 + $1.0 * $1.1 } }
    for column in fitted.indices {
      let slope = zip(rows, residuals).reduce(0) { $0 + $1.0[column] * $1.1 }
      #expect(fitted[column] >= 0)
      #expect(fitted[column] > 0 ? abs(slope) < 1e-8 : slope < 1e-8)
    }
  }

  @Test func unitsDoNotMatter() {
    let (rows, values) = Self.problem(7, columns: 3, rows: 20)
    let units = [1e9, 1e-9, 1]
    let fitted = NonnegativeLeastSquares.fit(rows, to: values)
    let scaled = NonnegativeLeastSquares.fit(rows.map { zip($0, units).map { $0 * $1 } }, to: values)
    for (index, unit) in units.enumerated() { #expect(abs(scaled[index] * unit - fitted[index]) < 1e-9) }
  }

  /// Linearly dependent columns and columns of zeros do not make the fit fail.
  @Test func degenerateColumns() {
    let rows = [[1.0, 1, 0], [2, 2, 0], [3, 3, 0]]
    let fitted = NonnegativeLeastSquares.fit(rows, to: [2, 4, 6])
    #expect(abs(fitted[0] + fitted[1] - 2) < 1e-9 && fitted[2] == 0)
    #expect(NonnegativeLeastSquares.fit([], to: []).isEmpty)
    #expect(NonnegativeLeastSquares.fit([[1.0]], to: [-1]) == [0])
  }
}
