import Foundation
import TestSupport
import Testing
import Verification

@testable import Reporting

/// What changed since the last report, and that writing a report twice gives the same bytes.
@Suite struct ReportChangesTests {
  private static func since(
    _ before: [String: String], _ after: [String: String], changes: ReportChanges? = nil, digest: String = "1"
  ) -> ReportChanges? {
    var content = EnvironmentFile([], profile: .quick).content(describing: [:], changes: changes)
    content = EnvironmentFile.Content(
      generated: content.generated, files: [:], profile: "quick", scales: [], ownScales: nil, runsPerScale: 2,
      seeds: "", trainerVersion: "", versions: nil, registrations: before.mapValues { _ in "1" }, verdicts: before,
      conclusions: nil, changes: changes, look: nil, architecture: "", language: "")
    return ReportChanges.since(
      content, verdicts: after, registrations: after.mapValues { _ in digest }, profile: "quick")
  }

  @Test func everyKindOfChangeIsNamed() throws {
    let changes = try #require(
      Self.since(
        ["A": "supported", "B": "refuted", "C": "supported"], ["A": "supported", "B": "supported", "D": "refuted"]))
    #expect(changes.changed.map(\.claim) == ["B"] && changes.added == ["D"] && changes.removed == ["C"])
    #expect(changes.restated.isEmpty && changes.profiles == nil)
    let words = ChangesText(changes, []).markdown
    #expect(words.contains("B went from *refuted* to *supported*; new: D; gone: C."))
    #expect(Self.since(["A": "supported"], ["A": "supported"], digest: "2")?.restated == ["A"])
  }

  /// A report with the same verdicts keeps the changes of the one before, so a second run changes no byte.
  @Test func theSameVerdictsKeepTheLastChanges() throws {
    let first = try #require(Self.since(["A": "refuted"], ["A": "supported"]))
    #expect(Self.since(["A": "supported"], ["A": "supported"], changes: first) == first)
    #expect(Self.since(["A": "supported"], ["A": "supported"]) == nil)
    #expect(ReportChanges.since(nil, verdicts: ["A": "supported"], registrations: [:], profile: "quick") == nil)
  }

  /// Names from an earlier report cannot bring markup of their own.
  @Test func namesAreEscaped() throws {
    let words = ChangesText(Self.since(["<b>[x](y)": "supported"], [:]), []).markdown
    #expect(words.contains("&lt;b&gt;\\[x\\](y)"))
  }

  /// Written over an earlier report: the changes are named, and the second writing changes nothing.
  @Test func aReportIsComparedWithTheOneItReplaces() throws {
    let findings = try InventedWorld.findings(runs: 4) { ["Theorem5_1", "BiasBounded"].contains($0) }
    let place = FileManager.default.temporaryDirectory.appending(path: "littleo-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    let folder = ReportFolder(place)
    func write(_ findings: [Finding]) throws -> [String: Data] {
      let report = Report(findings, profile: .quick, command: "littleo", since: folder.earlier)
      try folder.write(report)
      return report.files
    }
    func front(_ files: [String: Data]) -> String { String(decoding: files["README.md"] ?? Data(), as: UTF8.self) }
    #expect(front(try write(Array(findings.prefix(1)))).contains("no change of a verdict is on record"))
    let second = try write(findings)
    #expect(front(second).contains("new: [\(findings[1].name.replacing("_", with: "\\_"))]"))
    #expect(try write(findings) == second)
  }
}
