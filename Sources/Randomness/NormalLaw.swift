import CKernels

/// The standard normal law: its tail, the multiplier of a given tail, and draws from either side of a cut.
package enum NormalLaw {
  /// Returns Q(x) = P(N(0,1) > x) = ½ erfc(x/√2), with a relative error of at most 10⁻¹³ down to 10⁻³⁰⁰.
  ///
  /// The bits are the same on every machine, as those of ``Elementary`` are.
  package static func tail(_ x: Double) -> Double { littleo_normal_tail(x) }

  /// Returns the z ≥ 0 with Q(z) = `probability`, by bisection on [0, 40].
  ///
  /// - Parameter probability: In (0, ½]; values below Q(40) give 40, values above ½ give 0.
  package static func multiplier(tail probability: Double) -> Double {
    var low = 0.0
    var high = 40.0
    for _ in 0..<100 {
      let middle = 0.5 * (low + high)
      if tail(middle) > probability { low = middle } else { high = middle }
    }
    return high
  }
}

extension Draws {
  /// Returns a standard normal variate conditioned on being at most `cut`.
  ///
  /// Rejection from the free normal; the expected number of tries is 1/Φ(cut), so `cut` should not be far below 0.
  package mutating func normal(below cut: Double) -> Double {
    while true {
      let value = normal()
      if value <= cut { return value }
    }
  }

  /// Returns a standard normal variate conditioned on exceeding `cut`.
  ///
  /// Rejection from a shifted exponential (Robert 1995) for positive cuts, from the free normal otherwise.
  package mutating func normal(above cut: Double) -> Double {
    guard cut > 0 else {
      while true {
        let value = normal()
        if value > cut { return value }
      }
    }
    let rate = 0.5 * (cut + (cut * cut + 4).squareRoot())
    while true {
      let value = cut - Elementary.log(uniform()) / rate
      let excess = value - rate
      if uniform() <= Elementary.exp(-0.5 * excess * excess), value > cut { return value }
    }
  }

  /// Returns the number of successes in `trials` independent trials of probability `probability`.
  ///
  /// Exact: walks from success to success by geometric gaps.
  ///
  /// - Complexity: O(trials · probability) draws in expectation.
  package mutating func binomial(trials: Int, probability: Double) -> Int {
    guard probability > 0, trials > 0 else { return 0 }
    guard probability < 1 else { return trials }
    let scale = 1 / Elementary.log1p(-probability)
    var position = 0.0
    var successes = 0
    while true {
      position += (Elementary.log(uniform()) * scale).rounded(.down) + 1
      if position > Double(trials) { return successes }
      successes += 1
    }
  }

  /// Returns the index of the first success among `count` trials, given that there is at least one.
  ///
  /// - Parameters:
  ///   - count: Number of trials, at least 1.
  ///   - probability: Of success in each, in (0, 1].
  package mutating func firstSuccess(among count: Int, probability: Double) -> Int {
    guard probability < 1 else { return 0 }
    // Inversion of the geometric law truncated at `count`: P(index ≥ j) = (q^j − q^count)/(1 − q^count), q = 1 − p,
    // written so that nothing cancels however small p is.
    let failure = Elementary.log1p(-probability)
    let some = Elementary.expm1(failure * Double(count))
    let index = Int((Elementary.log1p(uniform() * some) / failure).rounded(.down))
    return min(max(index, 0), count - 1)
  }
}
