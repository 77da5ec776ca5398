/// Plain text laid out for a terminal.
package enum TextBlock {
  /// The widest line where no width is known.
  static let width = 100

  /// Returns text broken at spaces into lines of at most a number of columns.
  static func wrapped(_ text: String, indent: Int = 0, width: Int = TextBlock.width) -> String {
    lines(text, width: width - indent, keepsSpaces: false).joined(
      separator: "\n" + String(repeating: " ", count: indent))
  }

  /// Returns facts, each behind its label.
  static func labelled(_ facts: [(label: String, text: String)], width: Int = TextBlock.width) -> String {
    let indent = 2 + (facts.map(\.label.count).max() ?? 0)
    return facts.map { label, text in
      label + String(repeating: " ", count: indent - label.count) + wrapped(text, indent: indent, width: width)
    }.joined(separator: "\n")
  }

  /// Returns rows of numbers aligned on the right under their header.
  static func table(_ header: [String], _ rows: [[String]], width: Int? = nil) -> String {
    let style = ColumnLayout.Style(numeric: Set(header.indices), width: width)
    return ColumnLayout([header] + rows, style: style).lines().joined(separator: "\n")
  }

  /// Returns a text whose lines fit a width: a longer line goes on below the text behind its label or bullet.
  ///
  /// Commands to be copied stay whole. Lines that were broken at 112 columns are put together again first.
  ///
  /// - Parameters:
  ///   - text: The lines.
  ///   - width: The widest line; nil leaves the text as it is.
  package static func fitted(_ text: String, to width: Int?) -> String {
    guard let width else { return text }
    let limit = max(ColumnLayout.narrowest, width)
    let whole = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return (limit < written ? joined(whole) : whole).map { line in
      guard line.count > limit, !isCommand(line) else { return line }
      let indent = min(hang(of: line), max(limit / 2, limit - 30))
      let first = lines(line, width: limit)
      guard first.count > 1 else { return first[0] }
      let rest = line.dropFirst(first[0].count).drop { $0 == " " }
      return first[0] + "\n"
        + lines(String(rest), width: limit - indent).map { String(repeating: " ", count: indent) + $0 }
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// Texts in the source are broken where a line of this many columns ends.
  private static let written = 112

  /// Returns lines of which those that only go on where the one before was full are joined to it.
  private static func joined(_ lines: [String]) -> [String] {
    var whole: [String] = []
    // The last line as it was written: whether the next one goes on depends on its length alone.
    var last = ""
    for line in lines {
      let start = line.prefix { $0 == " " }.count
      let text = line.dropFirst(start)
      let word = text.prefix { $0 != " " }
      let goesOn =
        !text.isEmpty && !last.isEmpty && last.count + 1 + word.count > written && start == hang(of: whole.last ?? "")
        && !text.contains("  ") && !isCommand(line) && !isCommand(last)
      if goesOn { whole[whole.count - 1] += " " + text } else { whole.append(line) }
      last = line
    }
    return whole
  }

  private static func isCommand(_ line: String) -> Bool {
    let text = line.drop { $0 == " " }
    // A line of help has a gap or a placeholder.
    return ["swift run", "littleo trial", "$ "].contains { text.hasPrefix($0) }
      && !text.contains("  ") && !text.contains("…")
  }

  /// The column at which a line goes on: behind the last gap of several spaces in its first half, or its own indent.
  private static func hang(of line: String) -> Int {
    let characters = Array(line)
    let start = characters.prefix { $0 == " " }.count
    var place = start
    var index = start
    while index + 2 < characters.count, index < 50 {
      if characters[index] == " ", characters[index + 1] == " ", characters[index + 2] != " " { place = index + 2 }
      index += 1
    }
    return place
  }

  /// Returns the lines of a text broken at spaces; a word longer than a line is broken where the line ends.
  ///
  /// - Parameter keepsSpaces: Whether spaces at the beginning and between words of one line are kept.
  static func lines(_ text: String, width: Int, keepsSpaces: Bool = true) -> [String] {
    if keepsSpaces, text.count <= width { return [text] }
    let width = max(1, width)
    let lead = keepsSpaces ? String(text.prefix { $0 == " " }.prefix(width / 2)) : ""
    var lines: [String] = []
    var line = lead
    var isEmpty = true
    var rest = keepsSpaces ? text.dropFirst(lead.count) : text[...]
    while let start = rest.firstIndex(where: { $0 != " " }) {
      let gap = isEmpty ? 0 : keepsSpaces ? rest.distance(from: rest.startIndex, to: start) : 1
      rest = rest[start...]
      var word = rest.prefix { $0 != " " }
      rest = rest.dropFirst(word.count)
      if !isEmpty, line.count + gap + word.count > width {
        lines.append(line)
        line = lead
        isEmpty = true
      } else {
        line += String(repeating: " ", count: gap)
      }
      while keepsSpaces, line.count + word.count > width {
        let part = word.prefix(max(1, width - line.count))
        lines.append(line + part)
        word = word.dropFirst(part.count)
        line = lead
      }
      line += word
      isEmpty = word.isEmpty
    }
    if !isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// Returns a line without the spaces at its end.
  static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
