import Decision
import Reporting
import TestSupport
import Testing

@testable import Verification
@testable import littleo

/// The table of a verification on the terminal.
@Suite struct FindingsTableTests {
  /// Returns a finding with another verdict.
  private func finding(_ finding: Finding, with verdict: Verdict) -> Finding {
    Finding(
      entry: finding.entry, registration: finding.registration, design: finding.design,
      hypotheses: finding.hypotheses, conclusions: finding.conclusions, conjunction: finding.conjunction,
      adjustedSupport: finding.adjustedSupport,
      adjustedRefute: finding.adjustedRefute, verdict: verdict, settlement: nil, controls: finding.controls,
      falseForms: [],
      surveys: [], diagram: nil, kinds: [], overlaps: [], heldOut: [], learning: nil, counterExample: nil, lines: [],
      fits: finding.fits,
      totals: finding.totals, levels: finding.levels, familySize: 1, controlFamilySize: 1, version: finding.version,
      pictures: [])
  }

  /// Every verdict stands in its row, a conclusion has a verdict of its own, and the counts are those of the rows.
  @Test func everyVerdictStandsInItsRow() throws {
    let real = try #require(try InventedWorld.findings(runs: 20) { $0 == "Theorem5_2" }.first)
    for verdict in everyVerdict {
      let findings = [finding(real, with: verdict), finding(real, with: .supported)]
      let lines = FindingsTable(findings).text.split(separator: "\n").map(String.init)
      let row = try #require(lines.first { $0.hasPrefix("Theorem5_2 ") })
      #expect(row.contains(" \(verdict) "), "\(row)")
      for conclusion in real.conclusions {
        let own = try #require(lines.first { $0.hasPrefix("  \(conclusion.text) ") })
        #expect(own.contains(ReportText.status(of: conclusion, in: real)), "\(own)")
      }
      let tally = VerdictTally(findings)
      #expect(lines.contains { $0.hasPrefix(tally.support + ", with every control refuted") })
      for word in [VerdictWord.extrapolated, .notContradicted] {
        #expect(lines.contains("“\(word.text)”: \(word.meaning).") == (VerdictWord(verdict) == word))
      }
    }
  }
}
