/// Numbers as sentences name them.
enum NumberWords {
  /// The shortest exact text of a number, without a fraction where it is whole.
  static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  /// A value that no run can have, as a file spells it: `NaN`, `Infinity`, or the number.
  static func spelled(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    return short(value)
  }

  /// Lines of a file in one phrase: at most five of them, and how many more there are.
  static func lines(_ lines: [Int]) -> String {
    let named = lines.prefix(5).map(String.init).joined(separator: ", ")
    return "\(lines.count == 1 ? "line" : "lines") \(named)\(lines.count > 5 ? " and \(lines.count - 5) more" : "")"
  }
}
