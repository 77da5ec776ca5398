import Statistics

/// A test for a falling trend, read as a limit of 0.
enum JonckheereTrend {
  /// The level of the one-sided test.
  static let level = 0.025

  /// Returns o(1) if the runs fall significantly from scale to scale (Jonckheere–Terpstra), otherwise no conclusion.
  static func answer(runs: [[Double]]) -> LimitAnswer {
    JonckheereTerpstra(runs.reversed()).increase.p <= level ? .vanishes : .open
  }
}
