import Foundation

/// Numbers as the command line prints them.
enum TerminalNumber {
  /// Returns a number with four significant digits, `–` for none.
  static func short(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value.isFinite ? String(format: "%.4g", value) : "\(value)"
  }

  /// Returns a p-value with three significant digits.
  static func p(_ value: Double) -> String { String(format: "%.3g", value) }

  /// Returns a number of bytes in binary units.
  static func bytes(_ value: Double) -> String {
    if value >= 0x1p30 { return String(format: "%.1f GiB", value / 0x1p30) }
    return String(format: "%.1f MiB", value / 0x1p20)
  }

  /// Returns a duration such as `48 s`, `12 min` or `3 h 20 min`.
  static func duration(_ seconds: Double) -> String {
    let seconds = Int(min(seconds, 1e9).rounded(.up))
    if seconds < 120 { return "\(seconds) s" }
    if seconds < 7200 { return "\((seconds + 30) / 60) min" }
    return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
  }

  /// Returns seconds with three significant digits.
  static func seconds(_ value: Double) -> String { String(format: "%.3g s", value) }

  /// Returns a share as a percentage with one decimal, with its sign where it can have either.
  static func percent(_ share: Double, signed: Bool = false) -> String {
    String(format: signed ? "%+.1f %%" : "%.1f %%", 100 * share)
  }
}
