import Foundation

@testable import Statistics

/// A slow and simple maximiser of Σ w ℓ(y, offset + u·f + v·h) over u ≥ u₀, v ≥ 0, u + v ≤ S.
///
/// A dense grid comes first, then a compass search from every local maximum of the grid. Apart from the likelihood, it
/// shares no code with the fits that it checks.
struct TriangleReference {
  let problem: FloorProblem
  var offset = 0.0
  let first: [Double]
  let second: [Double]
  let smallest: Double
  let largestSum: Double

  func value(_ u: Double, _ v: Double) -> Double {
    guard u >= smallest, v >= 0, u + v <= largestSum * (1 + 1e-15) else { return -.infinity }
    var sum = 0.0
    for index in first.indices {
      let mean = offset + u * first[index] + v * second[index]
      sum += problem.weights[index] * problem.response.logLikelihood(problem.means[index], at: mean)
    }
    return sum
  }

  /// The largest likelihood found; never above the maximum, and in a narrow valley perhaps a little below it.
  func maximum(points count: Int = 32) -> Double {
    let width = largestSum - smallest
    // Cubing makes the nodes dense where means are small.
    let nodes = (0...count).map { width * pow(Double($0) / Double(count), 3) }
    let values = nodes.map { u in nodes.map { v in value(smallest + u, v) } }
    var best = -Double.infinity
    for row in 0...count {
      for column in 0...count where values[row][column].isFinite {
        let rows = max(0, row - 1)...min(count, row + 1)
        let columns = max(0, column - 1)...min(count, column + 1)
        if rows.contains(where: { row2 in columns.contains { values[row2][$0] > values[row][column] } }) { continue }
        best = max(best, climb(smallest + nodes[row], nodes[column], start: values[row][column]))
      }
    }
    return best
  }

  private func climb(_ u: Double, _ v: Double, start: Double) -> Double {
    var (u, v, height) = (u, v, start)
    var step = 0.05 * (largestSum - smallest)
    while step > 1e-13 * largestSum {
      var moved = false
      for (du, dv) in [(1.0, 0.0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1), (1, -0.5), (-1, 0.5)] {
        let target = (u: max(smallest, u + step * du), v: max(0, v + step * dv))
        let candidate = value(target.u, target.v)
        if candidate > height { (u, v, height, moved) = (target.u, target.v, candidate, true) }
      }
      step *= moved ? 1.5 : 0.5
    }
    return height
  }
}
