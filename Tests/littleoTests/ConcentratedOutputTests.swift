import Foundation
import TestSupport
import Testing

@testable import littleo

/// What `littleo trial` prints about a concentrated trial.
@Suite struct ConcentratedOutputTests {
  private static let line = [
    "trial", "--labels", "fine", "--d", "1e9", "--steps", "300", "--set", "mode=concentrated", "--set", "k=4", "--set",
    "lucky=2", "--set", "testSamples=20",
  ]

  /// The last line is about the law, with and without macro steps.
  @Test func theLawHasALine() async throws {
    try await withFolder { folder in
      let littleo = try Executable(in: folder)
      let every = try littleo.run(Self.line)
      #expect(every.status == 0 && every.errors.isEmpty, "\(every.errors)")
      let lines = every.output.split(separator: "\n")
      #expect(lines.first?.hasSuffix("in memory (concentrated)") == true, "\(every.output)")
      #expect(lines.dropLast().last?.hasPrefix("certificate met: ") == true, "\(every.output)")
      #expect(lines.dropLast().last?.contains(", at most ") == true)
      let law = try #require(lines.last)
      // (0.25/L²)²/√d at d = 10⁹.
      #expect(law.hasPrefix("law: ε_d = 1.072e-11, outputs off by about "), "\(law)")
      for part in [" decisions drawn, ", " neurons opened, 0 pairs left out, 0 macro steps"] {
        #expect(law.contains(part), "\(law)")
      }
      let macro = try #require(
        try littleo.run(Self.line + ["--set", "macro=0.05"]).output.split(separator: "\n").last)
      #expect(macro.hasSuffix(" macro steps that change the loss by about 2.5 %"), "\(macro)")
      let exact = try littleo.run(
        ["trial", "--labels", "coarse", "--d", "32", "--steps", "2", "--set", "testSamples=10"]
      ).output.split(separator: "\n")
      #expect(exact.last?.hasPrefix("certificate met: ") == true && exact.first?.hasSuffix("(pruned)") == true)
    }
  }

  @Test func theLawIsAnObject() async throws {
    try await withFolder { folder in
      let littleo = try Executable(in: folder)
      let result = try littleo.run(Self.line + ["--set", "macro=0.05", "--json"])
      let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let law = try #require(object["law"] as? [String: Double])
      let fields = [
        "deviation", "logitBound", "decisions", "openings", "droppedPairs", "macroBias", "macroSteps",
      ]
      #expect(Set(law.keys) == Set(fields))
      #expect(law["macroBias"] == 0.025 && law["droppedPairs"] == 0)
      #expect(try #require(law["macroSteps"]) > 20 && #require(law["decisions"]) > 0)
      #expect(try #require(law["logitBound"]) > #require(law["deviation"]))
      #expect((object["regime"] as? [String: Any])?["mode"] as? String == "concentrated")
      #expect(try #require(object["aliveNeurons"] as? Int) > 0)
    }
  }

  @Test func theHelpNamesTheMode() async throws {
    try await withFolder { folder in
      let help = try Executable(in: folder).run(["trial", "--help"]).output
      for part in ["--set mode=concentrated", "--set macro=0.01", "--d 1e12"] {
        #expect(help.contains(part), "\(part)")
      }
    }
  }
}
