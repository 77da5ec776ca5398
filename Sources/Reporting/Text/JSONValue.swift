/// A JSON value with one spelling: sorted keys, two spaces per level, shortest decimals.
///
/// NaN and infinities become null.
package enum JSONValue: Sendable, Equatable {
  /// Nothing.
  case null
  /// True or false.
  case bool(Bool)
  /// A number; NaN and infinities become null, because JSON has none.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// Text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// An object.
  case object([String: JSONValue])

  /// A number, null if there is none.
  package static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
  /// A text, null if there is none.
  package static func optional(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  /// The edition of what the commands print with `--json`.
  ///
  /// It is raised whenever a key is renamed, removed or changes its meaning. Edition 2 calls the p-values that decide
  /// `pSupport` and `pRefute` everywhere, and names the relations of growth as the code does. Edition 4 knows three words
  /// of support, counts the claims under each word that pages show, and writes every verdict as pages do, as in
  /// `inconclusive(power)`.
  package static let schema = 4

  /// The text of a whole answer: the object with its edition under `schema`; anything else as it is.
  package var document: String {
    guard case .object(var members) = self else { return text }
    members["schema"] = .integer(Self.schema)
    return JSONValue.object(members).text
  }

  /// The text.
  package var text: String { text(indent: "") }

  private func text(indent: String) -> String {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .number(let value): return value.isFinite ? NumberText.exact(value) : "null"
    case .integer(let value): return "\(value)"
    case .string(let value): return Self.quoted(value)
    case .array(let values):
      return Self.list(values.map { $0.text(indent: indent + "  ") }, "[", "]", indent)
    case .object(let values):
      let members = values.sorted { $0.key < $1.key }.map { key, value in
        "\(Self.quoted(key)): \(value.text(indent: indent + "  "))"
      }
      return Self.list(members, "{", "}", indent)
    }
  }

  private static func list(_ parts: [String], _ open: String, _ close: String, _ indent: String) -> String {
    if parts.isEmpty { return open + close }
    let inner = indent + "  "
    return "\(open)\n\(inner)\(parts.joined(separator: ",\n" + inner))\n\(indent)\(close)"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where steers(scalar):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether a scalar could change what a terminal shows: a control character, a mark that changes the direction of
  /// reading, or a separator of lines.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
