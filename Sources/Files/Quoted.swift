/// Words from outside, such as an argument, a path or a name in a file, as a message may show them.
///
/// Control characters can change what a terminal shows, so they are written as escapes. A long text is shortened, so
/// that a message stays one readable line.
package enum Quoted {
  /// The largest number of characters that a message repeats of one text.
  package static let largestCount = 120
  /// The largest number of characters that a message repeats of one path; a path is copied, so it is shortened later.
  package static let largestPathCount = 300

  /// Returns a text without control characters, of at most `limit` characters.
  ///
  /// The limit counts scalars as they are shown, so neither many escapes nor many marks on one letter make it longer.
  ///
  /// - Parameters:
  ///   - text: The text as it came.
  ///   - limit: The largest number of characters that is shown; what is left out is said in brackets.
  package static func text(_ text: String, limit: Int = largestCount) -> String {
    var clean = ""
    var count = 0
    for scalar in text.unicodeScalars {
      let shown = isHarmless(scalar) ? String(scalar) : escape(scalar)
      count += shown.unicodeScalars.count
      guard count <= limit else { return clean + "… (\(text.utf8.count) bytes)" }
      clean += shown
    }
    return clean
  }

  /// Returns a path without control characters, of at most ``largestPathCount`` characters.
  package static func path(_ path: String) -> String { text(path, limit: largestPathCount) }

  /// Returns a whole message in which every control character but newline and tab is written as an escape.
  ///
  /// Words in a message are quoted where the message is made. This is the net below: what was forgotten there does not
  /// reach the terminal. The message keeps its length and its lines.
  package static func line(_ message: String) -> String {
    if message.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return message }
    var clean = ""
    for scalar in message.unicodeScalars {
      clean += scalar == "\n" || scalar == "\t" || isHarmless(scalar) ? String(scalar) : escape(scalar)
    }
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
