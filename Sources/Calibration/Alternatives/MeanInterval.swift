import Statistics

/// A t interval of the mean at the largest scale, read as if that mean were the limit.
enum MeanInterval {
  /// The level on each side.
  static let level = 0.025

  /// Returns o(1) if the interval is below ε, not o(1) if it is above ε, otherwise no conclusion.
  ///
  /// With fewer than two runs at the largest scale there is no conclusion.
  static func answer(runs: [[Double]], materiality: Double) -> LimitAnswer {
    guard let last = runs.last, last.count >= 2 else { return .open }
    let mean = last.mean
    let freedom = Double(last.count - 1)
    let variance = last.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / freedom
    let width =
      StudentT.upperQuantile(tail: level, degreesOfFreedom: freedom) * (variance / Double(last.count)).squareRoot()
    if mean + width < materiality { return .vanishes }
    return mean - width > materiality ? .staysAbove : .open
  }
}
