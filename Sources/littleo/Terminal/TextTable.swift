import Foundation
import Reporting

/// Rows of text aligned in columns that fit the terminal.
struct TextTable {
  private var rows: [[String]]
  private let style: ColumnLayout.Style
  private let paint: Paint

  /// A table with its header.
  ///
  /// - Parameters:
  ///   - numeric: The columns to align on the right.
  ///   - prose: The columns that may be broken at spaces, each with the least width at which that is readable.
  ///   - optional: The columns that may be left out on a narrow terminal, the first to go first.
  ///   - paint: How verdicts in its cells are coloured.
  ///   - width: The widest line; nil for no limit.
  init(
    _ header: [String], numeric: Set<Int> = [], prose: [Int: Int] = [:], optional: [Int] = [],
    paint: Paint = .standardOutput, width: Int? = TerminalWidth.standardOutput
  ) {
    rows = [header]
    style = ColumnLayout.Style(numeric: numeric, prose: prose, optional: optional, width: width)
    self.paint = paint
  }

  /// Adds a row.
  mutating func add(_ row: [String]) { rows.append(row) }

  /// The table as text, with a rule under the header and without spaces at the ends of lines.
  var text: String {
    // Verdicts stand in the first three columns; later columns hold prose, which is not coloured.
    let lines = ColumnLayout(rows, style: style).lines { cell, column in
      column < 3 ? paint.verdicts(in: cell) : cell
    }
    return lines.joined(separator: "\n")
  }
}

/// Colours for verdicts on a terminal; text stays plain elsewhere and if `NO_COLOR` is set.
struct Paint {
  /// Whether text is coloured.
  let isOn: Bool

  /// Colours for standard output, if it is a terminal with colours.
  static let standardOutput = Paint(
    isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)

  /// Colours for a terminal, unless its environment forbids them.
  ///
  /// Any `NO_COLOR` that is not empty forbids them (source: no-color.org), and so does the terminal type `dumb`.
  init(isTerminal: Bool, environment: [String: String]) {
    isOn = isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// Returns a line with its verdict coloured.
  ///
  /// The first word in the line decides, so “undiscriminating (else supported)” has one colour. Of two words that begin
  /// at one place, the longer decides.
  func verdicts(in line: String) -> String {
    guard isOn else { return line }
    let found = Self.codes.compactMap { word, code in line.range(of: word).map { (range: $0, code: code) } }
    let first = found.min {
      ($0.range.lowerBound, $1.range.upperBound) < ($1.range.lowerBound, $0.range.upperBound)
    }
    guard let (range, code) = first else { return line }
    return line[..<range.lowerBound] + "\u{1B}[\(code)m" + line[range] + "\u{1B}[0m" + line[range.upperBound...]
  }

  /// The words that are coloured, with the code of their colour.
  private static let codes = VerdictWord.allCases.map { ($0.text, code(of: $0)) } + [("stale", 33)]

  /// The code of a word's colour: green for shown, cyan and blue for weaker support, red, yellow, magenta.
  static func code(of word: VerdictWord) -> Int {
    switch word {
    case .supported: 32
    case .extrapolated: 36
    case .notContradicted: 34
    case .refuted: 31
    case .inconclusive: 33
    case .undiscriminating: 35
    }
  }
}

/// Numbers as the command line prints them.
enum TerminalNumber {
  /// Returns a number with four significant digits, `–` for none.
  static func short(_ value: Double?) -> String {
    guard let value else { return "–" }
    return value.isFinite ? String(format: "%.4g", value) : "\(value)"
  }

  /// Returns a count with its digits in groups of three, such as `14,248`.
  static func count(_ value: Int) -> String {
    var text = String(value.magnitude)
    for place in stride(from: text.count - 3, to: 0, by: -3) {
      text.insert(",", at: text.index(text.startIndex, offsetBy: place))
    }
    return value < 0 ? "−" + text : text
  }

  /// Returns a p-value with three significant digits, `<1e-09` where pages print `< 10⁻⁹`.
  static func p(_ value: Double) -> String {
    value < NumberText.leastProbability ? "<\(brief(NumberText.leastProbability))" : brief(value)
  }

  /// Returns a number with three significant digits.
  static func brief(_ value: Double) -> String { String(format: "%.3g", value) }

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

  /// Returns a share as a percentage with one decimal; `signed` puts a sign before positive ones too.
  static func percent(_ share: Double, signed: Bool = false) -> String {
    String(format: signed ? "%+.1f %%" : "%.1f %%", 100 * share)
  }
}
