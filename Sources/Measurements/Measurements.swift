/// A table of measurements: one number, or one pair of numbers, per scale and run, perhaps at several times.
///
/// Columns are found by name, in any order: `scale`, `run`, and either `value` with an optional `trials`, or `a` and
/// `b`. The columns `T` and `k` are optional. An empty value or `NA` marks a missing run. Runs are identified by name
/// over all scales: at a scale that lacks a name found elsewhere, that run counts as missing.
package struct Measurements: Sendable {
  /// The scales, increasing.
  package let scales: [Double]
  /// The number of registered runs: the different names over all scales.
  package let runs: Int
  /// The number of trials of every count; nil without the column `trials`.
  package let trials: Int?
  /// The second parameter, k, at each scale; nil without the column `k`.
  package let k: [Double]?
  /// Whether each row holds a pair.
  let isPaired: Bool
  /// Whether each row has a time.
  let hasTimes: Bool
  /// The rows in the order of the file.
  let rows: [Row]

  /// The most scales a file may have; fits and comparisons of pairs take time that grows with them.
  static let largestScaleCount = 1000
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

/// The positions of the columns in a table.
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
    let valid = "the columns are scale, run and value (trials), or scale, run, a and b; T and k are optional"
    let known = [
      "scale": "scale", "run": "run", "value": "value", "trials": "trials", "a": "a", "b": "b", "t": "T", "k": "k",
    ]
    var columns: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let name = known[name.lowercased()] else {
        throw MeasurementError(line: line, "the column \(excerpts[index]) is not known; \(valid)")
      }
      if columns[name] != nil { throw MeasurementError(line: line, "the column \(name) appears twice; \(valid)") }
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
        throw MeasurementError(line: line, "the column \(name) does not go together with a and b; \(valid)")
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

/// Measurements that cannot be read, or that do not fit the question asked of them.
package struct MeasurementError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the line, the input and the valid range.
  package let description: String

  /// An error with its sentence.
  init(_ description: String) { self.description = description }

  /// An error about a line.
  init(line: Int, _ problem: String) { description = "line \(line): \(problem)" }
}
