import Foundation

/// Inversion of a tail probability whose logarithm is concave.
enum TailInversion {
  /// A tail probability and its derivatives at one point.
  struct Value {
    /// P(x).
    let tail: Double
    /// P′(x); its sign says whether the tail rises or falls.
    let slope: Double
    /// The derivative of ln |P′|.
    let bend: Double
  }

  /// Returns the x with P(x) = p; nil when the steps do not settle, as can happen among denormal numbers.
  ///
  /// Each step solves the parabola that agrees with ln P at the point, so convergence is cubic. A concave function lies
  /// below its tangents, so Newton steps approach from one side and cannot oscillate. A step that starts within 10⁻⁵ of
  /// ln p errs by 10⁻¹⁵ of the scale of the law. It is the last one, unless it moves x by more than 10⁻⁴.
  ///
  /// - Complexity: two or three evaluations from a start that is right to a few per cent.
  static func point(near start: Double, where tail: Double, of law: (Double) -> Value) -> Double? {
    let target = log(tail)
    var point = start
    for _ in 0..<40 {
      let value = law(point)
      let excess = log(value.tail) - target
      let slope = value.slope / value.tail
      let bend = slope * (value.bend - slope)
      let root = (slope * slope - 2 * excess * bend).squareRoot()
      let step = root.isNaN ? -excess / slope : -2 * excess / (slope + (slope < 0 ? -root : root))
      guard step.isFinite else { return nil }
      point += step
      if abs(excess) <= 1e-5, abs(step) <= 1e-4 { return point }
    }
    return nil
  }
}

/// Bisection of a monotone condition: the root finder of the limits, and of quantiles whose Newton steps do not settle.
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
