import ClaimKit
import Foundation
import MultiView
import MultiViewClaims
import TestSupport
import Testing
import Verification

@testable import Reporting

/// What the registered scales say about hypotheses stands on the pages and in the JSON object.
@Suite struct HypothesisPageTests {
  /// Theorem 5.1 with a law of k that is no polylog(d), and a bound in words.
  private struct Assuming: Claim {
    var regime = Regime.constantK

    let source = Source("A test", .chosen)
    let title = "Hypotheses"
    let says = "A test."
    var statement: [Clause] {
      Given(labels: .coarse)
      Given(.k, atLeast: .polylog(.d))
      Given(.k, atMost: .power(.d, 0.4))
      Given("noise | is Gaussian")
      Conclude(.trainingLoss, is: .littleO(1))
    }
    var standIn: StandIn { StandIn(regime: regime, window: .standard, materialities: [.halvedLoss]) }
    var controls: [Control] {
      Control("random labels", refutes: .trainingLoss, because: "a test") { $0.labels = .randomized(into: 16) }
    }
  }

  private func findings(_ regime: Regime) throws -> [Finding] {
    try InventedWorld.findings(on: [ClaimEntry(folder: "Toys", claim: Assuming(regime: regime))], runs: 20)
  }

  private func text(_ path: String, _ findings: [Finding]) throws -> String {
    String(
      decoding: try #require(Report(findings, profile: .quick, command: "littleo").files[path]), as: UTF8.self)
  }

  /// A violated hypothesis stands beside the verdict, on the claim's page and on the front page.
  @Test func aViolationStandsBesideTheVerdict() throws {
    let findings = try findings(.constantK)
    let finding = try #require(findings.first)
    let words =
      ", but its hypothesis k\\_y ≥ polylog(d) is violated (k\\_y does not grow over the registered scales)"
    #expect(try text("Assuming/README.md", findings).contains("> **\(ReportText.status(of: finding))**\(words)"))
    #expect(try text("README.md", findings).contains("**\(ReportText.status(of: finding))**\(words)"))
    #expect(HypothesisText.remark(on: try #require(try self.findings(.standard).first)).contains("k_y ≤ d^0.4"))
  }

  /// The table has a row for each hypothesis, with the numbers at each scale.
  @Test func thePageShowsTheNumbers() throws {
    let page = try text("Assuming/README.md", try findings(.standard))
    #expect(page.contains("| hypothesis | at the registered scales | at d = 32, 64, 128, 256, 512 |"))
    #expect(page.contains("| k\\_y ≥ polylog(d) | **constant unknown**"))
    #expect(page.contains("k\\_y = 6, 9, 12, 15, 19<br>k\\_y/(ln d) = 1.73, 2.16,"))
    #expect(page.contains("| k\\_y ≤ d^0.4 | **violated**: it fails at d = 32, 64, 128, 256, 512 |"))
    #expect(page.contains("<br>bound 4, 5.28,"))
    #expect(page.contains("| noise \\| is Gaussian | **not checked**: it is in words | — |"))
  }

  /// The front page counts hypotheses by what was seen, and the JSON object holds every number.
  @Test func countsAndNumbersAreInTheObject() throws {
    let findings = try findings(.constantK)
    #expect(
      try text("README.md", findings).contains(
        "**Hypotheses at the registered scales**: holds 1, violated 1, constant unknown 0, not checked 1."))
    let data = Data(FindingsObject(findings, profile: .quick).value.document.utf8)
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let counts = try #require(object["hypotheses"] as? [String: Int])
    #expect(counts == ["holds": 1, "violated": 1, "constantUnknown": 0, "notChecked": 1])
    let claims = try #require(object["claims"] as? [[String: Any]])
    let audits = try #require(claims.first?["hypotheses"] as? [[String: Any]])
    #expect(audits.map { $0["standing"] as? String } == ["violated", "holds", "notChecked"])
    let readings = try #require(audits[1]["readings"] as? [[String: Any]])
    #expect(readings.map { $0["value"] as? Int } == [2, 2, 2, 2, 2])
    #expect(readings.first?["bound"] as? Double == 4)
  }
}
