/// The difference of the means of two independent samples, with Welch's limits.
package struct MeanDifference: Hashable, Sendable {
  /// The mean of the first sample minus that of the second.
  package let mean: Double
  /// The lower limit.
  package let lower: Double
  /// The upper limit.
  package let upper: Double

  /// Compares two samples whose variances may differ.
  ///
  /// Two samples without any spread have limits equal to the difference.
  ///
  /// - Parameters:
  ///   - first: The first sample.
  ///   - second: The second sample.
  ///   - tail: The probability beyond each limit, above 0 and at most 1/2.
  /// - Returns: Nil if a sample has fewer than two values, or one that is not finite.
  package init?(of first: [Double], minus second: [Double], tail: Double) {
    guard let first = Moments(first), let second = Moments(second) else { return nil }
    mean = first.mean - second.mean
    let variance = first.variance + second.variance
    guard variance > 0 else {
      (lower, upper) = (mean, mean)
      return
    }
    // Shares of the variance, so that squares of small variances do not underflow.
    let (left, right) = (first.variance / variance, second.variance / variance)
    let freedom = 1 / (left * left / (first.count - 1) + right * right / (second.count - 1))
    let reach = StudentT.upperQuantile(tail: tail, degreesOfFreedom: freedom) * variance.squareRoot()
    (lower, upper) = (mean - reach, mean + reach)
  }

  /// The mean of a sample, the variance of that mean, and the number of values.
  private struct Moments {
    let mean: Double
    let variance: Double
    let count: Double

    init?(_ values: [Double]) {
      guard values.count > 1, values.allSatisfy(\.isFinite) else { return nil }
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      (self.mean, self.count) = (mean, count)
      variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count
    }
  }
}
