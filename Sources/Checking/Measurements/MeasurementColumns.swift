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
