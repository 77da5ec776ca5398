/// Bisection of a monotone condition, the only root finder the quantiles and limits need.
enum Bisection {
  /// Returns the point of [lower, upper] at which a condition that holds on the left stops holding.
  ///
  /// Precondition: the condition is monotone (true, then false). Stops when no floating-point number lies between
  /// the two ends, or after 200 halvings.
  static func boundary(from lower: Double, to upper: Double, while holds: (Double) -> Bool) -> Double {
    var low = lower
    var high = upper
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if holds(middle) { low = middle } else { high = middle }
    }
    return low + (high - low) / 2
  }
}
