/// A table of measurements: one number, or one pair of numbers, per scale and run, perhaps at several times.
///
/// Columns by name in any order: `scale`, `run`, and either `value` with an optional `trials`, or `a` and `b`; optional
/// `T` and `k`. An empty value or `NA` is a missing run. Runs are known by their name over all scales: a run that one
/// scale has and another lacks is missing there.
public struct Measurements: Sendable {
  /// The scales, increasing.
  public let scales: [Double]
  /// How many runs are registered: the names over all scales.
  public let runs: Int
  /// The trials of every count; nil without the column.
  public let trials: Int?
  /// The second parameter at each scale; nil without the column.
  public let k: [Double]?
  /// Whether each row holds a pair.
  public let isPaired: Bool
  /// Whether each row has a time.
  public let hasTimes: Bool
  /// The rows in the order of the file.
  let rows: [Row]

  /// The most scales a file may have; fits and comparisons of pairs take time that grows with them.
  static let largestScaleCount = 1000
  /// The most places for runs, scales times runs, so that a file cannot ask for more memory than there is.
  static let largestGrid = 20_000_000

  /// One row.
  struct Row {
    /// The index of the scale.
    var scale: Int32
    /// The index of the run.
    var run: Int32
    /// The line in the file.
    let line: Int32
    /// Whether it marks a missing run.
    let isMissing: Bool
    /// The value, or a.
    let first: Double
    /// b.
    let second: Double
  }

  /// Reads a CSV file.
  ///
  /// - Throws: ``MeasurementError`` naming the line and the valid range.
  /// - Complexity: O(N log N) for N rows; about a quarter of a second for a million.
  public init(csv: [UInt8]) throws(MeasurementError) {
    var reader = try MeasurementReader(csv)
    try reader.readRows()
    self = try reader.measurements()
  }

  init(
    scales: [Double], runs: Int, trials: Int?, k: [Double]?, isPaired: Bool, hasTimes: Bool, rows: [Row]
  ) {
    self.scales = scales
    self.runs = runs
    self.trials = trials
    self.k = k
    self.isPaired = isPaired
    self.hasTimes = hasTimes
    self.rows = rows
  }
}
