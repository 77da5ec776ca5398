import Foundation

/// Akaike's criterion among three families of curves.
enum AkaikeChoice {
  /// Returns what the family with the lowest criterion says about the limit.
  ///
  /// The families are c, a·x^−b and c + a·x^−b, fitted to the means by least squares. The criterion is
  /// K ln(squares/K) + 2k with k parameters, the variance included. A power means o(1). A constant is the limit: above
  /// ε or at ε the metric is not o(1), between 0 and ε it has a floor. A negative constant means o(1), because the
  /// metrics compared are not negative.
  static func answer(scales: [Double], runs: [[Double]], materiality: Double) -> LimitAnswer {
    let means = runs.map(\.mean)
    let count = Double(means.count)
    let fit = PowerFit(scales: scales)
    let level = means.mean
    let flat = means.reduce(0) { $0 + ($1 - level) * ($1 - level) }
    let power = fit.curve(means, hasConstant: false)
    let sum = fit.curve(means, hasConstant: true)
    // Means that a curve meets exactly have no logarithm of squares.
    func criterion(_ squares: Double, _ parameters: Double) -> Double {
      count * log(max(squares, 1e-30) / count) + 2 * (parameters + 1)
    }
    let choices: [(criterion: Double, limit: Double)] = [
      (criterion(flat, 1), level), (criterion(power.squares, 2), 0), (criterion(sum.squares, 3), sum.constant),
    ]
    let limit = choices.min { $0.criterion < $1.criterion }?.limit ?? 0
    if limit <= 0 { return .vanishes }
    return limit >= materiality ? .staysAbove : .floor
  }
}
