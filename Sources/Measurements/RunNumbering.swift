/// The numbers of the runs, in the order of their names.
struct RunNumbering {
  /// The number of each row's run, from 0.
  private(set) var runs: [Int32]
  /// How many runs each scale has.
  private(set) var counts: [Int]
  /// Whether each scale numbers its own runs, because no name occurs at two scales.
  private(set) var isByScale = false

  /// Takes every row for a run of its own.
  init(everyRowOf rows: [Measurements.Row], scales: Int) {
    counts = [Int](repeating: 0, count: scales)
    isByScale = true
    runs = []
    runs.reserveCapacity(rows.count)
    for row in rows {
      runs.append(Int32(counts[Int(row.scale)]))
      counts[Int(row.scale)] += 1
    }
  }

  /// Numbers runs by their names over all scales.
  ///
  /// If no name occurs at two scales, the names cannot say which runs a scale lacks. Each scale then has its own runs.
  init<Name: Hashable & Comparable>(_ names: [Name], of rows: [Measurements.Row], scales: Int) {
    var indices: [Name: Int32] = [:]
    var distinct: [Name] = []
    var home: [Int32] = []
    var isShared = scales == 1
    runs = []
    runs.reserveCapacity(names.count)
    for (name, row) in zip(names, rows) {
      if let index = indices[name] {
        runs.append(index)
        if home[Int(index)] != row.scale { isShared = true }
      } else {
        let index = Int32(distinct.count)
        indices[name] = index
        distinct.append(name)
        home.append(row.scale)
        runs.append(index)
      }
    }
    let order = distinct.indices.sorted { distinct[$0] < distinct[$1] }
    var place = [Int32](repeating: 0, count: order.count)
    if isShared {
      counts = [Int](repeating: distinct.count, count: scales)
      for (position, index) in order.enumerated() { place[index] = Int32(position) }
    } else {
      isByScale = true
      counts = [Int](repeating: 0, count: scales)
      for index in order {
        place[index] = Int32(counts[Int(home[index])])
        counts[Int(home[index])] += 1
      }
    }
    for index in runs.indices { runs[index] = place[Int(runs[index])] }
  }
}
