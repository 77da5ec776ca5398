import Files
import Foundation
import Reporting

/// The number of columns that text may take.
enum TerminalWidth {
  /// The columns of standard output: those of `COLUMNS`, otherwise those of the terminal; nil where neither is known.
  static let standardOutput = columns(
    environment: ProcessInfo.processInfo.environment, terminal: isatty(STDOUT_FILENO) == 1 ? window() : nil)

  /// Returns the columns that an environment and a terminal allow; nil for no limit.
  ///
  /// A `COLUMNS` that is no whole number above 0 is ignored, as a shell does.
  static func columns(environment: [String: String], terminal: Int?) -> Int? {
    if let given = environment["COLUMNS"].flatMap({ Int($0) }), given > 0 { return given }
    return terminal
  }

  /// The columns that the terminal on standard output says it has; nil if it does not say.
  private static func window() -> Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

extension Desk {
  /// Prints a text whose lines fit the terminal.
  ///
  /// - Throws: `OutputError` if standard output does not take it.
  func show(_ text: String) throws(OutputError) {
    try console.print(TextBlock.fitted(text, to: TerminalWidth.standardOutput))
  }
}
