import Files
import Foundation

/// Turns JSON lines into a table with commas, one row per line, so that line numbers stay the same.
///
/// Each line holds one object, and its keys are the columns. A key that a line lacks, and `null`, give an empty cell.
/// An object or a list in a cell becomes the text `[…]`. `NaN` and `Infinity` are read as Python writes them.
enum JSONLines {
  /// Whether a text begins like JSON, after a byte-order mark and blanks.
  static func holds(_ bytes: [UInt8]) -> Bool {
    let start = bytes.starts(with: byteOrderMark) ? 3 : 0
    guard let first = bytes[start...].first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// Returns the table, whose header comes before the row of line 1.
  ///
  /// - Throws: ``MeasurementError`` naming the first line that is not one object, or that has a key twice.
  static func table(_ bytes: [UInt8]) throws(MeasurementError) -> [UInt8] {
    let body = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
    let decoder = JSONDecoder()
    var names: [String] = []
    var known: Set<String> = []
    var rows: [(text: [UInt8], count: Int)] = []
    for (index, line) in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      guard let first = line.first(where: { ![0x20, 0x09, 0x0D].contains($0) }) else {
        rows.append(([], names.count))
        continue
      }
      guard first == UInt8(ascii: "{"), let object = object(line, decoder) else {
        throw MeasurementError(line: index + 1, problem(first))
      }
      if let repeated = RepeatedMember(inJSON: line) {
        throw MeasurementError(line: index + 1, repeated.words(in: "the object"))
      }
      for name in object.keys.sorted() where known.insert(name).inserted { names.append(name) }
      rows.append((row(names.map { object[$0]?.text ?? "" }), names.count))
    }
    var table = row(names)
    for row in rows {
      table.append(UInt8(ascii: "\n"))
      table += row.text
      if !row.text.isEmpty { table += [UInt8](repeating: UInt8(ascii: ","), count: names.count - row.count) }
    }
    return table
  }

  /// The object of a line; nil if the line is not one object.
  private static func object(_ line: ArraySlice<UInt8>, _ decoder: JSONDecoder) -> [String: Cell]? {
    if let object = try? decoder.decode([String: Cell].self, from: Data(line)) { return object }
    // JSON has no NaN, but Python writes it. The decoder's JSON5, which has it, crashes on some malformed numbers.
    guard let quoted = withQuotedWords(line) else { return nil }
    return try? decoder.decode([String: Cell].self, from: Data(quoted))
  }

  /// Puts `NaN`, `Infinity` and `-Infinity` in quotation marks where they stand outside of strings; nil without any.
  private static func withQuotedWords(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    let words = ["NaN", "-Infinity", "Infinity"].map { Array($0.utf8) }
    var result: [UInt8] = []
    var (isString, hasWord) = (false, false)
    var rest = line
    while let byte = rest.first {
      if !isString, let word = words.first(where: { rest.starts(with: $0) }) {
        result += [UInt8(ascii: "\"")] + word + [UInt8(ascii: "\"")]
        rest = rest.dropFirst(word.count)
        hasWord = true
        continue
      }
      // A backslash in a string belongs to the byte behind it, which may be a quotation mark.
      let count = isString && byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { isString.toggle() }
      result += rest.prefix(count)
      rest = rest.dropFirst(count)
    }
    return hasWord ? result : nil
  }

  /// The cell that stands for an object or a list.
  static let nested = "[…]"
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private static func problem(_ first: UInt8) -> String {
    first == UInt8(ascii: "[")
      ? "a JSON list; write one object per line, as pandas does with to_json(orient=\"records\", lines=True)"
      : "not one JSON object; JSON lines hold one object per line, as in {\"scale\": 64, \"run\": 1, \"value\": 0.5}"
  }

  /// The cells as quoted fields, with control characters replaced so that a row stays on its line.
  private static func row(_ cells: [String]) -> [UInt8] {
    var row: [UInt8] = []
    for (index, cell) in cells.enumerated() {
      if index > 0 { row.append(UInt8(ascii: ",")) }
      row.append(UInt8(ascii: "\""))
      for byte in cell.utf8 {
        if byte < 0x20 || byte == 0x7F {
          row += Array("�".utf8)
        } else {
          if byte == UInt8(ascii: "\"") { row.append(byte) }
          row.append(byte)
        }
      }
      row.append(UInt8(ascii: "\""))
    }
    return row
  }

  /// Any key of an object.
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  /// The value of one key as the text of a cell.
  private struct Cell: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        text = ""
      } else if let number = try? container.decode(Double.self) {
        text = Self.text(of: number, in: container)
      } else if let string = try? container.decode(String.self) {
        text = string
      } else if let truth = try? container.decode(Bool.self) {
        text = truth ? "true" : "false"
      } else {
        // Only an object or a list is left; a malformed number throws here, so that its line is refused.
        if (try? decoder.unkeyedContainer()) == nil { _ = try decoder.container(keyedBy: Key.self) }
        text = nested
      }
    }

    /// The shortest text of a number, without a fraction where it is whole; large whole numbers keep all digits.
    private static func text(of number: Double, in container: any SingleValueDecodingContainer) -> String {
      if number == number.rounded(), abs(number) < 0x1p64 {
        if let whole = try? container.decode(Int64.self) { return "\(whole)" }
        if let whole = try? container.decode(UInt64.self) { return "\(whole)" }
      }
      return "\(number)"
    }
  }
}
