/// From the rows of a file to one table with numbered scales and runs.
extension MeasurementReader {
  /// Returns the table, with its scales and runs numbered in increasing order.
  consuming func measurements() throws(MeasurementError) -> Measurements {
    let order = scales.indices.sorted { scales[$0] < scales[$1] }
    var place = [Int32](repeating: 0, count: order.count)
    for (position, index) in order.enumerated() { place[index] = Int32(position) }
    var rows = self.rows
    for index in rows.indices { rows[index].scale = place[Int(rows[index].scale)] }
    let numbering = numbering(of: rows)
    let width = numbering.counts.max() ?? 0
    guard width <= Measurements.largestGrid / order.count else {
      throw MeasurementError(
        "\(order.count) scales times \(width) runs are more than \(Measurements.largestGrid); number the runs of every scale in the same way, from 1"
      )
    }
    for index in rows.indices { rows[index].run = numbering.runs[index] }
    var remarks = self.remarks(numbering)
    let hasTimes = layout.choice == nil && columns.time != nil && layout.isUsual
    let table = RunRows(rows, times: times, scales: order.count, width: width)
    if let choice = layout.choice {
      if choice == .last, !times.isEmpty, let twice = table.repetitionInTime(amongPresent: true) {
        throw repetition(twice.first, twice.second, isSameTime: true)
      }
      if table.repetition != nil { remarks.append(remark(on: choice, table, order.map { scales[$0] })) }
      rows = table.chosen(choice)
    } else if hasTimes {
      if let twice = table.repetitionInTime() { throw repetition(twice.first, twice.second, isSameTime: true) }
    } else if let twice = table.repetition {
      throw repetition(twice.first, twice.second, isSameTime: false)
    }
    return try Measurements(
      scales: order.map { scales[$0] }, runs: numbering.counts, runsAreShared: !numbering.isByScale,
      trials: trials.map { Int($0.count) }, k: columns.k == nil ? nil : order.map { k[$0].value },
      prediction: prediction(order),
      isPaired: columns.second != nil, hasTimes: hasTimes,
      valueName: layout.value == nil ? nil : FieldScanner.plain(columns.header.names[columns.first]),
      remarks: remarks, rows: rows)
  }

  /// The predicted values in the order of the scales; nil without a column of them.
  private func prediction(_ order: [Int]) throws(MeasurementError) -> [Double]? {
    guard columns.prediction != nil else { return nil }
    var values: [Double] = []
    for index in order {
      guard let value = predictions[Int32(index)]?.value else {
        throw MeasurementError("no row of scale \(NumberWords.short(scales[index])) has a predicted value")
      }
      values.append(value)
    }
    return values
  }

  private func numbering(of rows: [Measurements.Row]) -> RunNumbering {
    if columns.run == nil { return RunNumbering(everyRowOf: rows, scales: scales.count) }
    return runsAreNumbers
      ? RunNumbering(runNumbers, of: rows, scales: scales.count)
      : RunNumbering(runFields.map { scanner.text($0) }, of: rows, scales: scales.count)
  }

  // MARK: Remarks

  /// How the runs were understood, where the file could mean something else.
  private func remarks(_ numbering: RunNumbering) -> [String] {
    var remarks: [String] = []
    if columns.run == nil {
      remarks.append("every row counts as a run of its own, as requested")
    } else if numbering.isByScale {
      remarks.append(
        "no run name occurs at two scales, so each scale has its own runs; a run without a row is then not noticed")
    }
    if columns.scaleIsClock, columns.run != nil, !numbering.isByScale, scales.count > 1 {
      remarks.append(
        "the scale \(columns.header.excerpts[columns.scale]) looks like a time; p-values are valid only if no run was "
          + "read at several scales")
    }
    return remarks
  }

  private func remark(on choice: TableLayout.Choice, _ table: RunRows, _ scales: [Double]) -> String {
    let clock = (columns.time ?? columns.clock).map { columns.header.excerpts[$0] }
    switch choice {
    case .largest: return "some runs have several rows, of which the one with the largest value counts"
    case .smallest: return "some runs have several rows, of which the one with the smallest value counts"
    case .last:
      guard let clock else { return "some runs have several rows, of which the last in the file counts" }
      let rule = "some runs have several rows, of which the one with the largest \(clock) and a value counts"
      guard let ends = table.unequalEnds else { return rule }
      return "\(rule); at scale \(NumberWords.short(scales[ends.scale])) the runs end at different ones, from "
        + "\(NumberWords.short(ends.earliest)) to \(NumberWords.short(ends.latest))"
    }
  }

  // MARK: Repeated runs

  /// The error for a second row of a run, with the column in which the two rows differ and how to go on.
  private func repetition(_ first: Int, _ second: Int, isSameTime: Bool) -> MeasurementError {
    let lines = [Int(rows[first].line), Int(rows[second].line)]
    let (old, new) = (scanner.excerpts(onLine: lines[0]), scanner.excerpts(onLine: lines[1]))
    let run = runFields.isEmpty ? "a run" : "run \(scanner.excerpt(runFields[second]))"
    let scale =
      "\(FieldScanner.plain(columns.header.names[columns.scale])) \(NumberWords.short(scales[Int(rows[second].scale)]))"
    let clock = columns.time ?? columns.clock
    let time =
      isSameTime
      ? clock.map { " and \(FieldScanner.plain(columns.header.names[$0])) \(NumberWords.short(times[second]))" } ?? ""
      : ""
    let start = "\(run) already has a row for \(scale)\(time) on line \(lines[0])"
    if isSameTime { return MeasurementError(line: lines[1], "\(start); each may have one, so keep one of the two") }
    let differing = old.indices.filter {
      $0 < new.count && old[$0] != new[$0] && ![columns.first, columns.second, columns.run].contains($0)
    }
    let differingTime = differing.first { $0 == clock || ClockName.matches(columns.header.names[$0]) }
    guard let column = differingTime ?? differing.first else {
      return MeasurementError(
        line: lines[1],
        "\(start); keep one row per run, name the column that tells runs apart with --run, or choose a row with --at "
          + "last, largest or smallest")
    }
    let difference = "\(columns.header.excerpts[column]) is \(old[column]) there and \(new[column]) here"
    let advice =
      differingTime != nil
      ? "one run at many times is one run, so choose which row counts with --at last, largest or smallest"
      : "keep one row per run, name the column that tells runs apart with --run, or choose which row counts with --at "
        + "last, largest or smallest"
    return MeasurementError(line: lines[1], "\(start): \(difference); \(advice)")
  }
}
