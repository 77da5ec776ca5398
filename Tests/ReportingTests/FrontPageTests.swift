import Foundation
import TestSupport
import Testing
import Verification

@testable import Reporting

/// The front page: a picture of all verdicts, three sentences, what changed, and a table.
@Suite struct FrontPageTests {
  private let findings: [Finding]
  private let files: [String: Data]

  init() throws {
    findings = try InventedWorld.findings(runs: 20)
    files = Report(findings, profile: .quick, command: "littleo").files
  }

  private func text(_ path: String) throws -> String { String(decoding: try #require(files[path]), as: UTF8.self) }

  /// The matrix has every claim once, with a square for each of its conclusions and controls.
  @Test func theMatrixShowsEveryFindingOnce() throws {
    let front = FrontPage(findings, profile: .quick, command: "", graph: GraphText(findings))
    let rows = front.matrix.groups.flatMap(\.rows)
    #expect(rows.map(\.name).sorted() == findings.map(\.name).sorted())
    for row in rows {
      let finding = try #require(findings.first { $0.name == row.name })
      #expect(row.conclusions.count == finding.conclusions.count && row.controls.count == finding.controls.count)
      #expect(row.claim.style == VerdictWord(finding).rawValue)
      #expect(row.controls.map { $0.letter == "✓" } == finding.controls.map(\.isRefuted))
    }
    let drawing = try text(MatrixDrawing.file)
    for finding in findings {
      #expect(drawing.components(separatedBy: "<g data-claim=\"\(finding.name)\">").count == 2, "\(finding.name)")
    }
  }

  /// No column of the picture is so long that the front page would not fit one screen.
  @Test func theMatrixIsOneScreen() throws {
    let drawing = try text(MatrixDrawing.file)
    let size = try #require(drawing.firstMatch(of: /viewBox="0 0 ([0-9.]+) ([0-9.]+)"/))
    #expect(try #require(Double(size.output.1)) <= 1100)
    #expect(try #require(Double(size.output.2)) <= 760)
  }

  /// A letter stands in every square, and it can be read on every fill; no two words have the same letter or fill.
  @Test func lettersCanBeReadOnTheirFills() throws {
    let letters = VerdictWord.allCases.map(VerdictPalette.letter)
    #expect(Set(letters).count == letters.count)
    #expect(Set(VerdictWord.allCases.map(\.fill.colour)).count == letters.count)
    for fill in VerdictWord.allCases.map(\.fill.colour) + [VerdictPalette.asItMust] {
      #expect(try #require(VerdictPalette.contrast(VerdictPalette.ink, fill)) >= 4.5, "\(fill)")
    }
    #expect(VerdictPalette.contrast("#000", "#fff") == 21)
    #expect(VerdictPalette.contrast("black", "#fff") == nil)
  }

  /// Above the table stand the sentences, the matrix and what changed, and nothing else but links.
  @Test func theTableComesAfterTheSentences() throws {
    let page = try text("README.md")
    let head = try #require(page.components(separatedBy: "## Claims").first)
    #expect(head.contains("](matrix.svg)") && head.contains("**Since the last report**"))
    #expect(!head.contains("|") && head.count < 2000, "\(head.count)")
    // A row per claim, with four columns.
    let rows = page.split(separator: "\n").filter { $0.contains("](") && $0.hasPrefix("| [") && $0.contains("<br>") }
    #expect(rows.count >= findings.count)
  }

  @Test(arguments: [
    ("Theorem5_1_Edge", "Theorem 5.1, edge"), ("CoarseLabelGap", "Coarse label gap"),
    ("Definition4_3_LabelMaps", "Definition 4.3, label maps"), ("CutMixLearnsAll", "CutMix learns all"),
    ("ErmMissesRareFeatures", "ERM misses rare features"),
    ("CoarseLabelGap_FewerSubclasses", "Coarse label gap, fewer subclasses"),
  ])
  func namesAreShownAsWords(name: String, words: String) { #expect(ClaimLabel.words(name) == words) }

  /// The forest has a row for every mean about a limit, and what must vanish stands first.
  @Test func theForestHasEveryLimit() throws {
    let rows = ForestDrawing(findings).rows
    let count = findings.flatMap(\.conclusions).count {
      $0.predicate.isLimit && !$0.conclusion.isWithHighProbability && $0.decision.diagnostics.threshold != nil
        && $0.decision.scales.last?.upper != nil
    }
    #expect(rows.count == count && count > 5)
    #expect(rows.map(\.vanishes) == rows.map(\.vanishes).sorted { $0 && !$1 })
    for row in rows { #expect(row.lower <= row.upper && row.mean >= 0) }
  }

  /// In the graph every claim stands to the left of those that it rests on, and each once.
  @Test func theGraphLeadsToTheRight() {
    let layout = GraphLayout(
      ["a", "b", "c", "d", "e"], edges: ["a": ["b", "c"], "b": ["c"], "d": ["b", "missing"]])
    #expect(layout.alone == ["e"])
    #expect(layout.columns.map { $0.sorted() } == [["a", "d"], ["b"], ["c"]])
    #expect(GraphLayout([], edges: [:]).columns.isEmpty)
  }

  /// Titles of charts are messages and, within a claim, differ from each other.
  @Test func chartsHaveTitlesOfTheirOwn() {
    for finding in findings {
      let titles = FindingCharts(finding).all.map(\.chart.title) + LearningCharts(finding).all.map(\.chart.title)
      #expect(Set(titles).count == titles.count, "\(finding.name): \(titles)")
      #expect(titles.allSatisfy { !$0.contains(finding.name) })
    }
  }
}
