/// Reads the parts of a page from the Markdown that it is published in.
struct PageReader {
  private var lines: [Substring]
  private var position = 0

  /// Returns the parts of a page; the mark of generated files is left out.
  static func blocks(of markdown: String) -> [PageBlock] {
    var reader = PageReader(
      lines: markdown.split(separator: "\n", omittingEmptySubsequences: false).filter { $0 != ReportText.marker })
    return reader.blocks(until: nil)
  }

  private init(lines: [Substring]) { self.lines = lines }

  private var next: Substring? { position < lines.count ? lines[position] : nil }

  private mutating func blocks(until end: Substring?) -> [PageBlock] {
    var blocks: [PageBlock] = []
    while let line = next {
      if line == end {
        position += 1
        break
      }
      if let block = block(line) { blocks.append(block) }
    }
    return blocks
  }

  /// Reads the block that begins with a line; nil for an empty line.
  private mutating func block(_ line: Substring) -> PageBlock? {
    if line.isEmpty {
      position += 1
      return nil
    }
    if line == "<details>" { return fold() }
    if line.hasPrefix("```") { return code(String(line.dropFirst(3))) }
    if let image = Self.image(line) {
      position += 1
      return image
    }
    let level = line.prefix { $0 == "#" }.count
    if level > 0, line.dropFirst(level).first == " " {
      position += 1
      return .heading(level, InlineReader.parts(of: line.dropFirst(level + 1)))
    }
    if line.hasPrefix("|") { return table() }
    if line.hasPrefix("- ") {
      return .list(taken { $0.hasPrefix("- ") }.map { InlineReader.parts(of: $0.dropFirst(2)) })
    }
    if line.hasPrefix("> ") {
      let text = taken { $0.hasPrefix("> ") }.map { String($0.dropFirst(2)) }.joined(separator: " ")
      return .quote(InlineReader.parts(of: text))
    }
    let text = taken { line in !line.isEmpty && !line.hasPrefix("```") && !line.hasPrefix("|") && line != "</details>" }
    if text.isEmpty {
      position += 1
      return nil
    }
    return .paragraph(InlineReader.parts(of: text.joined(separator: " ")))
  }

  /// Takes lines as long as a condition holds.
  private mutating func taken(while holds: (Substring) -> Bool) -> [Substring] {
    let start = position
    while let line = next, holds(line) { position += 1 }
    return Array(lines[start..<position])
  }

  private mutating func fold() -> PageBlock {
    position += 1
    var summary = ""
    if let line = next, line.hasPrefix("<summary>"), line.hasSuffix("</summary>") {
      summary = InlineReader.parts(of: line.dropFirst(9).dropLast(10).replacing("&quot;", with: "\"")).map(\.plain)
        .joined()
      position += 1
    }
    return .fold(summary, blocks(until: "</details>"))
  }

  private mutating func code(_ language: String) -> PageBlock {
    position += 1
    let text = taken { $0 != "```" }
    position += 1
    return .code(language: language, text.joined(separator: "\n"))
  }

  private mutating func table() -> PageBlock {
    let rows = taken { $0.hasPrefix("|") }.map(Self.cells)
    guard let header = rows.first else { return .paragraph([]) }
    return .table(header, Array(rows.dropFirst(2)))
  }

  /// The cells of a row; an escaped bar is text.
  private static func cells(_ line: Substring) -> [[PageInline]] {
    var cells: [[PageInline]] = []
    var cell = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in line.unicodeScalars.dropFirst() {
      if scalar == "|", !isEscaped {
        cells.append(InlineReader.parts(of: String(cell).trimmingSpaces))
        cell = String.UnicodeScalarView()
        continue
      }
      isEscaped = scalar == "\\" && !isEscaped
      cell.append(scalar)
    }
    return cells
  }

  /// Reads a line that is an image; nil for any other line.
  private static func image(_ line: Substring) -> PageBlock? {
    guard line.hasPrefix("!["), line.hasSuffix(")"),
      case .link(let alternative, let path)? = InlineReader.parts(of: line.dropFirst()).first
    else { return nil }
    return .image(alternative: alternative.map(\.plain).joined(), path: path)
  }
}

extension String {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: Substring {
    let start = drop { $0 == " " }
    return start.prefix(start.count - start.reversed().prefix { $0 == " " }.count)
  }
}
