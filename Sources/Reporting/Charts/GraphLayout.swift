/// Where the boxes of a graph without cycles stand: in columns, each to the left of those that it leads to.
struct GraphLayout {
  /// The names by column, from left to right; those in a column do not lead to each other.
  let columns: [[String]]
  /// The names that lead to none and that none leads to.
  let alone: [String]

  /// The layout of some names.
  ///
  /// - Complexity: O(n · e) for n names and e edges.
  init(_ names: [String], edges: [String: [String]]) {
    let known = Set(names)
    let targets = Set(edges.values.joined())
    let edges = edges.mapValues { $0.filter(known.contains) }
    alone = names.filter { (edges[$0] ?? []).isEmpty && !targets.contains($0) }
    let isolated = Set(alone)
    let linked = names.filter { !isolated.contains($0) }
    // The depth of a name is the longest way to one that leads to none.
    var depths: [String: Int] = [:]
    func depth(_ name: String) -> Int {
      if let depth = depths[name] { return depth }
      let depth = (edges[name] ?? []).map { depth($0) + 1 }.max() ?? 0
      depths[name] = depth
      return depth
    }
    let deepest = linked.map(depth).max() ?? -1
    var columns = (0...max(0, deepest)).map { column in linked.filter { depth($0) == deepest - column } }
    if linked.isEmpty { columns = [] }
    // A few sweeps move every name near the middle of its neighbours, so that fewer lines cross.
    for sweep in 0..<8 {
      for index in columns.indices {
        let column = sweep % 2 == 0 ? index : columns.count - 1 - index
        var rows: [String: Double] = [:]
        for names in columns {
          for (row, name) in names.enumerated() { rows[name] = Double(row) - Double(names.count) / 2 }
        }
        let weights = columns[column].map { name -> Double in
          let near = (edges[name] ?? []) + linked.filter { (edges[$0] ?? []).contains(name) }
          let places = near.compactMap { rows[$0] }
          return places.isEmpty ? rows[name] ?? 0 : places.reduce(0, +) / Double(places.count)
        }
        columns[column] = zip(columns[column], weights).enumerated().sorted {
          ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
        }.map(\.element.0)
      }
    }
    self.columns = columns
  }
}
