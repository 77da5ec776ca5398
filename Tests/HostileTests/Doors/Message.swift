/// The rules for messages about text from outside.
enum Message {
  /// The most characters of a message, so that it stays readable whatever it quotes.
  private static let longest = 2000

  /// Returns what is wrong with a message, nil if nothing is.
  ///
  /// It must be one line that is not blank, and hold nothing that controls a terminal or the order in which text is read.
  static func fault(_ text: String) -> String? {
    if text.allSatisfy(\.isWhitespace) { return "a blank message" }
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        return "a character that must not reach a terminal, in a message: \(text.debugDescription)"
      default: continue
      }
    }
    return text.count > longest ? "a message of \(text.count) characters: \(text.prefix(200))…" : nil
  }
}
