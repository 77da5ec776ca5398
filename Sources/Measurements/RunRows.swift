/// The rows of a table by scale and run: which of them repeat a run, and which one counts.
struct RunRows {
  private let rows: [Measurements.Row]
  /// The time of each row; empty without times.
  private let times: [Double]
  /// The largest number of runs at a scale.
  private let width: Int
  private let scales: Int

  /// Rows whose scales and runs are numbered.
  init(_ rows: [Measurements.Row], times: [Double], scales: Int, width: Int) {
    self.rows = rows
    self.times = times
    self.scales = scales
    self.width = width
  }

  private func cell(_ index: Int) -> Int { Int(rows[index].scale) * width + Int(rows[index].run) }

  /// The first row for a scale and run that an earlier row has, with that row; nil if there is none.
  var repetition: (first: Int, second: Int)? {
    var seen = [Int32](repeating: -1, count: scales * width)
    for index in rows.indices {
      let cell = cell(index)
      if seen[cell] >= 0 { return (Int(seen[cell]), index) }
      seen[cell] = Int32(index)
    }
    return nil
  }

  /// The first row for a scale, run and time that an earlier row has, with that row; nil if there is none.
  ///
  /// - Parameter present: Whether rows without a value are left out.
  func repetitionInTime(amongPresent present: Bool = false) -> (first: Int, second: Int)? {
    var seen: [Place: Int] = [:]
    seen.reserveCapacity(rows.count)
    for index in rows.indices where !present || !rows[index].isMissing {
      let place = Place(cell: cell(index), time: times[index])
      if let first = seen[place] { return (first, index) }
      seen[place] = index
    }
    return nil
  }

  /// Returns the row that counts for each scale and run, in the order of the file.
  ///
  /// A row without a value counts only if its run has no other. An impossible value is never passed over for the
  /// largest or smallest, so that the health check of the engine finds it.
  func chosen(_ choice: TableLayout.Choice) -> [Measurements.Row] {
    var best = [Int32](repeating: -1, count: scales * width)
    for index in rows.indices {
      let cell = cell(index)
      guard best[cell] < 0 || isBetter(index, than: Int(best[cell]), choice) else { continue }
      best[cell] = Int32(index)
    }
    return best.filter { $0 >= 0 }.sorted().map { rows[Int($0)] }
  }

  private func isBetter(_ index: Int, than best: Int, _ choice: TableLayout.Choice) -> Bool {
    let (row, other) = (rows[index], rows[best])
    if row.isMissing != other.isMissing { return other.isMissing }
    switch choice {
    case .last: return times.isEmpty || times[index] >= times[best]
    case .largest where row.first.isFinite && other.first.isFinite: return row.first > other.first
    case .smallest where row.first.isFinite && other.first.isFinite: return row.first < other.first
    case .largest, .smallest: return other.first.isFinite
    }
  }

  /// The last times of the runs of one scale, if they differ: the earliest and the latest of them.
  var unequalEnds: (scale: Int, earliest: Double, latest: Double)? {
    guard !times.isEmpty else { return nil }
    var last = [Double](repeating: -.infinity, count: scales * width)
    for index in rows.indices where !rows[index].isMissing { last[cell(index)] = max(last[cell(index)], times[index]) }
    for scale in 0..<scales {
      let ends = last[scale * width..<(scale + 1) * width].filter { $0 > -.infinity }
      if let earliest = ends.min(), let latest = ends.max(), earliest < latest { return (scale, earliest, latest) }
    }
    return nil
  }

  private struct Place: Hashable {
    let cell: Int
    let time: Double
  }
}
