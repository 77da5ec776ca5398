import Foundation

/// Rows of text aligned in columns.
struct TextTable {
  private let numeric: Set<Int>
  private var rows: [[String]]
  private let paint: Paint

  /// A table with its header.
  ///
  /// - Parameters:
  ///   - numeric: The columns to align on the right.
  ///   - paint: How verdicts in its cells are coloured.
  init(_ header: [String], numeric: Set<Int> = [], paint: Paint = .standardOutput) {
    rows = [header]
    self.numeric = numeric
    self.paint = paint
  }

  /// Adds a row.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The table, a rule under its header, without spaces at the ends of lines.
  var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.reduce(0) { max($0, column < $1.count ? $1[column].count : 0) }
    }
    var lines = rows.enumerated().map { index, row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        // The header and what a claim says in words are no verdicts.
        let shown = index > 0 && column < 3 ? paint.verdicts(in: cell) : cell
        return numeric.contains(column) ? padding + shown : shown + padding
      }
      return Self.trimmed(cells.joined(separator: "  "))
    }
    lines.insert(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "), at: 1)
    return lines.joined(separator: "\n")
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// Colours on a terminal; plain text everywhere else, and wherever `NO_COLOR` asks for it.
struct Paint {
  /// Whether text is coloured.
  let isOn: Bool

  /// Colours for standard output, where it is a terminal that has some.
  static let standardOutput = Paint(
    isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)

  /// Colours for a terminal, or for what is none.
  ///
  /// Source: no-color.org, any value that is not empty; and the terminal type `dumb`.
  init(isTerminal: Bool, environment: [String: String]) {
    isOn = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// Returns a line with the verdicts in it coloured: green, red, yellow.
  func verdicts(in line: String) -> String {
    guard isOn else { return line }
    let codes = [
      ("undiscriminating", "35"), ("inconclusive", "33"), ("refuted", "31"), ("supported", "32"), ("stale", "33"),
    ]
    // The first word that stands there decides the colour, so that “undiscriminating (else supported)” is one.
    for (word, code) in codes {
      guard let range = line.range(of: word) else { continue }
      return line[..<range.lowerBound] + "\u{1B}[\(code)m" + word + "\u{1B}[0m" + line[range.upperBound...]
    }
    return line
  }
}

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
