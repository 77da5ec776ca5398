import Foundation

/// Numbers as reports print them: few digits, the same bytes on every machine.
package enum NumberText {
  /// Returns a number to three significant digits, with a power of ten where it is very small or large.
  package static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : value < 0 ? "−∞" : "∞" }
    if value == 0 { return "0" }
    let magnitude = abs(value)
    if magnitude < 1e-3 || magnitude >= 1e5 {
      let parts = String(format: "%.1e", value).split(separator: "e")
      guard parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
      return "\(sign(String(parts[0])))·10\(superscript(exponent))"
    }
    let digits = max(0, 2 - Int(log10(magnitude).rounded(.down)))
    return sign(trimmed(String(format: "%.\(digits)f", value)))
  }

  /// Returns a number to six significant digits, for numbers that three digits would not tell apart.
  static func fine(_ value: Double) -> String { sign(trimmed(String(format: "%.6g", value))) }

  /// Returns a field of a data file: the number in full, nothing where there is none or it is not finite.
  static func field(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return exact(value)
  }

  /// The smallest p-value that is printed as a number: smaller ones are tails that no approximation here can vouch for.
  package static let leastProbability = 1e-9

  /// Returns a p-value: two significant digits, powers of ten below a thousandth, and `< 10⁻⁹` below that.
  static func probability(_ value: Double) -> String {
    if value >= 0.9995 { return "1" }
    if value < leastProbability { return "< 10⁻⁹" }
    return value < 1e-3 ? short(value) : trimmed(String(format: "%.2g", value))
  }

  /// Returns a p-value behind its name, such as `p = 0.01` or `p < 10⁻⁹`.
  static func equation(_ name: String, _ value: Double) -> String {
    let text = probability(value)
    return text.hasPrefix("<") ? "\(name) \(text)" : "\(name) = \(text)"
  }

  /// Returns a share in percent with two significant digits.
  static func percent(_ share: Double) -> String {
    // From 99.5 % on, two significant digits would be written with an exponent.
    abs(share) >= 0.995 ? "\(short((100 * share).rounded())) %" : "\(trimmed(String(format: "%.2g", 100 * share))) %"
  }

  /// Returns an estimate with its interval, `0.25 [0.24, 0.26]`.
  static func interval(_ mean: Double, _ lower: Double?, _ upper: Double?) -> String {
    guard let lower, let upper else { return short(mean) }
    return "\(short(mean)) [\(short(lower)), \(short(upper))]"
  }

  /// Returns an estimate with its interval, open where a limit is infinite: `−0.5 [−0.6, ∞)`.
  static func bracket(_ estimate: Double, _ lower: Double, _ upper: Double) -> String {
    let (open, close) = (lower.isFinite ? "[" : "(", upper.isFinite ? "]" : ")")
    return "\(short(estimate)) \(open)\(short(lower)), \(short(upper))\(close)"
  }

  /// Returns a coordinate of a drawing: at most two decimals.
  static func coordinate(_ value: Double) -> String {
    trimmed(String(format: "%.2f", value))
  }

  /// Returns a number for a CSV file: the shortest decimal that reads back as the same number.
  static func exact(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  /// Returns the label of a scale: from six digits on, small multiples of a power of two as `2²⁰` or `3·2²⁹`, and other
  /// numbers in full.
  static func scale(_ value: Double) -> String {
    guard value >= 100_000, value == value.rounded(), value < 0x1p62 else { return exact(value) }
    let twos = Int(value).trailingZeroBitCount
    let odd = Int(value) >> twos
    guard odd < 100, twos > 9 else { return exact(value) }
    return (odd == 1 ? "" : "\(odd)·") + "2\(superscript(twos))"
  }

  /// Returns a whole number in superscript digits.
  static func superscript(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (exponent < 0 ? "⁻" : "")
      + String(String(abs(exponent)).compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }

  private static func sign(_ text: String) -> String { text.hasPrefix("-") ? "−" + text.dropFirst() : text }

  private static func trimmed(_ text: String) -> String {
    guard text.contains("."), !text.contains("e") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text == "-0" ? "0" : text
  }
}
