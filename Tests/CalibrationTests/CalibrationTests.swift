import Decision
import Foundation
import Statistics
import Testing

@testable import Calibration

@Suite("Planted truths")
struct CalibrationTests {
  private static let seed: UInt64 = 51_002

  /// Laws whose listed power was bought with false verdicts on laws that look the same on these scales: a shifted power
  /// above ε, and a slow decay after a fast phase.
  private static let conceded = ["0.3·x^−½, beta", "0.3·x^−½, binomial", "0.2 + 0.3·x^−1"]

  @Test("no cell errs more often than promised") func rates() async {
    let calibration = Calibration(repeats: 50, seed: Self.seed)
    let results = await calibration.results(jobs: ProcessInfo.processInfo.activeProcessorCount)
    #expect(results.count == PlantedSuite.cells.count)
    let rule = calibration.rule
    for result in results where result.cell.brokenAssumption == nil {
      for family in FamilySize.allCases {
        for side in ErrorSide.allCases {
          guard let errors = result.drawn.errors(side, family, truth: result.cell.truth) else { continue }
          // About 3,000 rates are tested. A rate fails if one as high has a probability of at most 10⁻⁶ at the promised
          // level.
          let level = rule.promised(side, family, result.cell)
          let p = Binomial.atLeast(Double(errors.count), of: Double(errors.repeats), probability: level)
          #expect(p > 1e-6, "\(result.cell.name), \(family.text): \(side) \(errors.count) of \(errors.repeats)")
        }
      }
      if let listed = result.cell.listedPower, !Self.conceded.contains(where: result.cell.law.hasPrefix),
        let power = result.drawn.power(truth: result.cell.truth)
      {
        let p = Binomial.atMost(Double(power.count), of: Double(power.repeats), probability: listed / 100)
        #expect(listed >= 100 ? power.share > 0.9 : p > 1e-6, "\(result.cell.name): power \(power.share)")
      }
    }
    let summary = CalibrationSummary(results, levels: calibration.levels)
    for side in ErrorSide.allCases {
      for family in FamilySize.allCases {
        let (total, share) = (summary.total(side, family), family.share(of: calibration.levels))
        #expect(total.repeats > 10_000 && !total.isAbove(min(share.support, share.refute), level: 0.05))
      }
    }
  }

  /// The formulas of the specification err more often than promised in these cells; the corrected ones do not.
  @Test(
    "the corrections are needed, and suffice",
    arguments: [
      "o(1), counts, limit ε = 0.05: 0.05 + 0.3·x^−1, binomial [B]",
      "o(1), counts, limit ε = 0.05: 0.05 + 0.3·ln d₁/ln d, beta s = 50 [B]",
      "o(1), positive, limit ε = 0.05: 0.05 + 0.3·x^−1, spread 5 % [A]",
    ])
  func corrections(name: String) throws {
    let cell = try #require(PlantedSuite.cells.first { $0.name == name })
    let result = Calibration(cells: [cell], repeats: 1000, seed: Self.seed).result(of: cell)
    let draws = result.drawn
    let formula = draws.rate(max(draws.formulaSupport, draws.formulaRefute))
    #expect(formula.limits.lower > 0.025, "formula \(formula.share)")
    #expect(ErrorRule([cell], levels: ErrorLevels()).excesses(of: result).isEmpty)
    #expect(draws.rate(draws[.one].support + draws[.one].refuted).limits.lower < 0.025)
  }

  @Test("results do not depend on the number of jobs") func jobs() async {
    let cells = Array(PlantedSuite.cells.prefix(7))
    let calibration = Calibration(cells: cells, repeats: 12, seed: 3)
    let one = await calibration.results(jobs: 1)
    let three = await calibration.results(jobs: 3)
    for (left, right) in zip(one, three) {
      #expect(left.cell.name == right.cell.name)
      #expect(left.drawn == right.drawn && left.redrawn == right.redrawn)
    }
  }

  @Test("names are unique, and evidence is a function of seed, name and repetition") func evidence() throws {
    #expect(Set(PlantedSuite.cells.map(\.name)).count == PlantedSuite.cells.count)
    let cell = try #require(PlantedSuite.cells.first)
    #expect(cell.evidence(seed: 1, repetition: 4) == cell.evidence(seed: 1, repetition: 4))
    #expect(cell.evidence(seed: 1, repetition: 4) != cell.evidence(seed: 1, repetition: 5))
    #expect(cell.evidence(seed: 1, repetition: 4) != cell.evidence(seed: 2, repetition: 4))
  }

  @Test("every predicate, kind and truth is planted") func coverage() {
    let cells = PlantedSuite.cells
    for truth in PlantedCell.Truth.allCases { #expect(cells.contains { $0.truth == truth }) }
    for kind in [MetricKind.positive, .signed, .boolean] { #expect(cells.contains { $0.kind == kind }) }
    #expect(cells.contains { $0.kind == .count(trials: 500) })
    let groups = Set(cells.map { $0.group.prefix { $0 != "," } })
    for predicate in ["o(1)", "≤ o(1)", "Ω(1)", "Θ(√d)", "O(√d)", "poly(d)", "w.h.p.", "exponent", "curve"] {
      #expect(groups.contains { $0 == predicate }, "\(predicate)")
    }
  }

  @Test("planted counts have the mean and variance of their law") func moments() throws {
    let name = "o(1), counts, by a margin: 0.3, beta s = 50 [A]"
    let cell = try #require(PlantedSuite.cells.first { $0.name == name })
    let values = (0..<100).flatMap { repetition in
      cell.evidence(seed: 9, repetition: repetition).runs.joined().compactMap { $0.map { $0 / 500 } }
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let expected = 0.21 * (1.0 / 51 + 50.0 / 51 / 500)
    #expect(abs(mean - 0.3) < 4 * (expected / count).squareRoot())
    #expect(abs(variance / expected - 1) < 0.06)
  }

  /// The laws that decision procedure "What it cannot see" lists with a rate are planted as cells that promise nothing.
  @Test(
    "laws known to mislead the procedure are planted, and mislead it",
    arguments: [
      "o(1), counts, shared spread: 0.05 + 0.3·e^−(x−1), one rate per scale (beta s = 200), then beta s = 50 [A]",
      "o(1), counts, limit ε = 0.05: 0.05 + 0.3·e^−(x−1), 2 % of runs fail at d_K [A]",
      "Θ(√d), slope 1 ± κ: √d·h^−0.15, ln y skewed like χ²₁, spread 5 → 50 % [A]",
      "poly(d), by a margin: e^(d/(16 d₁)), spread 20 % [A]",
    ])
  func misleading(name: String) throws {
    let cell = try #require(PlantedSuite.cells.first { $0.name == name })
    #expect(cell.brokenAssumption != nil)
    let result = Calibration(cells: [cell], repeats: 500, seed: Self.seed).result(of: cell)
    #expect(result.worstErrors.limits.lower > 0.025, "\(result.worstErrors.share)")
    #expect(ErrorRule([cell], levels: ErrorLevels()).excesses(of: result).isEmpty)
  }
}
