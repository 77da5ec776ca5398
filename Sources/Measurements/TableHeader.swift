/// The names of a table's columns, by which its columns are found.
struct TableHeader {
  /// The names in the order of the file; some may be empty, and some may occur twice.
  let names: [String]
  /// The names as messages quote them.
  let excerpts: [String]
  /// The line of the header.
  let line: Int

  private let lowercased: [String]

  /// A header from the fields of a record.
  init(_ fields: [FieldScanner.Field], in scanner: FieldScanner) {
    names = fields.map { scanner.text($0) }
    excerpts = fields.map { scanner.excerpt($0) }
    // The columns of JSON lines stand in no line of their own.
    line = max(1, scanner.recordLine)
    lowercased = names.map { $0.lowercased() }
  }

  /// The columns in one phrase, at most twelve of them by name, and no more than fit on a line.
  var list: String {
    let named = excerpts.filter { $0 != "“”" }
    if !names.isEmpty, names.allSatisfy({ Double($0) != nil }) {
      return "the first line holds numbers, but it must name the columns"
    }
    if let only = names.first, names.count == 1, only.contains(where: { "|,;\t".contains($0) }) {
      return "the only column is \(excerpts[0]); say with --delimiter what separates the columns: , ; | or tab"
    }
    var length = 0
    let shown = named.prefix(12).prefix {
      length += $0.unicodeScalars.count + 2
      return length <= 240
    }
    let more = named.count > shown.count ? " and \(named.count - shown.count) more" : ""
    return "the columns are \(shown.joined(separator: ", "))\(more)"
  }

  /// Returns the column with a usual name in any case, nil if there is none.
  func usual(_ name: String) throws(MeasurementError) -> Int? {
    let lower = name.lowercased()
    return try only(names.indices.filter { lowercased[$0] == lower }, name)
  }

  /// Returns the column that an option names, by its exact name or else in any case.
  func named(_ name: String, by option: String) throws(MeasurementError) -> Int {
    if let index = try only(names.indices.filter { names[$0] == name }, name) { return index }
    if let index = try usual(name) { return index }
    throw MeasurementError(line: line, "there is no column “\(FieldScanner.plain(name))” for \(option); \(list)")
  }

  private func only(_ places: [Int], _ name: String) throws(MeasurementError) -> Int? {
    if places.count > 1 {
      throw MeasurementError(
        line: line, "the column \(FieldScanner.plain(name)) appears twice; each needs its own name; \(list)")
    }
    return places.first
  }

  /// Returns the column that looks like a time, from a step or an epoch to a time of day; nil if there is none.
  ///
  /// - Parameter taken: The columns that have another meaning.
  func clock(besides taken: [Int]) -> Int? {
    for name in ClockName.all {
      if let index = names.indices.first(where: { !taken.contains($0) && ClockName.core(of: names[$0]) == name }) {
        return index
      }
    }
    return nil
  }
}

/// The names that logs give to the time of a measurement.
enum ClockName {
  /// The names, counters of steps first.
  static let all = [
    "t", "step", "steps", "globalstep", "trainstep", "trainingstep", "iteration", "iterations", "iter", "iters",
    "update", "updates", "epoch", "epochs", "round", "time", "walltime", "timestamp", "runtime", "elapsed",
  ]

  /// Whether a column has the name of a time.
  static func matches(_ name: String) -> Bool { all.contains(core(of: name)) }

  /// Returns a column's name without its prefix, spaces and punctuation: `globalstep` for `trainer/global_step`.
  static func core(of name: String) -> String {
    let last = name.split { $0 == "/" || $0 == "." }.last ?? ""
    return last.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
  }
}
