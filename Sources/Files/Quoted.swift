/// Words from outside, such as an argument, a path or a name in a file, as a message may show them.
///
/// Control characters can change what a terminal shows, so they are written as escapes. A long text is shortened, so
/// that a message stays one readable line.
package enum Quoted {
  /// The largest number of characters that a message repeats of one text.
  package static let largestCount = 120

  /// Returns a text without control characters, of at most `limit` characters.
  ///
  /// - Parameters:
  ///   - text: The text as it came.
  ///   - limit: The largest number of characters that is shown; what is left out is said in brackets.
  package static func text(_ text: String, limit: Int = largestCount) -> String {
    let shown = text.prefix(limit)
    var clean = ""
    for scalar in shown.unicodeScalars { clean += isHarmless(scalar) ? String(scalar) : escape(scalar) }
    if shown.endIndex < text.endIndex { clean += "… (\(text.utf8.count) bytes)" }
    return clean
  }

  /// Returns a message as one line without control characters; a line break becomes a space.
  ///
  /// The words of a message that come from outside are cleaned where they are quoted. This is for those that were not.
  package static func message(_ message: String) -> String {
    text(message.split(whereSeparator: \.isNewline).joined(separator: " "), limit: largestMessage)
  }

  /// The largest number of characters of a message.
  package static let largestMessage = 4000

  /// Whether a scalar changes neither the terminal's state nor the order in which text is read.
  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: false
    default: true
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }
}
