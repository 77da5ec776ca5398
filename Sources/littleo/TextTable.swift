/// Rows of text aligned in columns.
struct TextTable {
  private let _numeric: Set<Int>
  private var _rows: [[String]]
  private let _paint: Paint

  /// A table with its header.
  ///
  /// - Parameters:
  ///   - numeric: The columns to align on the right.
  ///   - paint: How verdicts in its cells are coloured.
  init(_ header: [String], numeric: Set<Int> = [], paint: Paint = .standardOutput) {
    _rows = [header]
    _numeric = numeric
    _paint = paint
  }

  /// Adds a row.
  mutating func add(_ row: [String]) { _rows.append(row) }

  /// The table, a rule under its header, without spaces at the ends of lines.
  var text: String {
    let columns = _rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      _rows.reduce(0) { max($0, column < $1.count ? $1[column].count : 0) }
    }
    var lines = _rows.enumerated().map { index, row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        // The header and what a claim says in words are no verdicts.
        let shown = index > 0 && column < 3 ? _paint.verdicts(in: cell) : cell
        return _numeric.contains(column) ? padding + shown : shown + padding
      }
      return Self._trimmed(cells.joined(separator: "  "))
    }
    lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
    return lines.joined(separator: "\n")
  }

  private static func _trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
