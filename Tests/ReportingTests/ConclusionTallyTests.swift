import ClaimKit
import Foundation
import MultiViewClaims
import TestSupport
import Testing
import Verification

@testable import Reporting

/// Conclusions are counted, and not claims: each says whether a control refuted it.
@Suite struct ConclusionTallyTests {
  /// Three conclusions: a control refutes the first, no control is aimed at the second, and that of the third fails.
  private struct Mixed: Claim {
    let source = Source("A test", .chosen)
    let title = "Mixed"
    let says = "A test."
    var statement: [Clause] {
      Given(labels: .coarse)
      ForEvery(.T, from: .tStar, to: .poly(.d)) {
        Conclude(.error(on: .hard), is: .bigOmega(1))
        Conclude(.error(on: .easy), is: .littleO(1))
      }
      WithHighProbability(forEvery: .T, from: .tStar, to: .poly(.d)) {
        Conclude(.trainingLoss, is: .littleO(1))
      }
    }
    var standIn: StandIn {
      StandIn(
        regime: .standard, window: .standard,
        materialities: [
          Materiality(of: .error(on: .hard), 0.05, because: "a test"), .certifiable(.error(on: .easy)),
          Materiality(of: .trainingLoss, tolerance: .twiceStandardBound),
        ])
    }
    var controls: [Control] {
      Control("fine labels", refutes: .error(on: .hard), because: "a test") { $0.labels = .fine }
      // The invented world fits fine labels as well as coarse ones.
      Control("fine labels again", refutes: .trainingLoss, because: "a test") { $0.labels = .fine }
    }
  }

  private let findings: [Finding]

  init() throws {
    findings = try InventedWorld.findings(on: [ClaimEntry(folder: "Toys", claim: Mixed())], runs: 20)
  }

  private func text(_ path: String, _ findings: [Finding]) throws -> String {
    String(
      decoding: try #require(Report(findings, profile: .quick, command: "littleo").files[path]), as: UTF8.self)
  }

  @Test func everyConclusionHasItsStanding() throws {
    let finding = try #require(findings.first)
    #expect(
      finding.claim.conclusions.map(finding.discrimination(of:)) == [.discriminated, .uncontrolled, .undiscriminated])
    #expect(finding.claim.uncontrolledConclusions.map(\.quantity) == [.error(on: .easy)])
    let tally = ConclusionTally(findings)
    #expect(tally.headline == "1 of 3 conclusions discriminated")
    #expect(tally.rest == "1 has no control, 1 has controls of which none refuted it")
  }

  /// The two readings of a Θ are one conclusion, which a control refutes by either.
  @Test func registeredConclusionsAreCountedOnce() throws {
    let findings = try InventedWorld.findings(runs: 20)
    let tally = ConclusionTally(findings)
    #expect(tally.total == findings.reduce(0) { $0 + $1.claim.conclusions.count })
    #expect(findings.contains { $0.conclusions.count > $0.claim.conclusions.count })
    #expect(Discrimination.allCases.reduce(0) { $0 + tally.count($1) } == tally.total)
    for entry in tally.entries where entry.discrimination == .discriminated {
      #expect(entry.finding.controls.contains { $0.isRefuted && $0.refuted?.conclusion == entry.conclusion })
    }
  }

  /// Errors of the theorems that must vanish are counted apart, because nothing is seen to fall where all of them are 0.
  @Test func vanishingErrorsStandApart() throws {
    let theorems = ConclusionTally(try InventedWorld.findings(runs: 4) { ["Theorem5_1", "Theorem5_2"].contains($0) })
    let apart = theorems.entries.filter { $0.kind == .vanishingError }
      .map { "\($0.finding.name): \($0.conclusion.text)" }
    #expect(
      apart.sorted() == [
        "Theorem5_1: easy-sample error = o(1)", "Theorem5_2: easy-sample error = o(1)",
        "Theorem5_2: hard-sample error = o(1)",
      ])
    #expect(ConclusionTally(findings).entries.allSatisfy { $0.kind != .vanishingError })
  }

  /// The pages name what no control refuted, and list what nothing was seen against, by kind.
  @Test func pagesNameWhatIsNotDiscriminated() throws {
    let front = try text("README.md", findings)
    #expect(front.contains("**1 of 3 conclusions discriminated**; 1 has no control, 1 has controls of which none"))
    #expect(front.contains("Without a control: [Mixed](Mixed/README.md) (easy-sample error = o(1))."))
    #expect(front.contains("none of which refuted it: [Mixed](Mixed/README.md) (w.h.p. training loss = o(1))."))
    #expect(front.contains("| about means | 1 of 2 | 50 % | [Mixed](Mixed/README.md) (easy-sample error = o(1)) |"))
    #expect(front.contains("| with high probability | 1 of 1 | 100 % |"))
    #expect(!front.contains("| conformance with a definition |"))
    let page = try text("Mixed/README.md", findings)
    #expect(page.contains("| easy-sample error = o(1) | **not contradicted**, but it has no control |"))
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(FindingsObject(findings, profile: .quick).value.document.utf8))
        as? [String: Any])
    #expect(
      object["conclusions"] as? [String: Int]
        == ["total": 3, "discriminated": 1, "undiscriminated": 1, "uncontrolled": 1, "notContradicted": 2])
  }

  /// Definitions are held against the program, so their zeros are counted apart.
  @Test func definitionsAreCountedApart() throws {
    let finding = try #require(
      try InventedWorld.findings(on: [ClaimEntry(folder: "Definitions", claim: Mixed())], runs: 20).first)
    #expect(ConclusionTally([finding]).entries.allSatisfy { $0.kind == .conformance })
  }

  /// A report is read back with its counts.
  @Test func countsComeBackFromTheReport() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try ReportFolder(folder).write(Report(findings, profile: .quick, command: "littleo"))
    guard case .found(let report) = CommittedReport.read(from: folder) else {
      Issue.record("the report cannot be read back")
      return
    }
    #expect(report.conclusions == ["Mixed": CommittedReport.ConclusionCount(total: 3, discriminated: 1)])
    let file = folder.appending(path: "environment.json")
    let forged = try String(contentsOf: file, encoding: .utf8)
      .replacing("\"discriminated\" : 1", with: "\"discriminated\" : 9")
    try Data(forged.utf8).write(to: file)
    guard case .damaged = CommittedReport.read(from: folder) else {
      Issue.record("a report with more discriminated conclusions than conclusions is used")
      return
    }
  }

  /// Headlines say how many of the supported claims come from the paper's summary, and how many are ours.
  @Test func headlinesCarryTheSource() throws {
    let findings = try InventedWorld.findings(runs: 20) { ["TimeToFitCoarse", "Theorem5_2", "LossDecay"].contains($0) }
    let supported = findings.count { VerdictWord($0).isSupport && $0.claim.source.provenance == .reconstructed }
    let total = findings.count { $0.claim.source.provenance == .reconstructed }
    let words = ProvenanceTally(findings).words
    #expect(
      words.contains("from the paper's summary [P] ") && words.contains("reconstructed [R] \(supported) of \(total)"))
    #expect(try text("README.md", findings).contains("by source: \(words)."))
    #expect(try text("TimeToFitCoarse/README.md", findings).contains(" [P] (from the paper's summary). "))
  }
}
