/// Reads the rows of a table of measurements.
struct MeasurementReader {
  private(set) var scanner: FieldScanner
  let columns: MeasurementColumns
  let layout: TableLayout
  private(set) var rows: [Measurements.Row] = []
  private(set) var times: [Double] = []
  /// The run field of each row; it is read as text only if some run is not a number.
  private(set) var runFields: [FieldScanner.Field] = []
  private(set) var runNumbers: [Double] = []
  private(set) var runsAreNumbers = true
  private(set) var scales: [Double] = []
  private var scaleIndex: [Double: Int32] = [:]
  private(set) var trials: (count: Double, line: Int)?
  /// k at each scale, with the line that gave it first.
  private(set) var k: [(value: Double, line: Int)] = []
  /// The predicted value of each scale that has one, with the line that gave it first.
  private(set) var predictions: [Int32: (value: Double, line: Int)] = [:]
  /// The column of the times that are read, nil if none is.
  private let timed: Int?

  /// Reads the header of a table, and recognises its format.
  init(_ bytes: [UInt8], _ layout: TableLayout) throws(MeasurementError) {
    try FieldScanner.checkText(bytes)
    let bytes = Self.withoutSeparatorLine(bytes)
    if layout.delimiter == nil, JSONLines.holds(bytes) {
      scanner = FieldScanner(try JSONLines.table(bytes), firstLine: 0)
    } else {
      scanner = FieldScanner(bytes, delimiter: layout.delimiter ?? Self.delimiter(of: bytes, layout))
    }
    var fields: [FieldScanner.Field] = []
    guard try scanner.next(&fields) else {
      throw MeasurementError(
        "the file has no header and no rows; its first line names the columns, as in scale,run,value")
    }
    columns = try MeasurementColumns(TableHeader(fields, in: scanner), layout)
    self.layout = layout
    timed = columns.time ?? (layout.choice == .last ? columns.clock : nil)
    if columns.second != nil, layout.choice == .largest || layout.choice == .smallest {
      throw MeasurementError(
        "the largest or smallest of several rows needs single values; pairs a, b take the last row")
    }
  }

  /// Makes a comment of the first line `sep=;` that spreadsheets write.
  private static func withoutSeparatorLine(_ bytes: [UInt8]) -> [UInt8] {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let line = bytes[start...].prefix(6)
    guard line.starts(with: Array("sep=".utf8)), let end = line.dropFirst(5).first, end == 0x0A || end == 0x0D else {
      return bytes
    }
    var bytes = bytes
    bytes[start] = UInt8(ascii: "#")
    return bytes
  }

  /// Returns the delimiter for which the header has the most of the columns that are needed, or else the most columns.
  private static func delimiter(of bytes: [UInt8], _ layout: TableLayout) -> Delimiter {
    let wanted = [layout.scale ?? "scale", layout.run ?? "run", layout.value ?? "value", "a", "b"].map {
      $0.lowercased()
    }
    var best: (delimiter: Delimiter, found: Int, count: Int) = (.comma, -1, 0)
    for delimiter in Delimiter.recognised {
      var scanner = FieldScanner(bytes, delimiter: delimiter)
      var fields: [FieldScanner.Field] = []
      guard (try? scanner.next(&fields)) == true else { continue }
      let names = Set(fields.map { scanner.text($0).lowercased() })
      let found = wanted.count { names.contains($0) }
      if (found, fields.count) > (best.found, best.count) { best = (delimiter, found, fields.count) }
    }
    return best.delimiter
  }

  /// Reads all rows.
  mutating func readRows() throws(MeasurementError) {
    var fields: [FieldScanner.Field] = []
    while try scanner.next(&fields) {
      guard fields.count == columns.count else {
        let hint =
          fields.count > columns.count
          ? "; write decimals with a point, and quote a field that holds the delimiter" : ""
        throw MeasurementError(
          line: scanner.recordLine,
          "\(fields.count) \(fields.count == 1 ? "field" : "fields"), but the header has \(columns.count)\(hint)")
      }
      if !isEmpty(fields), !isHeader(fields) { try readRow(fields) }
    }
    if self.rows.isEmpty { throw MeasurementError("the file has a header but no rows of data") }
  }

  /// Whether a row has neither scale nor run nor value, as other entries of a log and the last rows of a sheet do.
  private func isEmpty(_ fields: [FieldScanner.Field]) -> Bool {
    guard columns.count > 1, fields[columns.scale].isEmpty, fields[columns.first].isEmpty else { return false }
    return [columns.run, columns.second].allSatisfy { $0.map { fields[$0].isEmpty } ?? true }
  }

  /// Whether a row repeats the header, as in files that were joined.
  private func isHeader(_ fields: [FieldScanner.Field]) -> Bool {
    guard number(fields[columns.scale]) == nil else { return false }
    return fields.map { scanner.text($0) } == columns.header.names
  }

  private mutating func readRow(_ fields: [FieldScanner.Field]) throws(MeasurementError) {
    let line = scanner.recordLine
    let scale = try scaleIndex(fields[columns.scale], line)
    if let column = columns.run { try readRun(fields[column], line) }
    let first = try self.value(fields[columns.first], columns.first, line)
    let second: Double? = if let column = columns.second { try self.value(fields[column], column, line) } else { 0 }
    let isMissing = first == nil || second == nil
    if let column = columns.trials, !(isMissing && isBlank(fields[column])) { try readTrials(fields[column], line) }
    if let column = columns.k { try readK(fields[column], scale, line) }
    if let column = columns.prediction, !(isMissing && isBlank(fields[column])) {
      try readPrediction(fields[column], scale, line)
    }
    if let timed {
      guard let time = self.number(fields[timed]), time.isFinite else {
        throw MeasurementError(
          line: line,
          "\(name(timed)) = \(scanner.excerpt(fields[timed])); it must be a finite number, for it is a time"
            + (layout.isUsual ? "" : "; --time may name another column")
        )
      }
      times.append(time)
    }
    rows.append(
      Measurements.Row(
        scale: scale, run: 0, line: Int32(truncatingIfNeeded: line), isMissing: isMissing, first: first ?? 0,
        second: second ?? 0))
  }

  private mutating func readRun(_ run: FieldScanner.Field, _ line: Int) throws(MeasurementError) {
    if run.isEmpty {
      throw MeasurementError(line: line, "the \(columns.run.map(name) ?? "run") is empty; every row must name its run")
    }
    if runsAreNumbers {
      if let number = self.number(run), number.isFinite {
        runNumbers.append(number)
      } else {
        runsAreNumbers = false
      }
    }
    runFields.append(run)
  }

  // MARK: Cells

  /// The name of a column as messages give it.
  private func name(_ column: Int) -> String { FieldScanner.plain(columns.header.names[column]) }

  private func number(_ field: FieldScanner.Field) -> Double? {
    DecimalNumber.value(scanner.bytes, field.start, field.end)
  }

  private func isBlank(_ field: FieldScanner.Field) -> Bool { field.isEmpty || CellText.isMissing(scanner.text(field)) }

  /// A value, nil where the run is missing.
  private func value(_ field: FieldScanner.Field, _ column: Int, _ line: Int) throws(MeasurementError) -> Double? {
    if field.isEmpty { return nil }
    if let value = self.number(field) { return value }
    let text = scanner.text(field)
    if CellText.isMissing(text) { return nil }
    if let truth = CellText.truth(text) { return truth }
    throw MeasurementError(
      line: line,
      "\(name(column)) = \(scanner.excerpt(field)); it must be a number\(CellText.hint(text)), or empty or NA for a missing run"
    )
  }

  private mutating func scaleIndex(_ field: FieldScanner.Field, _ line: Int) throws(MeasurementError) -> Int32 {
    func problem() -> MeasurementError {
      MeasurementError(
        line: line,
        "\(name(columns.scale)) = \(scanner.excerpt(field)); it must be a finite number above 1\(CellText.hint(scanner.text(field))), for it is the scale"
      )
    }
    guard let scale = self.number(field) else { throw problem() }
    // Most files are sorted by scale, so the scale of the last row is tried first.
    if let row = rows.last, self.scales[Int(row.scale)] == scale { return row.scale }
    if let index = scaleIndex[scale] { return index }
    guard scale > 1, scale.isFinite else { throw problem() }
    guard self.scales.count < Measurements.largestScaleCount else {
      throw MeasurementError(
        line: line, "more than \(Measurements.largestScaleCount) scales; a file may have 1 to that many")
    }
    let index = Int32(self.scales.count)
    self.scales.append(scale)
    scaleIndex[scale] = index
    return index
  }

  private mutating func readTrials(_ field: FieldScanner.Field, _ line: Int) throws(MeasurementError) {
    let name = columns.trials.map(name) ?? "trials"
    guard let trials = self.number(field), trials >= 1, trials <= 0x1p53, trials == trials.rounded() else {
      throw MeasurementError(
        line: line, "\(name) = \(scanner.excerpt(field)); it must be a whole number from 1 to 2^53")
    }
    guard let first = self.trials else {
      self.trials = (trials, line)
      return
    }
    if trials != first.count {
      throw MeasurementError(
        line: line,
        "\(name) = \(scanner.excerpt(field)), but line \(first.line) says \(Int(first.count)); all rows must agree; "
          + "for unequal ones give shares and --kind share without trials")
    }
  }

  private mutating func readK(_ field: FieldScanner.Field, _ scale: Int32, _ line: Int) throws(MeasurementError) {
    guard let k = self.number(field), k > 0, k.isFinite else {
      throw MeasurementError(line: line, "k = \(scanner.excerpt(field)); it must be a finite number above 0")
    }
    if Int(scale) == self.k.count {
      self.k.append((k, line))
    } else if self.k[Int(scale)].value != k {
      throw MeasurementError(
        line: line,
        "k = \(scanner.excerpt(field)), but line \(self.k[Int(scale)].line) gives another k for the same scale")
    }
  }

  private mutating func readPrediction(
    _ field: FieldScanner.Field, _ scale: Int32, _ line: Int
  ) throws(MeasurementError) {
    let name = columns.prediction.map(name) ?? "prediction"
    guard let value = self.number(field), value.isFinite else {
      throw MeasurementError(line: line, "\(name) = \(scanner.excerpt(field)); it must be a finite number")
    }
    guard let first = predictions[scale] else {
      predictions[scale] = (value, line)
      return
    }
    if value != first.value {
      throw MeasurementError(
        line: line,
        "\(name) = \(scanner.excerpt(field)), but line \(first.line) predicts another value for the same scale")
    }
  }
}
