import MultiView
import MultiViewClaims

/// Rules that hold for every message.
enum Sentence {
  /// Returns what is wrong with a message, nil if nothing is: it must not be blank.
  static func fault(_ text: String) -> String? {
    text.unicodeScalars.contains { !"\n\r\t ".unicodeScalars.contains($0) } ? nil : "a blank message"
  }

  /// Returns what is wrong with a message about a file's content: it must not hold characters that control a terminal.
  static func plainFault(_ text: String) -> String? {
    if let fault = fault(text) { return fault }
    return text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
      ? "a control character in a message: \(text.debugDescription)" : nil
  }
}
