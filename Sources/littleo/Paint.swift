import Foundation

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
