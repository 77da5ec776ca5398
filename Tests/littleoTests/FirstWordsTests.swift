import Foundation
import Testing

/// What a new user types first is understood, or answered with what was meant.
@Suite struct FirstWordsTests {
  private func run(_ words: [String]) async throws -> Executable.Result {
    try await withFolder { try Executable(in: $0).run(words) }
  }

  @Test func aClaimAloneIsShown() async throws {
    let (alone, explained) = (try await run(["LossDecay"]), try await run(["explain", "LossDecay"]))
    #expect(alone.status == 0 && alone.output == explained.output)
  }

  @Test(arguments: [("theorem5_2", "Theorem5_2"), ("verfy", "verify"), ("lossdecay", "LossDecay")])
  func theNearestNameIsSuggested(word: String, meant: String) async throws {
    let result = try await run([word])
    #expect(result.status == 2 && result.errors.contains("did you mean “\(meant)”?"), "\(result.errors)")
  }

  @Test func helpMayComeFirst() async throws {
    for command in ["decide", "verify"] {
      let expected = try await run([command, "--help"]).output
      for words in [["--help", command], ["-h", command], [command, "-h"], ["help", command]] {
        #expect(try await run(words).output == expected)
      }
    }
  }

  @Test(arguments: [["--version", "--json"], ["plan", "--growth", "--json"]])
  func jsonIsThereWhereItIsPromised(words: [String]) async throws {
    let result = try await run(words)
    #expect(result.status == 0)
    #expect(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) is [String: Any])
  }

  /// A folder without a report is named instead of a list in which nothing is verified.
  @Test func aFolderWithoutAReportIsAnError() async throws {
    let result = try await run(["list", "--reports", "/nope"])
    #expect(result.status == 2 && result.errors.contains("/nope") && result.output.isEmpty)
  }

  /// A decision with its chart becomes one file that needs nothing else.
  @Test func aDecisionBecomesOneFile() async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
    let table = root.appending(path: "Documentation/examples/hard-error.csv").path
    try await withFolder { folder in
      let result = try Executable(in: folder).run(["decide", table, "--is", "Omega(1)", "--html", "decision.html"])
      #expect(result.status == 0 && result.output.contains("decision.html"))
      let text = try String(contentsOf: folder.appending(path: "decision.html"), encoding: .utf8)
      #expect(text.contains("<svg") && text.contains("supported") && !text.contains("http://"))
    }
  }
}
