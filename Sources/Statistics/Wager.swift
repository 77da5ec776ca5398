import Foundation

/// The wealth of the gamblers of a ``Bet`` while they play.
struct Wager {
  private let _hypothesis: Bet.Hypothesis
  private let _range: ClosedRange<Double>
  private var _bold = log(0.9)
  private var _timid = log(0.1)
  private var _best = 0.0

  init(_ hypothesis: Bet.Hypothesis, _ range: ClosedRange<Double>) {
    _hypothesis = hypothesis
    _range = range
  }

  /// The reciprocal of the greatest joint wealth so far, at most 1.
  var pValue: Double { exp(-_best) }

  /// Stakes on some equal runs in a row.
  ///
  /// Each gambler's wealth is geometric in the number of runs, so their sum is convex in it, and its maximum over the
  /// row is at an end of it: nothing between has to be looked at.
  mutating func play(_ value: Double, times: Int, bound: Double) {
    guard bound > _range.lowerBound, bound < _range.upperBound else { return }
    let gain =
      switch _hypothesis {
      case .meanAtLeast: (bound - value) / (_range.upperBound - bound)
      case .meanAtMost: (value - bound) / (bound - _range.lowerBound)
      }
    _bold += Double(times) * log1p(max(-1, gain))
    _timid += Double(times) * log1p(max(-1, gain) / 2)
    let larger = max(_bold, _timid)
    _best = max(_best, larger + log1p(exp(min(_bold, _timid) - larger)))
  }
}
