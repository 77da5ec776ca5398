/// The tables of a page in Markdown, laid out for a terminal.
package enum PageTables {
  /// Returns a page whose tables are laid out in columns and whose other lines fit a width.
  ///
  /// - Parameters:
  ///   - page: The page in Markdown.
  ///   - width: The widest line; nil leaves the page as it is.
  package static func fitted(_ page: String, to width: Int?) -> String {
    guard let width else { return page }
    var lines: [String] = []
    var table: [String] = []
    func end() {
      if !table.isEmpty { lines += layout(table, width: width) }
      table = []
    }
    for line in page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("|") {
        table.append(line)
      } else {
        end()
        lines.append(TextBlock.fitted(line, to: width))
      }
    }
    end()
    return lines.joined(separator: "\n")
  }

  private static func layout(_ lines: [String], width: Int) -> [String] {
    let rows = lines.map(cells)
    guard rows.count > 1 else { return lines }
    let numeric = rows[1].indices.filter { rows[1][$0].hasSuffix(":") }
    // Prose is what no number is expected in: it may be broken.
    let prose = rows[0].indices.filter { !numeric.contains($0) }
    let style = ColumnLayout.Style(
      numeric: Set(numeric), prose: Dictionary(uniqueKeysWithValues: prose.map { ($0, 16) }), width: width)
    return ColumnLayout([rows[0]] + rows.dropFirst(2), style: style).lines()
  }

  /// The cells of a row, without the marks that only Markdown needs.
  private static func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.dropFirst() {
      if isEscaped {
        cell.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "|" {
        cells.append(cell)
        cell = ""
      } else if character != "*" {
        cell.append(character)
      }
    }
    return cells.map { $0.split(separator: " ").joined(separator: " ").replacing("<br>", with: "; ") }
  }
}
