import Randomness

extension Draws {
  /// Returns a Beta variate with a mean in [0, 1] and α + β = concentration.
  mutating func beta(mean: Double, concentration: Double) -> Double {
    guard mean > 0 else { return 0 }
    guard mean < 1 else { return 1 }
    let first = gamma(shape: mean * concentration)
    let second = gamma(shape: (1 - mean) * concentration)
    // Both underflow only for shapes near 0; the variate is then 0 or 1.
    guard first + second > 0 else { return uniform() <= mean ? 1 : 0 }
    return first / (first + second)
  }

  /// Returns the number of successes among many trials.
  ///
  /// Each trial is a uniform number. The method splits them at their median, a Beta variate, until few successes are
  /// left to count one by one.
  ///
  /// - Complexity: O(log trials) Beta variates.
  mutating func successes(among trials: Int, probability: Double) -> Int {
    var (trials, probability, successes) = (trials, probability, 0)
    while trials >= 16, Double(trials) * min(probability, 1 - probability) > 8 {
      let middle = (trials + 1) / 2
      let first = gamma(shape: Double(middle))
      let median = first / (first + gamma(shape: Double(trials + 1 - middle)))
      if median <= probability {
        successes += middle
        trials -= middle
        probability = (probability - median) / (1 - median)
      } else {
        trials = middle - 1
        probability /= median
      }
    }
    // Counting from success to success is fast only for small probabilities.
    if probability > 0.5 { return successes + trials - binomial(trials: trials, probability: 1 - probability) }
    return successes + binomial(trials: trials, probability: probability)
  }
}
