import Randomness

/// The softmax of outputs of which most may be silent, that is 0.
///
/// The probability that the label misses is summed over the other outputs, so that it keeps its relative precision when
/// it is small.
struct SparseSoftmax {
  /// The probability of a silent output.
  let silent: Double
  /// 1 − p of the label.
  let missed: Double
  private let own: Double
  private let others: Double
  private let largest: Double
  private let output: Double

  /// Computes the softmax.
  ///
  /// - Parameters:
  ///   - outputs: The outputs, 0 where silent.
  ///   - touched: The outputs that are not silent.
  ///   - label: The label.
  ///   - probabilities: Gets the probability of every output that is not silent.
  @inline(__always)
  init(_ outputs: [Double], touched: [Int], label: Int, into probabilities: inout [Double]) {
    let silentCount = outputs.count - touched.count
    var largest = silentCount > 0 ? 0 : -Double.infinity
    for index in 0..<touched.count { largest = max(largest, outputs[touched[index]]) }
    let each = silentCount > 0 ? Elementary.exp(-largest) : 0
    var others = 0.0
    var own = each
    var isSilent = true
    for index in 0..<touched.count {
      let output = touched[index]
      let below = outputs[output] - largest
      let mass = below == 0 ? 1 : Elementary.exp(below)
      probabilities[output] = mass
      if output == label {
        own = mass
        isSilent = false
      } else {
        others += mass
      }
    }
    others += each * Double(silentCount - (isSilent ? 1 : 0))
    let sum = others + own
    for index in 0..<touched.count { probabilities[touched[index]] /= sum }
    silent = each / sum
    missed = others / sum
    output = outputs[label]
    (self.own, self.others, self.largest) = (own, others, largest)
  }

  /// The cross-entropy −ln p of the label.
  var loss: Double {
    // Where the label is all but certain, −ln p is computed from the others, or it would be rounded to 0. A mass below
    // the normal numbers has lost its digits, and its inverse overflows.
    own >= .leastNormalMagnitude
      ? Elementary.log1p(others / own) : largest - output + Elementary.log(others + own)
  }
}

/// The mean of a function of a binomial variate.
struct BinomialMean {
  private let trials: Int
  private let probability: Double

  /// The law of the number of successes among `trials`.
  init(trials: Int, probability: Double) {
    self.trials = trials
    self.probability = probability
  }

  /// Returns the mean of a function, leaving out a probability of less than 10⁻¹².
  func value(_ body: (Int) -> Double) -> Double {
    guard probability < 1 else { return body(trials) }
    let odds = probability / (1 - probability)
    let mean = Double(trials) * probability
    // The recursion starts near the mean, so that nothing underflows.
    let start = min(trials, Int(mean))
    var sum = body(start)
    var mass = 1.0
    var weight = 1.0
    var count = start
    while count < trials {
      weight *= odds * Double(trials - count) / Double(count + 1)
      count += 1
      guard weight > 1e-14 * mass else { break }
      sum += weight * body(count)
      mass += weight
    }
    weight = 1
    count = start
    while count > 0 {
      weight *= Double(count) / (odds * Double(trials - count + 1))
      count -= 1
      guard weight > 1e-14 * mass else { break }
      sum += weight * body(count)
      mass += weight
    }
    return sum / mass
  }
}
