import Testing

@testable import Calibration
@testable import Reporting

/// The calibration page on a few cells, with few repetitions.
@Suite struct CalibrationPageTests {
  private let calibration = Calibration(cells: Array(PlantedSuite.cells.prefix(4)), repeats: 5, seed: 7)

  /// The rows of all tables, by the number of columns that their header has.
  private func tables(_ page: String) -> [[String]] {
    page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .split { !$0.hasPrefix("|") }.map(Array.init)
  }

  @Test func thePageHasATablePerLevel() async {
    let results = await calibration.results(jobs: 1)
    let page = CalibrationPage(results, of: calibration).markdown
    #expect(page.contains("In none of 4 planted cells"))
    for title in ["A claim that stands alone: α", "A claim among 6: α/6", "A claim among 40: α/40"] {
      #expect(page.contains("### \(title)\n"))
    }
    #expect(page.contains("| false support | 2.5 |") && page.contains("| false refutation | 0.0625 |"))
    // Sections without content are left out.
    for title in ["drawn again", "other procedures", "Power against runs", "broken assumption"] {
      #expect(!page.contains("## \(title)") && !page.contains("## What \(title)"), "\(title)")
    }
    for table in tables(page) {
      let columns = Set(table.map { $0.replacing("\\|", with: "").count { $0 == "|" } })
      #expect(columns.count == 1, "\(table.first ?? "")")
    }
  }

  @Test func otherProceduresAndRunsHaveASection() async throws {
    let results = await calibration.results(jobs: 1)
    let comparison = await Comparison(repeats: 2, seed: 7).results(jobs: 2)
    let powers = await PowerByRuns(cells: Array(PowerByRuns.cells.prefix(2)), runs: [20, 30], repeats: 4, seed: 7)
      .results(jobs: 2)
    let page = CalibrationPage(results, of: calibration, comparison: comparison, powers: powers).markdown
    #expect(page.contains("## What other procedures conclude from the same runs"))
    #expect(page.contains("| law | design | limit | LittleO % | log–log slope % | AIC % | Jonckheere %"))
    #expect(page.contains("## Power against runs") && page.contains("| law | right verdict | 20 runs | 30 runs |"))
    // A row with a truth is a cell: the committed page is checked by counting them.
    let truths = PlantedCell.Truth.allCases.map { "| \($0.rawValue) |" }
    #expect(tables(page).joined().count { row in truths.contains(where: row.contains) } == results.count)
    let rows = tables(page).first { $0[0].contains("LittleO %") }
    #expect(rows?.count == 2 + comparison.count)
    for table in tables(page) {
      #expect(Set(table.map { $0.replacing("\\|", with: "").count { $0 == "|" } }).count == 1, "\(table[0])")
    }
  }

  /// A floor that is planted as if it were a limit of 0: nearly every refutation counts as an error.
  @Test func aCellThatWasDrawnAgainShowsBothRates() async throws {
    let cell = PlantedSuite.count("planted wrongly", .constant(0.9), .beta(50), .small, .holds)
    let calibration = Calibration(cells: [cell], repeats: 20, seed: 7)
    let page = CalibrationPage(await calibration.results(jobs: 2), of: calibration).markdown
    #expect(page.contains("In 1 of 1 planted cells a rate"))
    let again = try #require(tables(page).first { $0[0].contains("first draw %") })
    #expect(again.count == 5 && again.dropFirst(2).allSatisfy { $0.contains("too high") })
    #expect(page.contains("0.9, beta s = 50 ⚠ ↻ | A | holds |"))
  }
}
