import Files

/// Splits the bytes of a table into records of fields, without converting the fields to strings.
///
/// A delimiter separates the fields, which may be quoted as in RFC 4180. Spaces around fields, blank lines, lines that
/// start with `#` and any of the three line ends (LF, CR, CRLF) are accepted. Tabs count as spaces unless they delimit.
struct FieldScanner {
  /// The byte range of a field, without its quotes and the spaces around it.
  struct Field {
    let start: Int
    let end: Int
    /// Whether the field contains doubled quotes, each of which stands for one quote.
    let hasEscapes: Bool

    var isEmpty: Bool { start == end }
  }

  /// The bytes of the file, with a line end added after the last.
  let bytes: [UInt8]
  /// The line on which the last record began, from 1.
  private(set) var recordLine = 0
  private var position = 0
  private var line: Int
  private let format: Delimiter
  /// The delimiter's byte, which is compared with every byte of the file.
  private let delimiter: UInt8
  private let firstLine: Int

  private static let space = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")
  private static let feed = UInt8(ascii: "\n")
  private static let `return` = UInt8(ascii: "\r")
  private static let quote = UInt8(ascii: "\"")
  private static let hash = UInt8(ascii: "#")

  /// Creates a scanner at the start of a text, which ``checkText(_:)`` has accepted.
  ///
  /// - Parameter firstLine: The number of the first line in messages.
  init(_ text: [UInt8], delimiter: Delimiter = .comma, firstLine: Int = 1) {
    var text = text
    text.append(Self.feed)
    bytes = text
    format = delimiter
    self.delimiter = delimiter.byte
    self.firstLine = firstLine
    line = firstLine
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Refuses bytes that are not UTF-8 text, naming the line.
  static func checkText(_ bytes: [UInt8]) throws(MeasurementError) {
    var line = 1
    var isASCII = true
    for byte in bytes {
      if byte >= 0x80 {
        isASCII = false
      } else if byte < 0x20 || byte == 0x7F {
        if byte == Self.feed {
          line += 1
        } else if byte != Self.return && byte != Self.tab {
          throw MeasurementError(
            line: line, "byte 0x\(String(byte, radix: 16)) is not text; the file must be UTF-8 text")
        }
      }
    }
    if !isASCII, String(validating: bytes, as: UTF8.self) == nil {
      throw MeasurementError(line: Self.firstBadLine(bytes), "bytes that are not UTF-8; the file must be UTF-8 text")
    }
  }

  private static func firstBadLine(_ bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: feed, omittingEmptySubsequences: false)
    return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
  }

  /// Reads the next record into `fields`; returns false at the end of the file.
  mutating func next(_ fields: inout [Field]) throws(MeasurementError) -> Bool {
    guard skipToRecord() else { return false }
    recordLine = line
    fields.removeAll(keepingCapacity: true)
    while true {
      skipSpaces()
      fields.append(bytes[position] == Self.quote ? try quoted() : unquoted())
      if bytes[position] == delimiter {
        position += 1
      } else {
        endLine()
        return true
      }
    }
  }

  /// Returns the fields of the record that begins on a line, as messages quote them; empty if there is none.
  ///
  /// - Complexity: O(N) for a file of N bytes, because it reads the file again.
  func excerpts(onLine wanted: Int) -> [String] {
    var scanner = FieldScanner(bytes, delimiter: format, firstLine: firstLine)
    var fields: [Field] = []
    while (try? scanner.next(&fields)) == true {
      if scanner.recordLine == wanted { return fields.map { scanner.excerpt($0) } }
    }
    return []
  }

  /// Returns a field as a string, each doubled quote as one.
  func text(_ field: Field) -> String {
    let text = String(decoding: bytes[field.start..<field.end], as: UTF8.self)
    return field.hasEscapes ? text.replacing("\"\"", with: "\"") : text
  }

  /// Returns a field as an error message quotes it: at most 40 characters, on one line, control characters as escapes.
  func excerpt(_ field: Field) -> String {
    "“\(Self.plain(text(field)))”"
  }

  /// Returns at most 40 characters of a text, on one line and with control characters as escapes.
  static func plain(_ text: String) -> String {
    Quoted.text(text, limit: 40)
  }

  /// Skips blank lines and comments; returns false at the end of the file.
  private mutating func skipToRecord() -> Bool {
    while true {
      skipSpaces()
      guard position < bytes.count else { return false }
      let byte = bytes[position]
      if byte == Self.feed || byte == Self.return {
        endLine()
      } else if byte == Self.hash {
        while bytes[position] != Self.feed && bytes[position] != Self.return { position += 1 }
      } else {
        return true
      }
    }
  }

  private mutating func skipSpaces() {
    while position < bytes.count, isSpace(bytes[position]) { position += 1 }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == Self.space || (byte == Self.tab && delimiter != Self.tab) }

  private mutating func endLine() {
    if bytes[position] == Self.return, position + 1 < bytes.count, bytes[position + 1] == Self.feed {
      position += 1
    }
    position += 1
    line += 1
  }

  private mutating func unquoted() -> Field {
    let start = position
    while true {
      let byte = bytes[position]
      if byte == delimiter || byte == Self.feed || byte == Self.return { break }
      position += 1
    }
    var end = position
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return Field(start: start, end: end, hasEscapes: false)
  }

  private mutating func quoted() throws(MeasurementError) -> Field {
    let line = self.line
    position += 1
    let start = position
    var hasEscapes = false
    while true {
      guard position < bytes.count - 1 else { throw MeasurementError(line: line, "a quotation mark is not closed") }
      let byte = bytes[position]
      if byte == Self.quote {
        if bytes[position + 1] != Self.quote { break }
        hasEscapes = true
        position += 1
      } else if byte == Self.feed || (byte == Self.return && bytes[position + 1] != Self.feed) {
        self.line += 1
      }
      position += 1
    }
    let field = Field(start: start, end: position, hasEscapes: hasEscapes)
    position += 1
    skipSpaces()
    let next = bytes[position]
    guard next == delimiter || next == Self.feed || next == Self.return else {
      throw MeasurementError(line: self.line, "text follows the closing quotation mark of \(excerpt(field))")
    }
    return field
  }
}
