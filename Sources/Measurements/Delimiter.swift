/// The character between the fields of a table.
package enum Delimiter: Character, Sendable, CaseIterable {
  /// A comma.
  case comma = ","
  /// A semicolon.
  case semicolon = ";"
  /// A tab.
  case tab = "\t"
  /// A vertical bar; it is never guessed.
  case bar = "|"

  /// The character as a byte.
  var byte: UInt8 { rawValue.asciiValue ?? 0 }

  /// The delimiters that are recognised from a header, the likeliest first.
  static let recognised = [comma, semicolon, tab]
}
