import ClaimKit

/// A claim's name in words, short enough for a row of a picture.
enum ClaimLabel {
  /// Abbreviations that stay as they are.
  private static let fixed = ["Erm": "ERM", "CutMix": "CutMix"]

  /// Returns a type's name in words: `Theorem5_1_Edge` is “Theorem 5.1, edge”, `CoarseLabelGap` “Coarse label gap”.
  static func words(_ name: String) -> String {
    let parts = name.split(separator: "_").map(String.init)
    guard let first = parts.first else { return name }
    var words = spaced(first)
    for part in parts.dropFirst() {
      if let digit = part.first, digit.isNumber, words.last?.isNumber == true {
        words += "." + part
      } else {
        words += ", " + lowercased(spaced(part))
      }
    }
    return words
  }

  /// Returns camel case as words: a capital letter or the first of several digits begins one.
  private static func spaced(_ text: String) -> String {
    var rest = text[...]
    var words: [String] = []
    while let start = rest.first {
      if let (key, value) = fixed.first(where: { rest.hasPrefix($0.key) }) {
        words.append(value)
        rest = rest.dropFirst(key.count)
        continue
      }
      let body = rest.dropFirst().prefix { start.isNumber ? $0.isNumber : $0.isLowercase }
      words.append(String(start) + body)
      rest = rest.dropFirst(1 + body.count)
    }
    return words.enumerated().map { $0.offset == 0 ? $0.element : lowercased($0.element) }.joined(separator: " ")
  }

  private static func lowercased(_ word: String) -> String {
    fixed.values.contains { word.hasPrefix($0) } ? word : word.prefix(1).lowercased() + word.dropFirst()
  }

  /// The order of the themes on the front page: theorems first, then the mechanism they rest on.
  private static let themes = ["Theorems", "Mechanism", "Boundaries", "Granularity", "Definitions"]

  /// Returns the place of a theme; themes without a place of their own come last.
  static func rank(ofTheme theme: String) -> Int { themes.firstIndex(of: theme) ?? themes.count }
}
