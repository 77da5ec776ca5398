import Foundation

/// The fits of positive means, whose likelihood can have several local maxima.
extension TriangleFit {
  /// Returns the local maxima of a positive likelihood over the whole triangle; at least one.
  ///
  /// Without an offset, the overall scale of the curve is profiled out and only a fraction is searched. With an offset,
  /// a grid over the triangle is scanned and each of its local maxima is refined. The maxima of a similar shape cannot
  /// replace the scan, because a higher maximum can appear from one shape to the next. If the result does not prove
  /// that curves touching the clip of the response are worse, the nested search replaces it.
  func positiveMaxima() -> [Optimum] {
    let optima: [Optimum]
    if offset == 0, smallest == 0 {
      let profile = ScaleProfile(data, first: first, second: second, largest: largestSum)
      optima = profile.localMaximisers().map { optimum(u: $0.u, v: $0.v) }
    } else {
      // A start from which Newton's method does not settle may lead to the highest maximum, so it must not be dropped.
      optima = gridMaxima().map { newtonOptimum(near: $0) ?? nestedOptimum() }
    }
    return optima.contains(where: isAboveClippedCurves) ? optima : [nestedOptimum()]
  }

  /// Returns the maximum over v alone, with u = 0, of a positive likelihood.
  func positiveEdgeOptimum() -> Optimum {
    guard largestSum > 0 else { return optimum(v: 0) }
    let optima: [Optimum]
    if offset == 0 {
      // −A/v − W ln v has its maximum at v = A/W.
      var (sum, weight) = (0.0, 0.0)
      for (index, mean) in data.means.enumerated() {
        sum += data.weights[index] * mean / second[index]
        weight += data.weights[index]
      }
      optima = [optimum(v: min(largestSum, sum / weight))]
    } else {
      optima = edgeMaximisers().map { optimum(v: $0) }
    }
    if let best = optima.max(by: { $0.logLikelihood < $1.logLikelihood }), isAboveClippedCurves(best) { return best }
    return nestedEdgeOptimum()
  }

  private func isAboveClippedCurves(_ optimum: Optimum) -> Bool {
    offset >= Response.clip || data.saturated - optimum.logLikelihood < data.clippingLoss
  }

  /// Every local maximiser in v that a scan by factors of two finds.
  ///
  /// The slope Σ w h (y−μ)/μ² changes with ln v on the scale of the logistic function, so a factor of two resolves it.
  private func edgeMaximisers() -> [Double] {
    let widest = second.max() ?? 0
    guard widest > 0 else { return [0] }
    var found: [Double] = []
    var low = 0.0
    if edgeSlope(0).first <= 0 { found.append(0) }
    var rises = found.isEmpty
    while low < largestSum {
      let high = min(largestSum, max(2 * low, 0.1 * offset / widest))
      let stillRises = edgeSlope(high).first > 0
      if rises, !stillRises {
        found.append(ConcaveMaximum.maximiser(from: low, to: high, near: 0.5 * (low + high), slope: edgeSlope))
      }
      (low, rises) = (high, stillRises)
    }
    if rises { found.append(largestSum) }
    return found
  }

  /// Returns the local maxima among the points of a grid that is geometric in u and in v.
  ///
  /// Steps by factors of 1.6: at 2.5 the grid stepped over a narrow ridge in one of 50,000 erratic problems.
  private func gridMaxima() -> [Point] {
    guard largestSum > 0 else { return [Point(u: 0, v: 0)] }
    let start = min(0.25 * offset, 0.25 * largestSum)
    let steps = min(48, max(4, Int((log(largestSum / start) / log(1.6)).rounded(.up))))
    let ratio = pow(largestSum / start, 1 / Double(steps))
    var nodes = [0.0, start]
    for _ in 1..<steps { nodes.append((nodes.last ?? start) * ratio) }
    nodes.append(largestSum)
    let count = nodes.count
    // A point beyond the hypotenuse is moved back onto it along v.
    func point(_ row: Int, _ column: Int) -> Point {
      Point(u: nodes[row], v: min(nodes[column], largestSum - nodes[row]))
    }
    var values: [Double] = []
    values.reserveCapacity(count * count)
    for row in 0..<count {
      for column in 0..<count {
        let isRepeated = column > 0 && nodes[column - 1] >= largestSum - nodes[row]
        let here = point(row, column)
        values.append(isRepeated ? -.infinity : logLikelihood(here.u, here.v))
      }
    }
    var found: [Point] = []
    for row in 0..<count {
      for column in 0..<count where values[row * count + column] > -.infinity {
        let value = values[row * count + column]
        var isTop = true
        for otherRow in max(0, row - 1)...min(count - 1, row + 1) {
          for otherColumn in max(0, column - 1)...min(count - 1, column + 1)
          where values[otherRow * count + otherColumn] > value { isTop = false }
        }
        if isTop { found.append(point(row, column)) }
      }
    }
    return found
  }
}
