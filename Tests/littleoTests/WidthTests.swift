import Foundation
import Testing

@testable import littleo

/// What the commands print fits a terminal of 80, 100 and 140 columns.
@Suite struct WidthTests {
  private static let widths = [80, 100, 140]

  /// Commands that print tables, with what the tables are about.
  private static let commands = [
    ["list"], ["list", "--profile", "quick", "--reports", "REPORTS"], ["explain", "Theorem5_1"],
    ["explain", "BiasBounded"], ["explain", "WalkMaximum"], ["plan", "--growth"],
    ["plan", "Theorem5_1", "--profile", "quick", "--shards", "4"],
    ["plan", "Definition4_1_Features", "--profile", "quick", "--trials"],
    ["verify", "Definition4_1_Features", "WalkMaximum", "--profile", "quick", "--store", "store"],
    ["report", "Definition4_1_Features", "--profile", "quick", "--store", "store"],
    ["trial", "--labels", "fine", "--d", "64", "--steps", "32", "--observables", "all"],
    ["trial", "--experiment", "birthday", "--scale", "64"],
    ["mutants", "data-rotated", "--claims", "Definition4_1_Features", "--store", "store"],
    ["beyond", "PermutationRecords", "--scales", "1", "--store", "store"],
    ["calibrate", "Θ(√d)", "--repeats", "2", "--seed", "1000001"],
    ["calibrate", "0.1, beta s = 50 [A]", "--runs", "20,30", "--repeats", "2"],
    ["decide", "EXAMPLE", "--is", "Omega(1)"], ["doctor"], ["replay", "--store", "store"],
    ["plan"], ["run", "Definition4_1_Features", "--profile", "quick", "--store", "store"],
    ["merge", "store", "--store", "merged"], ["bench", "product"], ["new", "Mine", "--folder", "Own"],
    [
      "mutants", "data-rotated", "labels-shifted", "noise-doubled", "--claims",
      "Definition4_1_Features,Definition4_3_LabelMaps", "--store", "store",
    ],
  ]

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  @Test(arguments: widths) func noTableIsWrapped(width: Int) async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let claims = folder.appending(path: "Claims/Own")
      try FileManager.default.createDirectory(at: claims, withIntermediateDirectories: true)
      var tables = 0
      for words in Self.commands {
        let words = words.map {
          $0.replacing("REPORTS", with: Self.root.appending(path: "Reports").path)
            .replacing("EXAMPLE", with: Self.root.appending(path: "Documentation/examples/hard-error.csv").path)
        }
        let result = try program.run(words, environment: ["COLUMNS": "\(width)"])
        #expect(result.status == 0 || result.status == 1, "\(words): \(result.errors)")
        for line in result.output.split(separator: "\n") where !Self.isCommand(line) {
          // A path or a hash has no space to be broken at.
          let longest = line.split(separator: " ").map(\.count).max() ?? 0
          #expect(line.count <= max(width, longest + 10), "\(words.joined(separator: " ")): \(line)")
        }
        tables += result.output.split(separator: "\n").count { $0.hasPrefix("──") }
      }
      #expect(tables >= 15)
    }
  }

  @Test(arguments: widths) func helpFits(width: Int) async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      for command in [nil] + HelpText.commands.map(Optional.some) {
        let words = [command, "--help"].compactMap(\.self)
        let result = try program.run(words, environment: ["COLUMNS": "\(width)"])
        #expect(result.status == 0)
        for line in result.output.split(separator: "\n") where !Self.isCommand(line) {
          #expect(line.count <= width, "\(words): \(line)")
        }
      }
    }
  }

  /// `COLUMNS` counts before the terminal; what is no number above 0 is ignored.
  @Test func columnsAreThoseOfTheEnvironmentOrTheTerminal() {
    #expect(TerminalWidth.columns(environment: ["COLUMNS": "132"], terminal: 80) == 132)
    for text in ["", "0", "-3", "wide"] {
      #expect(TerminalWidth.columns(environment: ["COLUMNS": text], terminal: 80) == 80)
    }
    #expect(TerminalWidth.columns(environment: [:], terminal: nil) == nil)
  }

  /// A line to be copied is never broken.
  private static func isCommand(_ line: Substring) -> Bool {
    let text = line.drop { $0 == " " }
    return ["swift run", "littleo trial"].contains { text.hasPrefix($0) } && !text.contains("  ")
  }
}
