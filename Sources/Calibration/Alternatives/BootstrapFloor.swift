import Foundation
import Randomness

/// A bootstrap interval of the constant in c + a·x^−b.
enum BootstrapFloor {
  /// Bootstrap samples.
  static let resamples = 200
  /// The share of fitted constants outside the interval on each side.
  static let level = 0.025

  /// Returns o(1) if the upper limit of c is below ε, not o(1) if the lower limit is above ε, otherwise no conclusion.
  ///
  /// Each bootstrap sample draws the runs of every scale with replacement. The curve is fitted to the means by least
  /// squares, and the limits are the percentiles of c.
  ///
  /// - Complexity: O(N + K) for N runs and K scales, times the number of bootstrap samples.
  static func answer(scales: [Double], runs: [[Double]], materiality: Double, _ draws: inout Draws) -> LimitAnswer {
    guard runs.allSatisfy({ !$0.isEmpty }) else { return .open }
    let fit = PowerFit(scales: scales)
    var constants: [Double] = []
    for _ in 0..<resamples {
      let means = runs.map { runs in
        var sum = 0.0
        for _ in runs.indices { sum += runs[draws.index(below: runs.count)] }
        return sum / Double(runs.count)
      }
      constants.append(fit.curve(means, hasConstant: true).constant)
    }
    constants.sort()
    let outside = Int(level * Double(resamples))
    if constants[resamples - 1 - outside] < materiality { return .vanishes }
    return constants[outside] > materiality ? .staysAbove : .open
  }
}
