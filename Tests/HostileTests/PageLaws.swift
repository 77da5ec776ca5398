import Foundation

/// Rules that hold for every page; each returns the first violation, nil if there is none.
enum PageLaws {
  /// Every number is finite: no word is `nan` or `inf`, and ∞ occurs only at the open end of an interval.
  static func numbers(_ text: String) -> String? {
    var word: [UInt8] = []
    for (place, byte) in (Array(text.utf8) + [0]).enumerated() {
      if (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || byte == 0x5F || byte >= 0x80 {
        if word.count < 10 { word.append(byte) }
        continue
      }
      if words.contains(word) {
        let before = text.utf8.prefix(place).suffix(200)
        return
          "the number \(String(decoding: word, as: UTF8.self)) at the end of “\(String(decoding: before, as: UTF8.self))”"
      }
      word.removeAll(keepingCapacity: true)
    }
    let open = text.replacing("∞)", with: "").replacing("(−∞", with: "")
    guard let place = open.firstIndex(of: "∞") else { return nil }
    return "an infinite number at the end of “\(open[...place].suffix(200))”"
  }

  private static let words = Set(
    ["nan", "NaN", "inf", "Inf", "infinity", "Infinity", "undefined"].map { Array($0.utf8) })

  /// The text is valid JSON.
  static func json(_ text: String) -> String? {
    do {
      _ = try JSONSerialization.jsonObject(with: Data(text.utf8))
      return nil
    } catch {
      return "no JSON (\(error)): \(excerpt(text))"
    }
  }

  /// The text is a well-formed image of shapes and texts, without scripts, handlers, links or external images.
  static func svg(_ text: String) -> String? {
    var scanner = SVGScanner(text)
    return scanner.fault().map { "\($0) in \(excerpt(text))" }
  }

  /// The text is a page of HTML with only the elements and attributes that littleo writes, and one script, its own.
  static func html(_ text: String) -> String? {
    let parts = text.components(separatedBy: "<script>")
    guard parts.count == 2, let end = parts[1].range(of: "</script>") else { return "\(parts.count - 1) scripts" }
    let body = parts[0] + String(parts[1][end.upperBound...])
    let known: Set<String> = [
      "html", "head", "meta", "title", "style", "body", "a", "nav", "main", "section", "h2", "h3", "h4", "h5", "p",
      "blockquote", "ul", "li", "div", "table", "thead", "tbody", "tr", "th", "td", "pre", "code", "em", "strong", "br",
      "figure", "details", "summary", "form", "label", "input", "select", "option", "button", "output", "svg", "g",
      "rect", "path", "text", "line", "circle",
    ]
    var open: [Substring] = []
    // A value in quotation marks may contain any text but a quotation mark or `<`, also `>` and the words of a handler.
    // Browsers read code points: to them, a combining mark after `>` does not belong to it.
    let tag = /<(\/?)([A-Za-z0-9]+)((?:[^<>"]|"[^<"]*")*?)(\/?)>/.matchingSemantics(.unicodeScalar)
    for match in body.matches(of: tag) {
      let (name, attributes) = (match.output.2, match.output.3)
      guard known.contains(String(name)) else { return "the element \(name)" }
      if attributes.replacing(#/"[^"]*"/#, with: "").contains(#/(?:^|\s)on[a-z]+=/#) {
        return "a handler in \(match.output.0)"
      }
      if let link = attributes.firstMatch(of: /href="([^"]*)"/), !link.output.1.hasPrefix("#") {
        return "a link to \(link.output.1)"
      }
      if match.output.1 == "/" {
        guard open.popLast() == name else {
          return "</\(name)> out of turn in \(excerpt(String(body[..<match.range.upperBound])))"
        }
      } else if match.output.4.isEmpty {
        open.append(name)
      }
    }
    return open.last.map { "<\($0)> without its end" }
  }

  /// The text is Markdown in which only the page's own markup has an effect.
  ///
  /// Harmful texts of a claim must contain the word `zq`, by which the check finds them.
  static func markdown(_ text: String) -> String? {
    var fence: Substring?
    var columns: Int?
    let lines = text.replacing("\r\n", with: "\n").split(separator: /[\n\r]/, omittingEmptySubsequences: false)
    for line in lines {
      let trimmed = line.drop { $0 == " " || $0 == ">" }
      if let open = fence {
        if line == "```" { fence = nil } else if let fault = code(line, in: open) { return fault }
        continue
      }
      if trimmed.hasPrefix("~~~") { return "a block that the page does not open: \(line)" }
      if trimmed.hasPrefix("```") {
        guard ["```sh", "```mermaid", "```text"].contains(line) else { return "a block of another kind: \(line)" }
        fence = line
        continue
      }
      let whole = Array(line.utf8)
      let bytes = withoutCode(whole)
      if let fault = tags(bytes) ?? links(bytes) ?? marks(bytes) { return "\(fault): \(line)" }
      if line.hasPrefix("|") {
        let count = Self.bars(whole)
        if let columns, columns != count { return "a row of \(count) bars in a table of \(columns): \(line)" }
        columns = count
      } else {
        columns = nil
      }
    }
    return fence.map { "the block \($0) has no end" }
  }

  // MARK: Lines of Markdown

  /// In a block of commands, every line is a comment or one of littleo's own commands.
  private static func code(_ line: Substring, in fence: Substring) -> String? {
    guard fence == "```sh" else { return nil }
    let isOwn = ["# ", "swift run", "littleo", "git "].contains { line.hasPrefix($0) }
    return isOwn ? nil : "a line among the commands that littleo does not write: \(line)"
  }

  /// Returns a line without the parts between backticks, where markup has no effect.
  private static func withoutCode(_ bytes: [UInt8]) -> [UInt8] {
    var rest = bytes[...]
    var result: [UInt8] = []
    while let start = rest.indices.first(where: { rest[$0] == UInt8(ascii: "`") && !isEscaped(bytes, $0) }),
      let end = rest[(start + 1)...].firstIndex(of: UInt8(ascii: "`"))
    {
      result += rest[..<start]
      rest = rest[(end + 1)...]
    }
    return result + rest
  }

  /// Every `<` that opens a tag is one that pages write.
  private static func tags(_ bytes: [UInt8]) -> String? {
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "<") && index + 1 < bytes.count {
      let next = bytes[index + 1]
      guard (0x41...0x5A).contains(next & 0xDF) || [0x21, 0x2F, 0x3F].contains(next) else { continue }
      let isOwn = [
        "<br>", "<details>", "</details>", "<summary>", "</summary>", "<!-- Generated by littleo; edits are lost. -->",
      ].contains {
        bytes[index...].starts(with: $0.utf8)
      }
      if !isOwn { return "a tag" }
    }
    return nil
  }

  /// Every link leads to a file of the report.
  private static func links(_ bytes: [UInt8]) -> String? {
    for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "]") && !isEscaped(bytes, index) {
      guard bytes[index + 1] == UInt8(ascii: "(") || bytes[index + 1] == UInt8(ascii: "[") else { continue }
      let target = bytes[(index + 2)...].prefix { $0 != UInt8(ascii: ")") }
      let isFile = target.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "/._-~%#".utf8.contains(byte)
      }
      if !isFile { return "a link to elsewhere" }
    }
    return nil
  }

  /// Every markup character before the word `zq` of hostile texts is escaped.
  private static func marks(_ bytes: [UInt8]) -> String? {
    let word = Array("zq".utf8)
    for index in bytes.indices.dropLast(2) where bytes[(index + 1)...].starts(with: word) {
      if "|`*_[]#\\".utf8.contains(bytes[index]), !isEscaped(bytes, index) { return "a mark of the claim's own" }
    }
    return bytes.starts(with: Array("# zq".utf8)) ? "a heading of the claim's own" : nil
  }

  private static func bars(_ bytes: [UInt8]) -> Int {
    bytes.indices.count { bytes[$0] == UInt8(ascii: "|") && !isEscaped(bytes, $0) }
  }

  /// Whether an odd number of backslashes stands before a place.
  private static func isEscaped(_ bytes: [UInt8], _ index: Int) -> Bool {
    bytes[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }

  private static func excerpt(_ text: String) -> String {
    text.count > 1500 ? "…" + text.suffix(1500) : text
  }
}
