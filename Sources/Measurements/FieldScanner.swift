/// Splits the bytes of a CSV file into records of fields, without making text of them.
///
/// Commas separate; fields may be quoted as in RFC 4180; spaces around fields, blank lines, lines that start with `#`,
/// and any of the three line ends are tolerated.
struct FieldScanner {
  /// Where a field stands, without its quotes and the spaces around it.
  struct Field {
    let start: Int
    let end: Int
    /// Whether it holds doubled quotes that stand for one.
    let hasEscapes: Bool

    var isEmpty: Bool { start == end }
  }

  /// The bytes, with a line end behind the last.
  let bytes: [UInt8]
  /// The line on which the last record began, from 1.
  private(set) var recordLine = 0
  private var _position = 0
  private var _line = 1

  private static let _space = UInt8(ascii: " ")
  private static let _tab = UInt8(ascii: "\t")
  private static let _feed = UInt8(ascii: "\n")
  private static let _return = UInt8(ascii: "\r")
  private static let _comma = UInt8(ascii: ",")
  private static let _quote = UInt8(ascii: "\"")
  private static let _hash = UInt8(ascii: "#")

  /// A scanner of text.
  ///
  /// - Throws: ``MeasurementError`` for bytes that are no UTF-8 text, naming the line.
  init(_ input: [UInt8]) throws(MeasurementError) {
    var input = input
    input.append(Self._feed)
    bytes = input
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { _position = 3 }
    var line = 1
    var isASCII = true
    for byte in bytes {
      if byte >= 0x80 {
        isASCII = false
      } else if byte < 0x20 || byte == 0x7F {
        if byte == Self._feed {
          line += 1
        } else if byte != Self._return && byte != Self._tab {
          throw MeasurementError(
            line: line, "byte 0x\(String(byte, radix: 16)) is no text; the file must be UTF-8 text")
        }
      }
    }
    if !isASCII, String(validating: bytes, as: UTF8.self) == nil {
      throw MeasurementError(line: Self._firstBadLine(bytes), "bytes that are not UTF-8; the file must be UTF-8 text")
    }
  }

  private static func _firstBadLine(_ bytes: [UInt8]) -> Int {
    let lines = bytes.split(separator: _feed, omittingEmptySubsequences: false)
    return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
  }

  /// Reads the next record; returns whether there was one.
  mutating func next(_ fields: inout [Field]) throws(MeasurementError) -> Bool {
    guard _skipToRecord() else { return false }
    recordLine = _line
    fields.removeAll(keepingCapacity: true)
    while true {
      _skipSpaces()
      fields.append(bytes[_position] == Self._quote ? try _quoted() : _plain())
      if bytes[_position] == Self._comma {
        _position += 1
      } else {
        _endLine()
        return true
      }
    }
  }

  /// The bytes of a field as text.
  func text(_ field: Field) -> String {
    let text = String(decoding: bytes[field.start..<field.end], as: UTF8.self)
    return field.hasEscapes ? text.replacing("\"\"", with: "\"") : text
  }

  /// The bytes of a field as an error message quotes them: short, one line, nothing a terminal obeys.
  func excerpt(_ field: Field) -> String {
    let whole = text(field)
    var excerpt = ""
    for scalar in whole.unicodeScalars.prefix(40) {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        excerpt += "�"
      default: excerpt.unicodeScalars.append(scalar)
      }
    }
    return "“\(excerpt)\(whole.unicodeScalars.count > 40 ? "…" : "")”"
  }

  /// Passes blank lines and comments; returns false at the end.
  private mutating func _skipToRecord() -> Bool {
    while true {
      _skipSpaces()
      guard _position < bytes.count else { return false }
      let byte = bytes[_position]
      if byte == Self._feed || byte == Self._return {
        _endLine()
      } else if byte == Self._hash {
        while bytes[_position] != Self._feed && bytes[_position] != Self._return { _position += 1 }
      } else {
        return true
      }
    }
  }

  private mutating func _skipSpaces() {
    while _position < bytes.count, bytes[_position] == Self._space || bytes[_position] == Self._tab { _position += 1 }
  }

  private mutating func _endLine() {
    if bytes[_position] == Self._return, _position + 1 < bytes.count, bytes[_position + 1] == Self._feed {
      _position += 1
    }
    _position += 1
    _line += 1
  }

  private mutating func _plain() -> Field {
    let start = _position
    while true {
      let byte = bytes[_position]
      if byte == Self._comma || byte == Self._feed || byte == Self._return { break }
      _position += 1
    }
    var end = _position
    while end > start, bytes[end - 1] == Self._space || bytes[end - 1] == Self._tab { end -= 1 }
    return Field(start: start, end: end, hasEscapes: false)
  }

  private mutating func _quoted() throws(MeasurementError) -> Field {
    let line = _line
    _position += 1
    let start = _position
    var hasEscapes = false
    while true {
      guard _position < bytes.count - 1 else { throw MeasurementError(line: line, "a quotation mark is not closed") }
      let byte = bytes[_position]
      if byte == Self._quote {
        if bytes[_position + 1] != Self._quote { break }
        hasEscapes = true
        _position += 1
      } else if byte == Self._feed || (byte == Self._return && bytes[_position + 1] != Self._feed) {
        _line += 1
      }
      _position += 1
    }
    let field = Field(start: start, end: _position, hasEscapes: hasEscapes)
    _position += 1
    _skipSpaces()
    let next = bytes[_position]
    guard next == Self._comma || next == Self._feed || next == Self._return else {
      throw MeasurementError(line: _line, "text follows the closing quotation mark of \(excerpt(field))")
    }
    return field
  }
}
