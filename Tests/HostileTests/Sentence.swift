import MultiView

/// What holds of every message: it says something, on one line.
enum Sentence {
  /// What is wrong with a message, nil if nothing is.
  static func fault(_ text: String) -> String? {
    text.unicodeScalars.contains { !"\n\r\t ".unicodeScalars.contains($0) } ? nil : "a message that says nothing"
  }

  /// What is wrong with a message about what stands in a file: it must not hold what a terminal obeys.
  static func plainFault(_ text: String) -> String? {
    if let fault = fault(text) { return fault }
    return text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
      ? "a control character in a message: \(text.debugDescription)" : nil
  }
}
