/// Reads the rows of a table of measurements and puts scales and runs in order.
package struct MeasurementReader {
  private var _scanner: FieldScanner
  private let _columns: MeasurementColumns
  private var _rows: [Measurements.Row] = []
  private var _times: [Double] = []
  /// The field of each row's run; its text is only needed if some run has no number.
  private var _runFields: [FieldScanner.Field] = []
  private var _runNumbers: [Double] = []
  private var _runsAreNumbers = true
  private var _scales: [Double] = []
  private var _scaleIndex: [Double: Int32] = [:]
  private var _trials: (count: Double, line: Int)?
  /// k of each scale with the line that said so.
  private var _k: [(value: Double, line: Int)] = []

  init(_ csv: [UInt8]) throws(MeasurementError) {
    var scanner = try FieldScanner(csv)
    var header: [FieldScanner.Field] = []
    guard try scanner.next(&header) else {
      throw MeasurementError(
        "the file has no header and no rows; its first line names the columns, as in scale,run,value")
    }
    _columns = try MeasurementColumns(
      header.map { scanner.excerpt($0) }, names: header.map { scanner.text($0) }, line: scanner.recordLine)
    _scanner = scanner
  }

  mutating func readRows() throws(MeasurementError) {
    var fields: [FieldScanner.Field] = []
    while try _scanner.next(&fields) {
      guard fields.count == _columns.count else {
        throw MeasurementError(
          line: _scanner.recordLine,
          "\(fields.count) \(fields.count == 1 ? "field" : "fields"), but the header has \(_columns.count)")
      }
      try _readRow(fields)
    }
    if _rows.isEmpty { throw MeasurementError("the file has a header but no rows of data") }
  }

  private mutating func _readRow(_ fields: [FieldScanner.Field]) throws(MeasurementError) {
    let line = _scanner.recordLine
    let scale = try _scaleIndex(fields[_columns.scale], line)
    let run = fields[_columns.run]
    if run.isEmpty { throw MeasurementError(line: line, "the run is empty; every row names its run") }
    if _runsAreNumbers {
      if let number = DecimalNumber.value(_scanner.bytes, run.start, run.end), number.isFinite {
        _runNumbers.append(number)
      } else {
        _runsAreNumbers = false
      }
    }
    _runFields.append(run)
    let first = try _value(fields[_columns.first], _columns.second == nil ? "value" : "a", line)
    let second: Double? = if let column = _columns.second { try _value(fields[column], "b", line) } else { 0 }
    if let column = _columns.trials { try _readTrials(fields[column], line) }
    if let column = _columns.k { try _readK(fields[column], scale, line) }
    if let column = _columns.time {
      guard let time = _number(fields[column]), time.isFinite else {
        throw MeasurementError(line: line, "T = \(_scanner.excerpt(fields[column])); it must be a finite number")
      }
      _times.append(time)
    }
    _rows.append(
      Measurements.Row(
        scale: scale, run: 0, line: Int32(truncatingIfNeeded: line), isMissing: first == nil || second == nil,
        first: first ?? 0, second: second ?? 0))
  }

  private func _number(_ field: FieldScanner.Field) -> Double? {
    DecimalNumber.value(_scanner.bytes, field.start, field.end)
  }

  /// A value, nil where the run is missing.
  private func _value(_ field: FieldScanner.Field, _ name: String, _ line: Int) throws(MeasurementError) -> Double? {
    if field.isEmpty { return nil }
    if let value = _number(field) { return value }
    if field.end - field.start == 2, _scanner.text(field).uppercased() == "NA" { return nil }
    throw MeasurementError(
      line: line, "\(name) = \(_scanner.excerpt(field)); it must be a number, or empty or NA for a missing run")
  }

  private mutating func _scaleIndex(_ field: FieldScanner.Field, _ line: Int) throws(MeasurementError) -> Int32 {
    guard let scale = _number(field) else {
      throw MeasurementError(line: line, "scale = \(_scanner.excerpt(field)); it must be a finite number above 1")
    }
    // Files are mostly sorted by scale.
    if let row = _rows.last, _scales[Int(row.scale)] == scale { return row.scale }
    if let index = _scaleIndex[scale] { return index }
    guard scale > 1, scale.isFinite else {
      throw MeasurementError(line: line, "scale = \(_scanner.excerpt(field)); it must be a finite number above 1")
    }
    guard _scales.count < Measurements.largestScaleCount else {
      throw MeasurementError(
        line: line, "more than \(Measurements.largestScaleCount) scales; there can be 1 to that many")
    }
    let index = Int32(_scales.count)
    _scales.append(scale)
    _scaleIndex[scale] = index
    return index
  }

  private mutating func _readTrials(_ field: FieldScanner.Field, _ line: Int) throws(MeasurementError) {
    guard let trials = _number(field), trials >= 1, trials <= 0x1p53, trials == trials.rounded() else {
      throw MeasurementError(
        line: line, "trials = \(_scanner.excerpt(field)); it must be a whole number from 1 to 2^53")
    }
    guard let first = _trials else {
      _trials = (trials, line)
      return
    }
    if trials != first.count {
      throw MeasurementError(
        line: line,
        "trials = \(_scanner.excerpt(field)), but line \(first.line) says \(Int(first.count)); all rows have the same")
    }
  }

  private mutating func _readK(_ field: FieldScanner.Field, _ scale: Int32, _ line: Int) throws(MeasurementError) {
    guard let k = _number(field), k > 0, k.isFinite else {
      throw MeasurementError(line: line, "k = \(_scanner.excerpt(field)); it must be a finite number above 0")
    }
    if Int(scale) == _k.count {
      _k.append((k, line))
    } else if _k[Int(scale)].value != k {
      throw MeasurementError(
        line: line, "k = \(_scanner.excerpt(field)), but line \(_k[Int(scale)].line) gives another for the same scale")
    }
  }

  // MARK: Order

  /// The rows with scales and runs numbered in order.
  consuming func measurements() throws(MeasurementError) -> Measurements {
    let order = _scales.indices.sorted { _scales[$0] < _scales[$1] }
    var place = [Int32](repeating: 0, count: order.count)
    for (position, index) in order.enumerated() { place[index] = Int32(position) }
    let (runs, count) = _runsAreNumbers ? _indexed(_runNumbers) : _indexed(_runFields.map { _scanner.text($0) })
    guard count <= Measurements.largestGrid / order.count else {
      throw MeasurementError(
        "\(order.count) scales and \(count) runs make more than \(Measurements.largestGrid) places; number the runs of every scale alike, from 1"
      )
    }
    for index in _rows.indices {
      _rows[index].scale = place[Int(_rows[index].scale)]
      _rows[index].run = runs[index]
    }
    try _checkDuplicates(runs: count)
    return Measurements(
      scales: order.map { _scales[$0] }, runs: count, trials: _trials.map { Int($0.count) },
      k: _columns.k == nil ? nil : order.map { _k[$0].value }, isPaired: _columns.second != nil,
      hasTimes: _columns.time != nil, rows: _rows)
  }

  /// The position of every name among the names in order.
  private func _indexed<Name: Hashable & Comparable>(_ names: [Name]) -> ([Int32], count: Int) {
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
  private func _checkDuplicates(runs: Int) throws(MeasurementError) {
    var duplicate: (first: Int, second: Int)?
    if _times.isEmpty {
      var seen = [Int32](repeating: -1, count: _scales.count * runs)
      for (index, row) in _rows.enumerated() {
        let cell = Int(row.scale) * runs + Int(row.run)
        if seen[cell] >= 0 {
          duplicate = (Int(seen[cell]), index)
          break
        }
        seen[cell] = Int32(index)
      }
    } else {
      var seen: Set<Place> = []
      seen.reserveCapacity(_rows.count)
      for (index, row) in _rows.enumerated() {
        let place = Place(scale: row.scale, run: row.run, time: _times[index])
        if !seen.insert(place).inserted {
          let first = _rows.indices.first {
            place == Place(scale: _rows[$0].scale, run: _rows[$0].run, time: _times[$0])
          }
          duplicate = (first ?? index, index)
          break
        }
      }
    }
    guard let duplicate else { return }
    let row = _rows[duplicate.second]
    throw MeasurementError(
      line: Int(row.line),
      "run \(_scanner.excerpt(_runFields[duplicate.second])) of its scale\(_times.isEmpty ? "" : " and T") was already on line \(_rows[duplicate.first].line); each stands once"
    )
  }

  private struct Place: Hashable {
    let scale: Int32
    let run: Int32
    let time: Double
  }
}
