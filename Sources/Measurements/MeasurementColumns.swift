/// The positions of the columns in a table.
struct MeasurementColumns {
  /// How many columns there are.
  let count: Int
  let scale: Int
  /// The column of the runs; nil where every row is a run of its own.
  let run: Int?
  /// The column of the values, or of a.
  let first: Int
  /// The column of b; nil where each row holds a single value.
  let second: Int?
  let trials: Int?
  /// The column of the times; nil if there is none, or if it is not known to hold times.
  let time: Int?
  /// The column that holds times, or that looks as if it did.
  let clock: Int?
  let k: Int?
  /// The column of the predicted values; nil where none is named.
  let prediction: Int?
  /// The names of the columns.
  let header: TableHeader
  /// Whether the scale has the name of a time.
  let scaleIsClock: Bool

  /// Finds the columns by the names in a header.
  init(_ header: TableHeader, _ layout: TableLayout) throws(MeasurementError) {
    let valid = "the usual columns are scale, run and value (trials), or scale, run, a and b; T and k are optional"
    func column(_ name: String?, usual: String, advice: String? = nil) throws(MeasurementError) -> Int {
      if let name { return try header.named(name, by: "--\(usual)") }
      if let index = try header.usual(usual) { return index }
      let advice = advice ?? "name the column that stands for it with --\(usual); "
      throw MeasurementError(line: header.line, "the column \(usual) is missing; \(advice)\(header.list)")
    }
    self.header = header
    count = header.names.count
    scale = try column(layout.scale, usual: "scale", advice: try Self.adviceOnScale(header, layout))
    let a = try header.usual("a")
    let b = try header.usual("b")
    var trials: Int?
    if let name = layout.trials {
      trials = try header.named(name, by: "--trials")
    } else {
      trials = try header.usual("trials")
    }
    let value = layout.value == nil ? try header.usual("value") : nil
    // Where there are values, a column that is called a or b alone has another meaning.
    if layout.value == nil, value == nil ? a != nil || b != nil : a != nil && b != nil {
      guard let a, let b else {
        throw MeasurementError(line: header.line, "the column \(a == nil ? "a" : "b") is missing; \(valid)")
      }
      for (name, index) in [("value", value), ("trials", trials)] where index != nil {
        throw MeasurementError(
          line: header.line,
          "the column \(name) does not go together with a and b; name the values with --value, for \(valid)")
      }
      (first, second) = (a, b)
    } else {
      first = try column(layout.value, usual: "value")
      second = nil
    }
    self.trials = trials
    var taken = [scale, first] + [second, trials].compactMap { $0 }
    let looksTimed = header.clock(besides: [first] + [second, trials].compactMap { $0 })
    if layout.rowsAreRuns {
      run = nil
    } else {
      run = try column(layout.run, usual: "run", advice: Self.advice(on: looksTimed.map { header.excerpts[$0] }))
    }
    if let run { taken.append(run) }
    if let name = layout.time {
      time = try header.named(name, by: "--time")
    } else {
      time = layout.isUsual ? try header.usual("T") : nil
    }
    clock = time ?? header.clock(besides: taken)
    k = layout.readsK ? try header.usual("k") : nil
    if let name = layout.prediction {
      prediction = try header.named(name, by: "--prediction")
    } else {
      prediction = nil
    }
    scaleIsClock = ClockName.matches(header.names[scale])
    try checkDistinct()
    if let run, layout.run != nil, ClockName.matches(header.names[run]) {
      throw MeasurementError(
        line: header.line,
        "\(header.excerpts[run]) for --run looks like a time, and one run at many times is one run; name the column "
          + "of the runs, or add --rows-are-runs if every row is a run of its own; \(header.list)")
    }
  }

  /// What to do about a missing column of scales; nil for the usual advice.
  ///
  /// A log without scales and runs, but with times, is that of one run.
  private static func adviceOnScale(
    _ header: TableHeader, _ layout: TableLayout
  ) throws(MeasurementError) -> String? {
    guard layout.run == nil, !layout.rowsAreRuns, try header.usual("run") == nil,
      let clock = header.clock(besides: [])
    else { return nil }
    return "with \(header.excerpts[clock]) but no run, the file looks like the log of one run, so join the logs of all "
      + "runs into one table, and name its columns with --scale, --run and --value; "
  }

  /// What to do about a missing column of runs.
  private static func advice(on clock: String?) -> String {
    let rows = "or add --rows-are-runs if every row is a run of its own"
    guard let clock else { return "name the column that tells runs apart with --run, \(rows); " }
    return "the column \(clock) looks like one run read at many times, which is one run; name the column that tells "
      + "runs apart with --run, \(rows); "
  }

  private func checkDistinct() throws(MeasurementError) {
    var names: [Int: String] = [:]
    let all: [(String, Int?)] = [
      ("scale", scale), ("run", run), (second == nil ? "value" : "a", first), ("b", second), ("trials", trials),
      ("time", time), ("prediction", prediction),
    ]
    for (name, index) in all {
      guard let index else { continue }
      if let other = names[index] {
        throw MeasurementError(
          line: header.line,
          "the column \(header.excerpts[index]) is named both as \(other) and as \(name); each needs its own")
      }
      names[index] = name
    }
  }
}
