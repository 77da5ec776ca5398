/// How cells spell missing values and truth values, and what is said about cells that are no numbers.
enum CellText {
  /// The spellings of a missing value, in lower case; the empty cell is one more.
  private static let missing: Set<String> = ["na", "n/a", "#n/a", "<na>", "null", "none"]

  /// Whether a cell that is not empty says that its value is missing.
  static func isMissing(_ text: String) -> Bool { text.utf8.count <= 4 && missing.contains(text.lowercased()) }

  /// Returns 1 for `true` and 0 for `false`, in any case; nil for any other text.
  static func truth(_ text: String) -> Double? {
    switch text.lowercased() {
    case "true": 1
    case "false": 0
    default: nil
    }
  }

  /// Returns how to write a number that is spelled in a common but unreadable way; empty if nothing is known.
  static func hint(_ text: String) -> String {
    if text == JSONLines.nested { return " and no list or object, for JSON lines hold one row in each object" }
    let isNumeric = text.unicodeScalars.allSatisfy { "0123456789.,eE+-".unicodeScalars.contains($0) }
    if isNumeric, text.contains(",") { return ", written with a decimal point and without commas, as in 1.5e-3" }
    if text.hasSuffix("%") { return ", such as 0.12 in place of 12%" }
    return ""
  }
}
