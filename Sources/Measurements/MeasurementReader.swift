/// Reads the rows of a table of measurements and puts scales and runs in order.
package struct MeasurementReader {
  private var scanner: FieldScanner
  private let columns: MeasurementColumns
  private var rows: [Measurements.Row] = []
  private var times: [Double] = []
  /// The run field of each row; it is read as text only if some run is not a number.
  private var runFields: [FieldScanner.Field] = []
  private var runNumbers: [Double] = []
  private var runsAreNumbers = true
  private var scales: [Double] = []
  private var scaleIndex: [Double: Int32] = [:]
  private var trials: (count: Double, line: Int)?
  /// k at each scale, with the line that gave it first.
  private var k: [(value: Double, line: Int)] = []

  init(_ csv: [UInt8]) throws(MeasurementError) {
    var scanner = try FieldScanner(csv)
    var header: [FieldScanner.Field] = []
    guard try scanner.next(&header) else {
      throw MeasurementError(
        "the file has no header and no rows; its first line names the columns, as in scale,run,value")
    }
    self.columns = try MeasurementColumns(
      header.map { scanner.excerpt($0) }, names: header.map { scanner.text($0) }, line: scanner.recordLine)
    self.scanner = scanner
  }

  mutating func readRows() throws(MeasurementError) {
    var fields: [FieldScanner.Field] = []
    while try scanner.next(&fields) {
      guard fields.count == columns.count else {
        throw MeasurementError(
          line: scanner.recordLine,
          "\(fields.count) \(fields.count == 1 ? "field" : "fields"), but the header has \(columns.count)")
      }
      try readRow(fields)
    }
    if self.rows.isEmpty { throw MeasurementError("the file has a header but no rows of data") }
  }

  private mutating func readRow(_ fields: [FieldScanner.Field]) throws(MeasurementError) {
    let line = scanner.recordLine
    let scale = try scaleIndex(fields[columns.scale], line)
    let run = fields[columns.run]
    if run.isEmpty { throw MeasurementError(line: line, "the run is empty; every row must name its run") }
    if runsAreNumbers {
      if let number = DecimalNumber.value(scanner.bytes, run.start, run.end), number.isFinite {
        runNumbers.append(number)
      } else {
        runsAreNumbers = false
      }
    }
    runFields.append(run)
    let first = try self.value(fields[columns.first], columns.second == nil ? "value" : "a", line)
    let second: Double? = if let column = columns.second { try self.value(fields[column], "b", line) } else { 0 }
    if let column = columns.trials { try readTrials(fields[column], line) }
    if let column = columns.k { try readK(fields[column], scale, line) }
    if let column = columns.time {
      guard let time = self.number(fields[column]), time.isFinite else {
        throw MeasurementError(line: line, "T = \(scanner.excerpt(fields[column])); it must be a finite number")
      }
      times.append(time)
    }
    rows.append(
      Measurements.Row(
        scale: scale, run: 0, line: Int32(truncatingIfNeeded: line), isMissing: first == nil || second == nil,
        first: first ?? 0, second: second ?? 0))
  }

  private func number(_ field: FieldScanner.Field) -> Double? {
    DecimalNumber.value(scanner.bytes, field.start, field.end)
  }

  /// A value, nil where the run is missing.
  private func value(_ field: FieldScanner.Field, _ name: String, _ line: Int) throws(MeasurementError) -> Double? {
    if field.isEmpty { return nil }
    if let value = self.number(field) { return value }
    if field.end - field.start == 2, scanner.text(field).uppercased() == "NA" { return nil }
    throw MeasurementError(
      line: line, "\(name) = \(scanner.excerpt(field)); it must be a number, or empty or NA for a missing run")
  }

  private mutating func scaleIndex(_ field: FieldScanner.Field, _ line: Int) throws(MeasurementError) -> Int32 {
    guard let scale = self.number(field) else {
      throw MeasurementError(line: line, "scale = \(scanner.excerpt(field)); it must be a finite number above 1")
    }
    // Most files are sorted by scale, so the scale of the last row is tried first.
    if let row = rows.last, self.scales[Int(row.scale)] == scale { return row.scale }
    if let index = scaleIndex[scale] { return index }
    guard scale > 1, scale.isFinite else {
      throw MeasurementError(line: line, "scale = \(scanner.excerpt(field)); it must be a finite number above 1")
    }
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
    guard let trials = self.number(field), trials >= 1, trials <= 0x1p53, trials == trials.rounded() else {
      throw MeasurementError(
        line: line, "trials = \(scanner.excerpt(field)); it must be a whole number from 1 to 2^53")
    }
    guard let first = self.trials else {
      self.trials = (trials, line)
      return
    }
    if trials != first.count {
      throw MeasurementError(
        line: line,
        "trials = \(scanner.excerpt(field)), but line \(first.line) says \(Int(first.count)); all rows must agree")
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

  // MARK: Order

  /// Returns the table, with its scales and runs numbered in increasing order.
  consuming func measurements() throws(MeasurementError) -> Measurements {
    let order = self.scales.indices.sorted { self.scales[$0] < self.scales[$1] }
    var place = [Int32](repeating: 0, count: order.count)
    for (position, index) in order.enumerated() { place[index] = Int32(position) }
    let (runs, count) = runsAreNumbers ? indexed(runNumbers) : indexed(runFields.map { scanner.text($0) })
    guard count <= Measurements.largestGrid / order.count else {
      throw MeasurementError(
        "\(order.count) scales times \(count) runs are more than \(Measurements.largestGrid); number the runs of every scale in the same way, from 1"
      )
    }
    for index in rows.indices {
      rows[index].scale = place[Int(rows[index].scale)]
      rows[index].run = runs[index]
    }
    try checkDuplicates(runs: count)
    return Measurements(
      scales: order.map { self.scales[$0] }, runs: count, trials: trials.map { Int($0.count) },
      k: columns.k == nil ? nil : order.map { k[$0].value }, isPaired: columns.second != nil,
      hasTimes: columns.time != nil, rows: rows)
  }

  /// Returns the position of every name among the sorted different names, and their number.
  private func indexed<Name: Hashable & Comparable>(_ names: [Name]) -> ([Int32], count: Int) {
    var indices: [Name: Int32] = [:]
    var distinct: [Name] = []
    var result: [Int32] = []
    result.reserveCapacity(names.count)
    for name in names {
      if let index = indices[name] {
        result.append(index)
      } else {
        let index = Int32(distinct.count)
        indices[name] = index
        distinct.append(name)
        result.append(index)
      }
    }
    let order = distinct.indices.sorted { distinct[$0] < distinct[$1] }
    var place = [Int32](repeating: 0, count: order.count)
    for (position, index) in order.enumerated() { place[index] = Int32(position) }
    return (result.map { place[Int($0)] }, distinct.count)
  }

  /// Refuses two rows for one scale, run and time.
  private func checkDuplicates(runs: Int) throws(MeasurementError) {
    var duplicate: (first: Int, second: Int)?
    if times.isEmpty {
      var seen = [Int32](repeating: -1, count: scales.count * runs)
      for (index, row) in rows.enumerated() {
        let cell = Int(row.scale) * runs + Int(row.run)
        if seen[cell] >= 0 {
          duplicate = (Int(seen[cell]), index)
          break
        }
        seen[cell] = Int32(index)
      }
    } else {
      var seen: Set<Place> = []
      seen.reserveCapacity(rows.count)
      for (index, row) in rows.enumerated() {
        let place = Place(scale: row.scale, run: row.run, time: times[index])
        if !seen.insert(place).inserted {
          let first = rows.indices.first {
            place == Place(scale: rows[$0].scale, run: rows[$0].run, time: times[$0])
          }
          duplicate = (first ?? index, index)
          break
        }
      }
    }
    guard let duplicate else { return }
    let row = rows[duplicate.second]
    throw MeasurementError(
      line: Int(row.line),
      "run \(scanner.excerpt(runFields[duplicate.second])) already has a row for this scale\(times.isEmpty ? "" : " and T") on line \(rows[duplicate.first].line); each may have one"
    )
  }

  private struct Place: Hashable {
    let scale: Int32
    let run: Int32
    let time: Double
  }
}
