import Foundation

/// A distribution-free test of the mean of bounded runs by betting.
///
/// A gambler stakes on each run in turn. Under the hypothesis no stake has an expected gain, so by Ville's inequality
/// the wealth ever reaches 1/α with probability at most α. The only assumption is the range of the runs; the mean of a
/// run may depend on the runs before it. Source: decision procedure §2.
package enum Bet {
  /// The hypothesis that a bet can reject.
  package enum Hypothesis: Sendable {
    /// Every run has a mean of at least its bound.
    case meanAtLeast
    /// Every run has a mean of at most its bound.
    case meanAtMost
  }

  /// One run together with the bound its mean is tested against.
  package struct Round: Sendable, Equatable {
    /// The observed value.
    package let value: Double
    /// The bound m on the mean under the hypothesis.
    package let bound: Double

    /// Creates a round.
    package init(value: Double, bound: Double) {
      self.value = value
      self.bound = bound
    }
  }

  /// Returns the p-value of a sequence of rounds.
  ///
  /// Gain per round e = (m−v)/(hi−m) against "mean ≥ m", e = (v−m)/(m−lo) against "mean ≤ m";
  /// W = 0.9 ∏(1+e) + 0.1 ∏(1+e/2) and p = min(1, 1/max_t W_t). The second term stakes half as much, so it keeps
  /// part of the wealth when one run takes the first term to 0. Rounds whose bound is at or beyond an end of the range
  /// are skipped: a stake can only lose there, or the formula for its gain does not apply.
  /// Domain: values inside the range; the order must be fixed before the data are seen.
  /// Accuracy: relative 10⁻¹² (wealth is kept as a logarithm, so it cannot overflow); p below 10⁻³⁰⁸ becomes 0.
  /// Source: decision procedure §2.
  package static func pValue(
    against hypothesis: Hypothesis, rounds: [Round], range: ClosedRange<Double>
  ) -> Double {
    var wager = Wager(hypothesis, range)
    var index = rounds.startIndex
    while index < rounds.endIndex {
      let round = rounds[index]
      var end = index + 1
      while end < rounds.endIndex, rounds[end] == round { end += 1 }
      wager.play(round.value, times: end - index, bound: round.bound)
      index = end
    }
    return wager.pValue
  }

  /// Returns the p-value from the wealth after all rounds, which does not depend on their order.
  ///
  /// By Markov's inequality it is valid as ``pValue(against:rounds:range:)`` is, and never smaller.
  ///
  /// - Parameters:
  ///   - hypothesis: What the bet is against.
  ///   - rounds: Runs with their bounds; values inside the range.
  ///   - range: The range of the runs.
  package static func finalPValue(
    against hypothesis: Hypothesis, rounds: [Round], range: ClosedRange<Double>
  ) -> Double {
    var wager = Wager(hypothesis, range)
    for round in rounds { wager.play(round.value, times: 1, bound: round.bound) }
    return wager.finalPValue
  }

  /// Returns distribution-free limits for the common mean of bounded runs.
  ///
  /// The lower limit is the largest m for which the bet against "mean ≤ m" has p ≤ level. The upper limit is the
  /// smallest m for which the bet against "mean ≥ m" has p ≤ level. The p-value is monotone in m, so bisection finds
  /// both. With too few runs a limit is the end of the range. Each side has the stated level. Equal runs in a row are
  /// played in one step.
  /// Domain: values inside the range, in the order fixed beforehand; 0 < level < 1. Accuracy: absolute 10⁻¹⁵ times
  /// the range. Source: decision procedure §2, inverted.
  package static func limits(
    _ values: [Double], range: ClosedRange<Double>, levelPerSide level: Double
  ) -> ConfidenceLimits {
    var streaks: [(value: Double, count: Int)] = []
    for value in values {
      if let last = streaks.indices.last, streaks[last].value == value {
        streaks[last].count += 1
      } else {
        streaks.append((value, 1))
      }
    }
    func isExcluded(_ bound: Double, _ hypothesis: Hypothesis) -> Bool {
      var wager = Wager(hypothesis, range)
      for streak in streaks { wager.play(streak.value, times: streak.count, bound: bound) }
      return wager.pValue <= level
    }
    let (low, high) = (range.lowerBound, range.upperBound)
    let lower = Bisection.boundary(from: low, to: high) { isExcluded($0, .meanAtMost) }
    let upper = Bisection.boundary(from: low, to: high) { !isExcluded($0, .meanAtLeast) }
    return ConfidenceLimits(lower: snapped(lower, range), upper: snapped(upper, range))
  }

  /// Returns an end of the range in place of a limit that bisection left within rounding error of that end.
  private static func snapped(_ limit: Double, _ range: ClosedRange<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    if limit - range.lowerBound < 1e-14 * width { return range.lowerBound }
    if range.upperBound - limit < 1e-14 * width { return range.upperBound }
    return limit
  }
}

/// The two terms of the wealth of a ``Bet``, one at the full stake and one at half of it, kept as logarithms.
struct Wager {
  private let hypothesis: Bet.Hypothesis
  private let range: ClosedRange<Double>
  private var fullStake = log(0.9)
  private var halfStake = log(0.1)
  private var best = 0.0

  init(_ hypothesis: Bet.Hypothesis, _ range: ClosedRange<Double>) {
    self.hypothesis = hypothesis
    self.range = range
  }

  /// The reciprocal of the greatest joint wealth so far, at most 1.
  var pValue: Double { exp(-best) }

  /// The reciprocal of the joint wealth now, at most 1.
  var finalPValue: Double {
    let larger = max(fullStake, halfStake)
    guard larger > -.infinity else { return 1 }
    return min(1, exp(-larger - log1p(exp(min(fullStake, halfStake) - larger))))
  }

  /// Plays several equal runs in a row in one step.
  ///
  /// Each term is geometric in the number of runs played, so their sum is convex in that number. The
  /// largest sum is therefore before the first or after the last of these runs, and no other needs to be checked.
  mutating func play(_ value: Double, times: Int, bound: Double) {
    guard bound > range.lowerBound, bound < range.upperBound else { return }
    let gain =
      switch hypothesis {
      case .meanAtLeast: (bound - value) / (range.upperBound - bound)
      case .meanAtMost: (value - bound) / (bound - range.lowerBound)
      }
    fullStake += Double(times) * log1p(max(-1, gain))
    halfStake += Double(times) * log1p(max(-1, gain) / 2)
    let larger = max(fullStake, halfStake)
    best = max(best, larger + log1p(exp(min(fullStake, halfStake) - larger)))
  }
}
