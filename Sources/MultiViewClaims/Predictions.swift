import ClaimKit
import Experiments
import MultiView
import Randomness

/// Curves that follow from the mechanism, without a constant to fit.
extension Rule {
  /// The share of subclasses of which no sample was drawn, among N samples.
  public static let unseenShare = Rule(
    "(1 − 1/(2k))^N", because: "a sample misses a given subclass with probability 1 − 1/(2k)"
  ) {
    Elementary.pow(1 - 1 / (2 * $0.value(.k)), $0.value(.sourceSize))
  }

  /// The hard-sample error under coarse labels, from counts of lucky neurons alone.
  ///
  /// The response to a common feature is set by the loss, and is the same in both heads. Shared by n_y lucky neurons, it
  /// gives each the weight w ∝ 1/n_y. The n_c neurons that are lucky for a rare feature have the weight w/k. So an answer
  /// is right if n_c/n_y > kι†s†/s, where both counts are Poisson(λ). The bias takes the share β of every weight from both
  /// responses.
  public static let errorByLuck = Rule(
    "1 − P(n_c > k (ι† − β)/(1 − β) s†/s · n_y), with n_c and n_y Poisson(λ)",
    because: "the bias falls by β times the motion of the weights; a tie counts half"
  ) {
    let decay = $0.value(.biasDecay)
    let strength = max(0, ($0.value(.distractorStrength) - decay) / (1 - decay))
    let ratio = $0.value(.k) * strength * $0.value(.distractors) / $0.value(.s)
    return 1 - LuckyCounts.shareAnswered(ratio: ratio, mean: $0.value(.lucky))
  }

  /// The norm of the bias of a trained neuron divided by that of its weights, if the weights move along a line.
  public static let biasDecay = Rule("β = L⁻³", because: "the bias falls by β times the motion of the weights") {
    $0.value(.biasDecay)
  }

  /// The response to a distractor divided by that to a full common patch.
  public static let distractorRatio = Rule(
    "(ι† − β)/(1 − β)", because: "the bias has fallen by β times the motion of the weight, from either response"
  ) {
    let decay = $0.value(.biasDecay)
    return ($0.value(.distractorStrength) - decay) / (1 - decay)
  }

  /// The median margin on hard samples divided by that on easy ones, under coarse labels.
  public static let coarseMarginRatio = Rule(
    "(1/k − s†ι†/s)/(1 + 1/k)", because: "a rare weight is 1/k of a common one, and a distractor has the strength ι†"
  ) {
    let k = $0.value(.k)
    let distractors = $0.value(.distractors) * $0.value(.distractorStrength) / $0.value(.s)
    return (1 / k - distractors) / (1 + 1 / k)
  }

  /// η s² λ/2 · T · loss under coarse labels, for large T.
  ///
  /// Gradient flow gives e^F = η s² n (1 + 1/k) T/2 for the margin F, where n is the number of neurons that fire on a full
  /// patch. With jitter, n is larger than λ.
  public static let coarseLossConstant = Rule("λ / (n (1 + 1/k))", because: "gradient flow; n neurons fire on a patch")
  {
    1 / (Jitter.awakening($0) * (1 + 1 / $0.value(.k)))
  }

  /// η s² λ/2 · T · loss under fine labels, for large T.
  public static let fineLossConstant = Rule("k λ / n", because: "one sample in 2k shows a given rare feature") {
    $0.value(.k) / Jitter.awakening($0)
  }
}

/// The neurons that fire on full patches although they were not lucky.
private enum Jitter {
  /// n/λ: the expected number of neurons that some patch of the largest strength fires, relative to the lucky ones.
  static func awakening(_ context: Rule.Context) -> Double {
    let threshold = context.value(.biasFactor) * context.L.squareRoot()
    let strongest = (1 + context.value(.iota)).squareRoot()
    return NormalLaw.tail(threshold / strongest) / NormalLaw.tail(threshold)
  }
}

/// Counts of lucky neurons, which are Poisson in a wide network.
enum LuckyCounts {
  /// Returns P(n_c > ratio·n_y) with half the probability of a tie, where both counts are Poisson.
  ///
  /// - Parameters:
  ///   - ratio: The ratio, at least 0.
  ///   - mean: λ, above 0.
  /// - Complexity: O(n²) for counts up to n = λ + 12√λ + 12.
  static func shareAnswered(ratio: Double, mean: Double) -> Double {
    guard mean > 0, ratio >= 0 else { return .nan }
    let most = Int(mean + 12 * mean.squareRoot() + 12)
    var probabilities = [Elementary.exp(-mean)]
    for count in 1...most { probabilities.append(probabilities[count - 1] * mean / Double(count)) }
    var share = 0.0
    for (others, probability) in probabilities.enumerated() {
      let needed = ratio * Double(others)
      for (own, ownProbability) in probabilities.enumerated() where Double(own) >= needed {
        share += probability * ownProbability * (Double(own) == needed ? 0.5 : 1)
      }
    }
    return share
  }
}
