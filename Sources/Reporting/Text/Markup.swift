/// Escapes text for the places where a report puts it.
///
/// Text is read scalar by scalar, as browsers read it. A combining mark makes one `Character` of itself and a `<` or
/// `[` beside it, but a browser still sees the `<` or `[`.
package enum Markup {
  /// Returns text for the body of an XML or HTML element; scalars that XML forbids, and those that steer
  /// how text is shown, become the replacement character.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;".unicodeScalars
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&gt;".unicodeScalars
      case "\"": result += "&quot;".unicodeScalars
      case "\u{FFFE}", "\u{FFFF}": result.append("\u{FFFD}")
      case "\t", "\n", "\r": result.append(scalar)
      case _ where steers(scalar): result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Returns text for Markdown prose or a table cell: one line, no markup of its own.
  static func prose(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "|", "\\", "`", "*", "_", "[", "]", "#":
        result.append("\\")
        result.append(scalar)
      // A single tilde has no meaning in Markdown; several open a block of code or strike out text.
      case "~" where last == "~":
        result.append("\\")
        result.append(scalar)
      case "<": result += "&lt;".unicodeScalars
      case ">": result += "&gt;".unicodeScalars
      case "&": result += "&amp;".unicodeScalars
      case "\n" where last == "\r": break
      case "\n", "\r": result.append(" ")
      case _ where scalar != "\t" && steers(scalar): result.append("\u{FFFD}")
      default: result.append(scalar)
      }
      last = scalar
    }
    return String(result)
  }

  /// Returns text for a comment in a block of code or a span of it: one line, no backtick.
  static func code(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      result.append(steers(scalar) || "`|".unicodeScalars.contains(scalar) ? " " : scalar)
    }
    return String(result)
  }

  /// Whether a scalar is no text but steers how text is shown: a control character, a mark that changes the direction of
  /// reading, or a separator of lines.
  private static func steers(_ scalar: Unicode.Scalar) -> Bool {
    if (0x20..<0x7F).contains(scalar.value) { return false }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Returns a file name or address for the target of a Markdown link or image.
  static func address(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      case _ where "/._-~".utf8.contains(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }

  /// Returns a Markdown table; cells are taken as they are.
  package static func table(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header, header.map { _ in "---" }] + rows
    return lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// Returns parts of a page that are shown on demand; nothing without parts.
  static func fold(_ summary: String, _ parts: [String]) -> [String] {
    parts.isEmpty ? [] : ["<details>\n<summary>\(escaped(summary))</summary>"] + parts + ["</details>"]
  }

  /// Returns a field for a CSV file, quoted where it must be.
  static func field(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.contains(where: { $0 == "," || $0 == "\"" || $0.properties.isWhitespace && $0 != " " }) else {
      return text
    }
    var result = String.UnicodeScalarView("\"".unicodeScalars)
    for scalar in scalars { result += (scalar == "\"" ? "\"\"" : String(scalar)).unicodeScalars }
    return String(result) + "\""
  }
}
