extension Draws {
  /// Returns the number of successes in many independent trials of probability `probability`.
  ///
  /// Few expected successes are counted by geometric gaps, many by Hörmann's rejection (BTRS, 1993). Both are exact, up
  /// to the rounding of the acceptance bound in double precision.
  ///
  /// - Parameters:
  ///   - trials: 0 ... 2⁵³.
  ///   - probability: Of success in each.
  /// - Complexity: O(1) in expectation for many successes.
  package mutating func binomialByRejection(trials: Int, probability: Double) -> Int {
    if probability > 0.5 { return trials - binomialByRejection(trials: trials, probability: 1 - probability) }
    let mean = Double(trials) * probability
    guard mean >= 10 else { return binomial(trials: trials, probability: probability) }
    let n = Double(trials)
    let failure = 1 - probability
    let deviation = (mean * failure).squareRoot()
    let b = 1.15 + 2.53 * deviation
    let a = -0.0873 + 0.0248 * b + 0.01 * probability
    let center = mean + 0.5
    let mode = ((n + 1) * probability).rounded(.down)
    let step = Elementary.log(probability / failure * (n - mode + 1) / (mode + 1))
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let distance = 0.5 - abs(u)
      guard distance > 0 else { continue }
      let count = ((2 * a / distance + b) * u + center).rounded(.down)
      guard count >= 0, count <= n else { continue }
      if distance >= 0.07 && v <= 0.92 - 4.2 / b { return Int(count) }
      let height = v * (2.83 + 5.1 / b) * deviation / (a / (distance * distance) + b)
      // ln of the ratio of the probabilities of count and mode; no term grows with n, so that none is rounded by much.
      let beyond = count - mode
      let bound =
        beyond * step - (count + 0.5) * Elementary.log1p(beyond / (mode + 1))
        - (n - count + 0.5) * Elementary.log1p(-beyond / (n - mode + 1))
        + Self.stirling(mode) + Self.stirling(n - mode) - Self.stirling(count) - Self.stirling(n - count)
      if Elementary.log(height) <= bound { return Int(count) }
    }
  }

  /// Returns how many of a head's neurons are living, each with the same probability.
  ///
  /// Beyond 2⁵³ neurons the count is a Poisson variate, which differs from the binomial one by less than `share`.
  ///
  /// - Parameters:
  ///   - width: The number of neurons, at least 0.
  ///   - share: The probability that a neuron is living.
  package mutating func livingCount(width: Double, share: Double) -> Int {
    width <= 0x1p53 ? binomial(trials: Int(width), probability: share) : poisson(mean: width * share)
  }

  /// Returns a Poisson variate, counted by exponential gaps.
  ///
  /// - Parameter mean: At least 0.
  /// - Complexity: O(mean).
  package mutating func poisson(mean: Double) -> Int {
    var position = -Elementary.log(uniform())
    var count = 0
    while position <= mean {
      count += 1
      position -= Elementary.log(uniform())
    }
    return count
  }

  /// ln k! minus its approximation ½ ln 2π + (k + ½) ln(k + 1) − (k + 1).
  private static func stirling(_ k: Double) -> Double {
    let x = k + 1
    if k < 10 {
      var factorial = 1.0
      for factor in stride(from: 2, through: k, by: 1) { factorial *= factor }
      return Elementary.log(factorial) - 0.918938533204672742 - (k + 0.5) * Elementary.log(x) + x
    }
    let square = x * x
    return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / x
  }
}
