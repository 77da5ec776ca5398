import Files
import Foundation

/// A JSON value in a line of a program.
enum JSONValue: Hashable, Sendable, Decodable {
  case null
  case truth(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// The deepest nesting that is read; descriptions of programs need five levels.
  private static let deepest = 16

  /// Reads any JSON value that is not nested too deeply.
  ///
  /// A value is tried as one type after the other. Each failure costs time that grows with the depth, so that a line of
  /// lists in lists could take more than half an hour.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard decoder.codingPath.count < Self.deepest else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "it is nested too deeply")
    }
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let members = try? container.decode([String: JSONValue].self) {
      self = .object(members)
    } else if container.decodeNil() {
      self = .null
    } else if let truth = try? container.decode(Bool.self) {
      self = .truth(truth)
    } else {
      self = .list(try container.decode([JSONValue].self))
    }
  }

  /// Returns the value of a line; nil if the line is no JSON.
  ///
  /// Bare `NaN`, `Infinity`, `inf` and numbers too large for a `Double` are no JSON, but many programs write them. They
  /// are read as the text of the same characters, so that a message can name the quantity.
  ///
  /// - Throws: A clause on a member that an object of the line has twice.
  static func read(_ line: Data) throws(ExperimentError) -> JSONValue? {
    // JSON has no byte 0, but UTF-16 has, which the decoder would recognise.
    guard !line.contains(0) else { return nil }
    if let repeated = RepeatedMember(inJSON: line) {
      throw ExperimentError("in a line that the program wrote, \(repeated.words(in: "the object"))")
    }
    if let value = try? JSONDecoder().decode(JSONValue.self, from: line) { return value }
    guard let mended = quotingInfinities(in: line) else { return nil }
    return try? JSONDecoder().decode(JSONValue.self, from: mended)
  }

  /// The value in a few words, for messages.
  var words: String {
    switch self {
    case .null: "null"
    case .truth(let truth): "\(truth)"
    case .number(let number): number.exactText
    case .text(let text): Self.isNotFinite(text) ? text.quotable : "the text “\(text.quotable)”"
    case .list: "a list"
    case .object: "an object"
    }
  }

  /// Returns whether a text is a number in form, but NaN or infinite.
  static func isNotFinite(_ text: String) -> Bool { Double(text).map { !$0.isFinite } ?? false }

  /// Returns the line with its bare NaN and infinities in quotes; nil if it has none.
  private static func quotingInfinities(in line: Data) -> Data? {
    var mended = Data()
    var token: [UInt8] = []
    var isQuoted = false
    var isEscaped = false
    var hasChanged = false
    func flush() {
      let isBare = isNotFinite(String(decoding: token, as: UTF8.self))
      if isBare { hasChanged = true }
      mended.append(contentsOf: isBare ? [UInt8(ascii: "\"")] + token + [UInt8(ascii: "\"")] : token)
      token = []
    }
    for byte in line {
      if isQuoted {
        mended.append(byte)
        if !isEscaped, byte == UInt8(ascii: "\"") { isQuoted = false }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      } else if "{}[],:\" \t\r".utf8.contains(byte) {
        flush()
        mended.append(byte)
        isQuoted = byte == UInt8(ascii: "\"")
      } else {
        token.append(byte)
      }
    }
    flush()
    return hasChanged ? mended : nil
  }
}
