import ClaimKit
import Experiments
import Foundation
import MultiViewClaims
import Planning
import TestSupport
import Testing
import Trials
import Verification

@testable import Training
@testable import littleo

/// `littleo new`: its template, its files and its suggested commands.
@Suite struct NewTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  /// The template equals a file that this test target compiles, apart from the name.
  @Test func theTemplateCompiles() throws {
    let compiled = Self.root.appending(path: "Tests/littleoTests/Template/TemplateClaim.swift")
    #expect(ClaimTemplate.text(named: "TemplateClaim") == (try String(contentsOf: compiled, encoding: .utf8)))
  }

  /// The template is a valid claim: on invented traces it is supported and its control is refuted.
  @Test func theTemplateIsAClaim() throws {
    #expect(TemplateClaim().defect() == nil)
    let plan = try Plan([ClaimEntry(folder: "Theorems", claim: TemplateClaim())], design: Design(.quick))
    var outcomes: [Trial: TrialOutcome] = [:]
    for planned in plan.trials {
      var checkpoint = Checkpoint(time: 1, trainingLoss: 0.01)
      checkpoint.easyErrors = 0
      checkpoint.hardErrors = planned.trial.parameters.k > 2 ? Double(planned.trial.parameters.testSamples) : 0
      let certificate = Certificate(delta: 0, multiplier: 0, screened: 0, met: true)
      outcomes[planned.trial] = .trained(
        NetworkTrace(
          heads: 2, aliveNeurons: 1, certificate: certificate, timeToFit: 1, checkpoints: [checkpoint], work: 1),
        of: planned.trial)
    }
    let findings = Verifier(plan, isFamily: false).judge(outcomes)
    #expect(findings.map(\.verdict) == [.supported] && findings.allSatisfy(\.discriminates))
  }

  @Test func filesAreScaffoldedAndNeverOverwritten() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      #expect(try program.run(["new", "RareGrows"]).errors.contains("no folder Claims"))
      let claims = folder.appending(path: "Claims")
      try FileManager.default.createDirectory(at: claims, withIntermediateDirectories: true)
      let result = try program.run(["new", "RareGrows", "--folder", "Mechanism"])
      #expect(result.status == 0 && result.errors.isEmpty)
      for part in [
        "Claims/Mechanism/RareGrows.swift", "littleo explain RareGrows", "--labels coarse", "--seed 1000001",
        "swift test --filter RareGrows",
        "littleo verify RareGrows",
      ] { #expect(result.output.contains(part), "\(part)") }
      let file = claims.appending(path: "Mechanism/RareGrows.swift")
      #expect(try String(contentsOf: file, encoding: .utf8) == ClaimTemplate.text(named: "RareGrows"))
      for line in [["new", "RareGrows"], ["new", "raregrows"], ["new", "Raregrows", "--folder", "Theorems"]] {
        let again = try program.run(line)
        #expect(again.status == 2 && again.errorLines.count == 1)
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == ClaimTemplate.text(named: "RareGrows"))

      // A new folder is made for another paper. Near-misses of existing names and paths out of Claims are refused.
      #expect(try program.run(["new", "BeyondThis", "--folder", "AnotherPaper"]).status == 0)
      #expect(FileManager.default.fileExists(atPath: claims.appending(path: "AnotherPaper/BeyondThis.swift").path))
      for name in ["theorems", "Theorem", "../Elsewhere", "a b", "", "Claims/Theorems"] {
        let refused = try program.run(["new", "RefusedHere", "--folder", name])
        #expect(refused.status == 2 && refused.errorLines.count == 1, "\(name)")
      }

      // A copy has the text of its model, with the type renamed.
      #expect(
        try program.run(["new", "Copied", "--like", "Theorem5_2"]).errors.contains("Claims/Theorems/Theorem5_2.swift"))
      let model = Self.root.appending(path: "Claims/Theorems/Theorem5_2.swift")
      let theorems = claims.appending(path: "Theorems")
      try FileManager.default.createDirectory(at: theorems, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: model, to: theorems.appending(path: "Theorem5_2.swift"))
      #expect(try program.run(["new", "Copied", "--like", "Theorem5_2"]).status == 0)
      let copy = try String(contentsOf: theorems.appending(path: "Copied.swift"), encoding: .utf8)
      #expect(copy.contains("public struct Copied: Claim {") && !copy.contains("Theorem5_2"))
      #expect(copy == (try String(contentsOf: model, encoding: .utf8)).replacing("Theorem5_2", with: "Copied"))
    }
  }

  /// `littleo trial` accepts the suggested exploratory trial, whatever the labels of the copied claim.
  @Test(arguments: ["GranularityCurve", "MisalignedLabelsHurt", "RandomLabelsTeachNothing"])
  func theSuggestedTrialCanBeRun(model: String) async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let copied = Self.root.appending(path: "Claims/Granularity/\(model).swift")
      let target = folder.appending(path: "Claims/Granularity")
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: copied, to: target.appending(path: "\(model).swift"))
      let result = try program.run(["new", "Copied", "--like", model])
      #expect(result.status == 0, "\(result.errors)")
      let line = try #require(result.output.split(separator: "\n").first { $0.contains("littleo trial") })
      let words = line.split(separator: " ").map(String.init)
      let start = try #require(words.firstIndex(of: "trial"))
      _ = try TrialCommand(Array(words[(start + 1)...]))
    }
  }

  @Test func wholeWordsAreRenamed() {
    #expect(ClaimTemplate.renamed("Ab AbC xAb Ab.self, Ab_1 Ab", from: "Ab", to: "D") == "D AbC xAb D.self, Ab_1 D")
  }
}
