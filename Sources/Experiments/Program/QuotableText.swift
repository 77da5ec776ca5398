extension String {
  /// The text as a sentence can quote it: one line without control characters, at most 60 characters.
  var quotable: String { quotable(atMost: 60) }

  /// Returns the text in one line without control characters, cut in the middle to a length.
  func quotable(atMost length: Int) -> String {
    let clean = printable.unicodeScalars
    guard clean.count > length else { return String(clean) }
    return String(clean.prefix(length / 2)) + "…" + String(clean.suffix(length - length / 2 - 1))
  }

  /// The text with each control character and each run of white space replaced by one space.
  ///
  /// Marks that change the direction of writing are control characters here, and so are line and paragraph separators.
  var printable: String {
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      let isBlank: Bool
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .spaceSeparator: isBlank = true
      default: isBlank = false
      }
      if !isBlank { text.append(scalar) } else if text.last != " ", !text.isEmpty { text.append(" ") }
    }
    if text.last == " " { text.removeLast() }
    return String(text)
  }
}
