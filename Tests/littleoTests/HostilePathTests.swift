import Foundation
import Testing

/// Paths and words with control characters, given to the program itself: none reaches the terminal.
@Suite struct HostilePathTests {
  private static let control = "\u{1B}[2J\u{202E}\r\n"
  private static let long = String(repeating: "x", count: 100_000)

  /// What stands for W is replaced by the hostile word.
  private static let lines = [
    "doctor --store W", "doctor --reports W", "list --reports W", "explain Theorem5_1 --reports W", "merge W",
    "merge W --store W", "merge full --store W", "replay --store W", "replay 0a1b2c --store W",
    "plan Theorem5_1 --store W",
    "plan Theorem5_1 --profile quick --seeds 1 --store W", "report --store W", "run Theorem5_1 --shard W",
    "decide W --is o(1)", "decide --cases W", "decide table.csv --is o(1) --value W",
    "decide cases.json --is o(1)", "decide --cases cases.json", "decide --cases cases.json --json", "bench --peers W",
    "trial --experiment W", "trial --labels W --d 64 --steps 2", "new W", "new Fresh --folder W",
    "new Fresh --program W",
    "mutants W", "beyond W", "calibrate W", "calibrate --runs W", "verify W", "verify --profile W", "verify --W",
  ]

  private static let cases = #"""
    {"cases": [{"id": "\u001b[2J\u009b1m", "note": "\u202e\r\n\u2028", "kind": "positive", "d": [16, 32],
      "data": [[1, 2], [1, 2]], "predicate": {"type": "o1"}, "expect": {"verdict": "\u001b[31mnone"}}]}
    """#

  @Test(arguments: lines) func nothingSteersTheTerminal(line: String) async throws {
    try await withFolder { folder in
      try FileManager.default.createDirectory(at: folder.appending(path: "full"), withIntermediateDirectories: true)
      try Data("scale,run,value\n16,1,1\n".utf8).write(to: folder.appending(path: "table.csv"))
      try Data(Self.cases.utf8).write(to: folder.appending(path: "cases.json"))
      for word in [Self.control + "word", Self.long] {
        let arguments = line.split(separator: " ").map { String($0).replacing("W", with: word) }
        let result = try Executable(in: folder).run(arguments)
        #expect([0, 1, 2, 3].contains(result.status))
        for text in [result.output, result.errors] {
          #expect(Self.steers(text) == false, "\(line): \(text.debugDescription.prefix(700))")
        }
        for error in result.errorLines where error.hasPrefix("littleo: ") {
          #expect(error.unicodeScalars.count <= 600, "\(line): \(error.prefix(700).debugDescription)")
        }
      }
    }
  }

  @Test func anEnvironmentVariableIsQuoted() async throws {
    try await withFolder { folder in
      for word in [Self.control + "word", Self.long] {
        let result = try Executable(in: folder).run(["list"], environment: ["LITTLEO_CPU": word])
        #expect(result.status == 2 && result.errorLines.count == 1 && result.errors.contains("LITTLEO_CPU"))
        #expect(!Self.steers(result.errors) && result.errors.unicodeScalars.count <= 600)
      }
    }
  }

  /// Whether a text holds a scalar that changes how a terminal shows text, besides line ends.
  private static func steers(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: scalar != "\n"
      default: false
      }
    }
  }
}
