/// Plain text laid out for a terminal.
enum TextBlock {
  /// The widest line.
  static let width = 100

  /// Returns text broken at spaces into lines of at most ``width`` columns.
  static func wrapped(_ text: String, indent: Int = 0) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width - indent {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }

  /// Returns facts, each behind its label.
  static func labelled(_ facts: [(label: String, text: String)]) -> String {
    let indent = 2 + (facts.map(\.label.count).max() ?? 0)
    return facts.map { label, text in
      label + String(repeating: " ", count: indent - label.count) + wrapped(text, indent: indent)
    }.joined(separator: "\n")
  }

  /// Returns rows of numbers aligned on the right under their header.
  static func table(_ header: [String], _ rows: [[String]]) -> String {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    var lines = all.map { row in
      zip(row, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: "  ")
    }
    lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
    return lines.joined(separator: "\n")
  }
}
