/// Maximisation of a unimodal function of one variable by the sign of its slope.
enum ConcaveMaximum {
  /// Returns the maximiser on [lower, upper].
  ///
  /// Newton's method on the slope. Bisection replaces a step that leaves the bracket, that is more than half as long as
  /// the last one, or that meets a curvature of the wrong sign. So the bracket shrinks for every function.
  ///
  /// The search ends when the next step is short and would raise the function by less than the tolerance; that step is
  /// still taken. With tolerance 0 the search ends only when the point cannot move any more, which suits slopes that
  /// jump. If the slope at an end points out of the interval, that end is returned; without a start, the ends are
  /// checked first. For a function that is not unimodal the result is a local maximiser.
  static func maximiser(
    from lower: Double, to upper: Double, near start: Double? = nil, tolerance: Double = 1e-15,
    slope: (Double) -> (first: Double, second: Double)
  ) -> Double {
    guard upper > lower else { return lower }
    if start == nil {
      if slope(lower).first <= 0 { return lower }
      if slope(upper).first >= 0 { return upper }
    }
    var (low, high) = (lower, upper)
    var (lowIsChecked, highIsChecked) = (start == nil, start == nil)
    var point = min(max(start ?? low + (high - low) / 2, lower), upper)
    var lastStep = high - low
    for _ in 0..<200 {
      let (first, second) = slope(point)
      if first == 0 { return point }
      if first > 0 {
        if point >= upper { return upper }
        (low, lowIsChecked) = (point, true)
      } else {
        if point <= lower { return lower }
        (high, highIsChecked) = (point, true)
      }
      let newton = point - first / second
      if second < 0, newton > low, newton < high {
        let step = abs(newton - point)
        if abs(first) * step <= tolerance, step <= 1e-7 * max(abs(point), 1e-6 * (upper - lower)) { return newton }
      } else if first > 0, !highIsChecked {
        if slope(high).first >= 0 { return high }
        highIsChecked = true
      } else if first < 0, !lowIsChecked {
        if slope(low).first <= 0 { return low }
        lowIsChecked = true
      }
      var next = low + (high - low) / 2
      if second < 0, newton > low, newton < high, abs(newton - point) <= lastStep / 2 { next = newton }
      lastStep = abs(next - point)
      point = next
      if lastStep <= 1e-15 * max(abs(point), 1e-6 * (upper - lower)) { break }
    }
    return point
  }

  /// Returns the maximiser on [lower, upper] of a function that may have several local ones.
  ///
  /// The values at thirteen points, denser towards the lower end, choose the bracket, which a search by the slope then
  /// narrows. Maxima narrower than the spacing can be missed.
  static func scannedMaximiser(
    from lower: Double, to upper: Double, value: (Double) -> Double, tolerance: Double = 1e-15,
    slope: (Double) -> (first: Double, second: Double)
  ) -> Double {
    guard upper > lower else { return lower }
    let count = 12
    func point(_ index: Int) -> Double {
      let fraction = Double(index) / Double(count)
      return index == count ? upper : lower + (upper - lower) * fraction * fraction
    }
    var (best, height) = (0, -Double.infinity)
    for index in 0...count {
      let candidate = value(point(index))
      if candidate > height { (best, height) = (index, candidate) }
    }
    let centre = point(best)
    let rises = slope(centre).first > 0
    if best == (rises ? count : 0) { return centre }
    let end = point(rises ? best + 1 : best - 1)
    let result = maximiser(from: min(centre, end), to: max(centre, end), tolerance: tolerance, slope: slope)
    return value(result) >= height ? result : centre
  }
}

/// A slow search over u that finds the best v anew for each u.
///
/// It assumes only that the likelihood is unimodal in each direction.
extension TriangleFit {
  /// Returns the maximum over the whole triangle by two nested 1-D searches.
  func nestedOptimum() -> Optimum {
    let u =
      data.response == .positive
      ? ConcaveMaximum.scannedMaximiser(
        from: smallest, to: largestSum, value: { logLikelihood($0, bestSecond($0)) }, tolerance: 0,
        slope: profileSlope)
      : ConcaveMaximum.maximiser(from: smallest, to: largestSum, tolerance: 0, slope: profileSlope)
    return optimum(u: u, v: bestSecond(u))
  }

  /// Returns the maximum over v alone, with u = 0, by one 1-D search.
  func nestedEdgeOptimum() -> Optimum { optimum(v: bestSecond(0)) }

  private func bestSecond(_ u: Double) -> Double {
    func slope(_ v: Double) -> (first: Double, second: Double) {
      let all = derivatives(u, v)
      return (all.slopeV, all.vv)
    }
    let end = max(0, largestSum - u)
    guard data.response == .positive else {
      return ConcaveMaximum.maximiser(from: 0, to: end, tolerance: 0, slope: slope)
    }
    return ConcaveMaximum.scannedMaximiser(
      from: 0, to: end, value: { logLikelihood(u, $0) }, tolerance: 0, slope: slope)
  }

  /// The slope and curvature in u of the likelihood maximised over v, by the envelope theorem.
  ///
  /// Where the best v is on an edge, the maximum moves along that edge: in direction (1, 0) on v = 0 and (1, −1) on
  /// u + v = S. Inside the triangle it follows the ridge, where the curvature is the Schur complement uu − uv²/vv.
  private func profileSlope(_ u: Double) -> (first: Double, second: Double) {
    let v = bestSecond(u)
    let end = max(0, largestSum - u)
    let at = derivatives(u, v)
    if v >= end && at.slopeV > 0 { return (at.slopeU - at.slopeV, at.uu - 2 * at.uv + at.vv) }
    if v <= 0 { return (at.slopeU, at.uu) }
    return (at.slopeU, at.vv < 0 ? at.uu - at.uv * at.uv / at.vv : at.uu)
  }
}
