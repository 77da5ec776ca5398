/// Maximisation of a unimodal function of one variable by the sign of its slope.
enum ConcaveMaximum {
  /// Returns the maximiser on [lower, upper].
  ///
  /// Newton's method on the slope, replaced by bisection whenever a step leaves the bracket, the curvature has the
  /// wrong sign, or the step fails to halve; so the bracket shrinks whatever the function does. It stops when the next
  /// step is small and promises less than the tolerance in the function, and takes it; with tolerance 0 only when it
  /// can move no more, which suits slopes that jump. An end is returned when the slope points out of it;
  /// without a start, the ends are looked at first. For a function that is not unimodal the result is a local maximiser.
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
  /// The values at thirteen points, denser towards the lower end, choose the bracket; the slope does the rest. Maxima
  /// narrower than the spacing can be missed.
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
