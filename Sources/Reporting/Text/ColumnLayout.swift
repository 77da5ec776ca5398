/// Lays out rows of text in columns that fit a width.
///
/// A table that is too wide gives way in this order: prose is broken at spaces within its column, optional columns are
/// left out, prose moves to lines below its row, and the columns that are left are split into several tables.
package struct ColumnLayout: Sendable {
  /// What a table gives up where it is too wide.
  package struct Style: Sendable {
    /// The columns aligned on the right.
    package var numeric: Set<Int>
    /// The columns that may be broken at spaces, each with the least width at which that is readable.
    package var prose: [Int: Int]
    /// The columns that may be left out, the first to go first.
    package var optional: [Int]
    /// The widest line; nil for no limit.
    package var width: Int?

    /// A style from its parts.
    package init(numeric: Set<Int> = [], prose: [Int: Int] = [:], optional: [Int] = [], width: Int? = nil) {
      self.numeric = numeric
      self.prose = prose
      self.optional = optional
      self.width = width
    }
  }

  /// The narrowest width that tables are laid out for.
  package static let narrowest = 40
  private static let gap = 2

  private let rows: [[String]]
  private let style: Style
  private let natural: [Int]
  private let limit: Int

  /// The layout of a header and the rows below it.
  package init(_ rows: [[String]], style: Style) {
    self.rows = rows
    self.style = style
    let columns = rows.map(\.count).max() ?? 0
    // A row of one cell is a heading between rows; it takes the whole line.
    natural = (0..<columns).map { column in
      rows.reduce(0) { $1.count > 1 && column < $1.count ? max($0, $1[column].count) : $0 }
    }
    limit = style.width.map { max(Self.narrowest, $0) } ?? .max
  }

  /// The lines, without spaces at their ends.
  ///
  /// - Parameter paint: Returns a padded cell as it is shown, by its column; it must not change the width.
  package func lines(paint: (_ cell: String, _ column: Int) -> String = { cell, _ in cell }) -> [String] {
    let all = Array(natural.indices)
    if let inline = kept(of: all) { return table(inline, widths: widths(of: inline), below: [], paint) }
    let prose = all.filter { style.prose[$0] != nil && $0 > 0 }
    let rest = all.filter { !prose.contains($0) }
    if let kept = kept(of: rest) { return table(kept, widths: widths(of: kept), below: prose, paint) }
    return blocks(of: rest).enumerated().flatMap { index, block in
      (index == 0 ? [] : [""]) + table(block, widths: widths(of: block), below: index == 0 ? prose : [], paint)
    }
  }

  // MARK: Columns

  /// The width that a column needs at least.
  private func least(_ column: Int) -> Int { min(natural[column], style.prose[column] ?? natural[column]) }

  private func total(_ widths: [Int]) -> Int { widths.reduce(0, +) + Self.gap * max(0, widths.count - 1) }

  /// The columns without as many optional ones as it takes to fit; nil if the others do not fit.
  private func kept(of columns: [Int]) -> [Int]? {
    var kept = columns
    for column in style.optional {
      if total(kept.map(least)) <= limit { break }
      kept.removeAll { $0 == column }
    }
    return total(kept.map(least)) <= limit ? kept : nil
  }

  /// Groups of columns that fit, each with the first column.
  private func blocks(of columns: [Int]) -> [[Int]] {
    guard let first = columns.first else { return [] }
    var blocks: [[Int]] = []
    var block = [first]
    for column in columns.dropFirst() {
      if block.count > 1, total((block + [column]).map(least)) > limit {
        blocks.append(block)
        block = [first]
      }
      block.append(column)
    }
    return blocks + [block]
  }

  /// The widths of columns: prose shares what the others leave, and a column alone with the first is cut to fit.
  private func widths(of columns: [Int]) -> [Int] {
    var widths = columns.map(least)
    var spare = limit == .max ? .max : limit - total(widths)
    if spare < 0 {
      for place in widths.indices.reversed() where spare < 0 {
        let cut = min(-spare, max(0, widths[place] - 8))
        widths[place] -= cut
        spare += cut
      }
      return widths
    }
    for (place, column) in columns.enumerated() {
      let more = min(spare, natural[column] - widths[place])
      widths[place] += more
      if spare != .max { spare -= more }
    }
    return widths
  }

  // MARK: Lines

  private func table(
    _ columns: [Int], widths: [Int], below: [Int], _ paint: (String, Int) -> String
  ) -> [String] {
    var lines: [String] = []
    for (index, row) in rows.enumerated() {
      if row.count == 1, index > 0 {
        lines += TextBlock.lines(row[0], width: limit).map { paint($0, 0) }
        continue
      }
      let cells = zip(columns, widths).map { column, width in
        TextBlock.lines(column < row.count ? row[column] : "", width: width)
      }
      for line in 0..<(cells.map(\.count).max() ?? 0) {
        let parts = zip(columns, zip(cells, widths)).map { column, content in
          let text = line < content.0.count ? content.0[line] : ""
          let padding = String(repeating: " ", count: max(0, content.1 - text.count))
          let shown = index > 0 ? paint(text, column) : text
          return style.numeric.contains(column) ? padding + shown : shown + padding
        }
        lines.append(TextBlock.trimmed(parts.joined(separator: String(repeating: " ", count: Self.gap))))
      }
      if index == 0 {
        let rules = widths.map { String(repeating: "─", count: $0) }
        lines.append(rules.joined(separator: String(repeating: " ", count: Self.gap)))
        continue
      }
      for column in below where column < row.count && !row[column].isEmpty {
        lines += TextBlock.lines(row[column], width: limit - 6).map { "      " + $0 }
      }
    }
    return lines
  }
}
