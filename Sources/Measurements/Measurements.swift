import Decision

/// A table of measurements: one number, or one pair of numbers, per scale and run, perhaps at several times.
///
/// Columns are found by name, in any order: `scale`, `run`, and either `value` with an optional `trials`, or `a` and
/// `b`. The columns `T` and `k` are optional, all others are ignored. A ``TableLayout`` gives other names. An empty
/// value, `NA` or `null` marks a missing run. Runs are identified by name over all scales: at a scale that lacks a name
/// found elsewhere, that run counts as missing. If no name occurs at two scales, each scale has its own runs.
package struct Measurements: Sendable {
  /// The scales, increasing.
  package let scales: [Double]
  /// The number of registered runs at each scale.
  let runs: [Int]
  /// Whether scales share the names of their runs.
  let runsAreShared: Bool
  /// The number of trials of every count; nil without the column `trials`.
  package let trials: Int?
  /// The second parameter, k, at each scale; nil without the column `k`.
  package let k: [Double]?
  /// The predicted mean at each scale; nil where no column of predictions was named.
  let prediction: [Double]?
  /// Whether each row holds a pair.
  let isPaired: Bool
  /// Whether each row has a time, and the worst of a run's times counts.
  let hasTimes: Bool
  /// The name of the column of values where the layout names it, without control characters.
  let valueName: String?
  /// How the file was understood where it could mean something else, in sentences without a full stop.
  let remarks: [String]
  /// The rows in the order of the file.
  let rows: [Row]

  /// The most scales a file may have, which is the most that a decision takes.
  static let largestScaleCount = DecisionEngine.largestScaleCount
  /// The largest number of scales times runs, so that a file cannot exhaust the memory.
  static let largestGrid = 20_000_000

  /// One row.
  struct Row {
    /// The index of the scale.
    var scale: Int32
    /// The index of the run.
    var run: Int32
    /// The line in the file.
    let line: Int32
    /// Whether the row marks a missing run.
    let isMissing: Bool
    /// The value, or a.
    let first: Double
    /// b.
    let second: Double
  }

  /// Reads a table: CSV, other delimited text, or JSON lines.
  ///
  /// - Throws: ``MeasurementError`` naming the line and the valid range.
  /// - Complexity: O(N log N) for N rows; about a quarter of a second for a million rows of CSV.
  package init(csv bytes: [UInt8], layout: TableLayout = TableLayout()) throws(MeasurementError) {
    var reader = try MeasurementReader(bytes, layout)
    try reader.readRows()
    self = try reader.measurements()
  }

  init(
    scales: [Double], runs: [Int], runsAreShared: Bool, trials: Int?, k: [Double]?, prediction: [Double]?,
    isPaired: Bool, hasTimes: Bool, valueName: String?, remarks: [String], rows: [Row]
  ) {
    self.scales = scales
    self.runs = runs
    self.runsAreShared = runsAreShared
    self.trials = trials
    self.k = k
    self.prediction = prediction
    self.isPaired = isPaired
    self.hasTimes = hasTimes
    self.valueName = valueName
    self.remarks = remarks
    self.rows = rows
  }
}
