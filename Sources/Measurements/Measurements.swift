/// A table of measurements: one number, or one pair of numbers, per scale and run, perhaps at several times.
///
/// Columns by name in any order: `scale`, `run`, and either `value` with an optional `trials`, or `a` and `b`; optional
/// `T` and `k`. An empty value or `NA` is a missing run. Runs are known by their name over all scales: a run that one
/// scale has and another lacks is missing there.
package struct Measurements: Sendable {
  /// The scales, increasing.
  package let scales: [Double]
  /// How many runs are registered: the names over all scales.
  package let runs: Int
  /// The trials of every count; nil without the column.
  package let trials: Int?
  /// The second parameter at each scale; nil without the column.
  package let k: [Double]?
  /// Whether each row holds a pair.
  let isPaired: Bool
  /// Whether each row has a time.
  let hasTimes: Bool
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
  package init(csv: [UInt8]) throws(MeasurementError) {
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

/// Which column of a table holds what.
struct MeasurementColumns {
  /// How many columns there are.
  let count: Int
  let scale: Int
  let run: Int
  /// The column of the values, or of a.
  let first: Int
  /// The column of b; nil where each row holds a single value.
  let second: Int?
  let trials: Int?
  let time: Int?
  let k: Int?

  /// Finds the columns by the names in a header.
  ///
  /// - Parameter excerpts: The names as messages quote them.
  init(_ excerpts: [String], names: [String], line: Int) throws(MeasurementError) {
    let valid = "the columns are scale, run and value (trials), or scale, run, a and b; besides these T and k"
    let known = [
      "scale": "scale", "run": "run", "value": "value", "trials": "trials", "a": "a", "b": "b", "t": "T", "k": "k",
    ]
    var columns: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let name = known[name.lowercased()] else {
        throw MeasurementError(line: line, "there is no column \(excerpts[index]); \(valid)")
      }
      if columns[name] != nil { throw MeasurementError(line: line, "the column \(name) stands twice; \(valid)") }
      columns[name] = index
    }
    func required(_ name: String) throws(MeasurementError) -> Int {
      guard let index = columns[name] else {
        throw MeasurementError(line: line, "the column \(name) is missing; \(valid)")
      }
      return index
    }
    count = names.count
    scale = try required("scale")
    run = try required("run")
    if columns["a"] != nil || columns["b"] != nil {
      first = try required("a")
      second = try required("b")
      for name in ["value", "trials"] where columns[name] != nil {
        throw MeasurementError(line: line, "the column \(name) does not go with a and b; \(valid)")
      }
    } else {
      first = try required("value")
      second = nil
    }
    trials = columns["trials"]
    time = columns["T"]
    k = columns["k"]
  }
}

/// Measurements that cannot be read, or not as what they are asked to be.
package struct MeasurementError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the line, the input and the valid range.
  package let description: String

  /// An error with its sentence.
  init(_ description: String) { self.description = description }

  /// An error about a line.
  init(line: Int, _ problem: String) { description = "line \(line): \(problem)" }
}
