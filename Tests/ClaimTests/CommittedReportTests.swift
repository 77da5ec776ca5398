import Calibration
import ClaimKit
import Claims
import Foundation
import Planning
import Testing
import Training

/// Tests that the committed report matches the claims, thresholds and trainer of the same commit.
@Suite struct CommittedReportTests {
  private struct Environment: Decodable {
    let profile: String
    let registrations: [String: String]
    let verdicts: [String: String]
    let trainerVersion: String
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// A changed statement, stand-in, control or threshold needs a new report: `swift run -c release littleo`.
  @Test func registrationsAreCurrent() throws {
    let environment = try JSONDecoder().decode(
      Environment.self, from: Data(text("Reports/environment.json").utf8))
    // A claim on a program is registered with what the program declares, so its interpreter must be here; one on images needs its data.
    let unknown = Set(AllClaims.registered.filter { lack(of: $0.claim) != nil }.map(\.claim.name))
    let entries = AllClaims.registered.filter { !unknown.contains($0.claim.name) }
      .map { ClaimEntry(folder: $0.folder, claim: $0.claim) }
    let plan = try Plan(entries, design: Design(.standard))
    let current = Dictionary(uniqueKeysWithValues: plan.claims.map { ($0.claim.name, Registration(of: $0).digest) })
    #expect(environment.profile == "standard")
    #expect(environment.trainerVersion == Trainer.version)
    // A claim file that was just added has no report yet; this is a warning and no failure.
    for name in current.keys.sorted() where environment.registrations[name] == nil {
      Issue.record("\(name) is not in the report yet: swift run -c release littleo", severity: .warning)
    }
    #expect(!environment.registrations.isEmpty)
    #expect(
      environment.registrations.filter { !unknown.contains($0.key) }
        == current.filter { environment.registrations[$0.key] != nil })
    let front = try text("Reports/README.md")
    for (name, digest) in environment.registrations {
      let verdict = try #require(environment.verdicts[name])
      // A row with the verdict first, and one with the registration last; known theorems and missed forecasts have rows
      // in between.
      let lines = front.split(separator: "\n").filter { line in
        line.hasPrefix("| [") && line.split(separator: "|").first?.contains("](\(name)/README.md)") == true
      }
      #expect(lines.count >= 2 && lines.first?.contains("**\(verdict)**") == true, "\(name)")
      #expect(lines.last?.contains("`\(digest.prefix(12))`") == true, "\(name)")
    }
  }

  /// Every sentence that the README quotes from the report is in the report, including the number of claims.
  ///
  /// That number is the report's and not the catalogue's, so adding a claim requires no change to the README.
  @Test func readmeQuotesTheReport() throws {
    let claims = AllClaims.registered.compactMap { try? text("Reports/\($0.claim.name)/README.md") }
    let pages = try ([text("Reports/README.md")] + claims).joined()
    let quotes = try text("README.md").split(separator: "\n").filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) }
    #expect(!quotes.isEmpty)
    for quote in quotes { #expect(pages.contains(quote), "not in the report: \(quote)") }
  }

  /// The calibration page shows the planted suite of this source, and the README quotes the numbers of the page.
  ///
  /// After a cell is added or removed, write a new page: `swift run -c release littleo calibrate`.
  @Test func calibrationIsCurrent() throws {
    let page = try text("Reports/calibration.md")
    let readme = try text("README.md").replacing("\n  ", with: " ")
    let promised = PlantedSuite.cells.count { $0.brokenAssumption == nil }
    #expect(page.contains("In none of \(promised) planted cells"))
    #expect(readme.contains("We simulated \(promised) laws with known truth"))
    let truths = PlantedCell.Truth.allCases.map { "| \($0.rawValue) |" }
    let rows = page.split(separator: "\n").count { line in truths.contains { line.contains($0) } }
    #expect(rows == PlantedSuite.cells.count)
    let worst = try #require(page.firstMatch(of: /rate of false verdicts is (up to [0-9.]+ %)/)).output.1
    #expect(readme.contains(worst), "\(worst)")
  }

  /// Every link and image of every committed page leads to a file, and every table keeps its number of columns.
  @Test(arguments: ["Reports", "Documentation", "README.md", "CONTRIBUTING.md"]) func pagesAreWhole(place: String)
    throws
  {
    let root = Self.root.appending(path: place)
    var pages = [root]
    if !place.hasSuffix(".md") {
      let names = try FileManager.default.subpathsOfDirectory(atPath: root.path)
      pages = names.filter { $0.hasSuffix(".md") }.map { root.appending(path: $0) }
    }
    #expect(!pages.isEmpty)
    let link = try Regex(#"\]\(([^)#\s]+)(#[^)]*)?\)"#)
    for page in pages {
      var isCode = false
      var columns: Int?
      for line in try String(contentsOf: page, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      {
        if line.hasPrefix("```") { isCode.toggle() }
        if isCode { continue }
        for match in line.matches(of: link) {
          let target = String(match.output[1].substring ?? "")
          if target.contains("://") { continue }
          let file = page.deletingLastPathComponent().appending(path: target).standardized
          #expect(FileManager.default.fileExists(atPath: file.path), "\(page.lastPathComponent) → \(target)")
        }
        guard line.hasPrefix("|") else {
          columns = nil
          continue
        }
        let bars = line.replacing("\\|", with: "").count { $0 == "|" }
        #expect(columns == nil || columns == bars, "\(page.path): \(line)")
        columns = bars
      }
      #expect(!isCode, "\(page.path) leaves a code block open")
    }
  }
}
