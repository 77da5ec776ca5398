import Decision
import TestSupport
import Testing
import Verification

@testable import Reporting

/// The front page counts the forecasts that the claims' pages and the JSON object show.
@Suite struct HeldOutPageTests {
  @Test func thePagesAgree() throws {
    let findings = try InventedWorld.findings(runs: 20)
    let coverage = HeldOutCoverage(findings)
    let files = Report(findings, profile: .quick, command: "littleo").files
    let pages = findings.compactMap { files["\($0.name)/README.md"] }.map { String(decoding: $0, as: UTF8.self) }
    let front = String(decoding: try #require(files["README.md"]), as: UTF8.self)
    func count(_ words: String) -> Int { pages.reduce(0) { $0 + $1.components(separatedBy: words).count - 1 } }
    #expect(count("the forecast holds") == coverage.held)
    #expect(count("the forecast **does not hold**") == coverage.missed.count)
    #expect(
      count("No forecast of the largest scale: one scale earlier, every run is at the end of its range.")
        == coverage.saturated)
    #expect(count("No forecast of the largest scale: ") == coverage.saturated + coverage.without)
    if coverage.rows.isEmpty {
      #expect(!front.contains("## Held-out scales"))
    } else {
      #expect(
        front.contains("**\(coverage.held) of \(coverage.rows.count) largest scales lie in their 95 % prediction"))
    }
    let object = "\(FindingsObject(findings, profile: .quick).value.text)"
    #expect(object.components(separatedBy: "\"observed\"").count - 1 == coverage.rows.count)
  }
}
