import Decision
import Statistics
import Testing

@testable import Calibration

@Suite("When a rate of false verdicts is too high")
struct ErrorRuleTests {
  private let cells = PlantedSuite.cells.filter { $0.brokenAssumption == nil }

  private func draws(of decision: Decision, _ count: Int, among repeats: Int) -> CellDraws {
    var draws = CellDraws()
    for index in 0..<repeats {
      draws.add(index < count ? decision : Decision(pSupport: 1, pRefute: 1), levels: ErrorLevels())
    }
    return draws
  }

  @Test("a family of m claims judges m·p at α, with the same words and gates") func families() {
    for family in FamilySize.allCases {
      let m = Double(family.rawValue)
      let levels = ErrorLevels()
      let just = Decision(pSupport: 0.0249 / m, pRefute: 1, strength: .extrapolated)
      #expect(family.verdict(on: just, levels: levels) == .extrapolated)
      let over = Decision(pSupport: 0.0251 / m, pRefute: 1)
      #expect(family.verdict(on: over, levels: levels) == .inconclusive(.power))
      let gated = Decision(pSupport: 1, pRefute: 0.0249 / m, gateRefute: .slowDecay)
      #expect(family.verdict(on: gated, levels: levels) == .inconclusive(.slowDecay))
      #expect(abs(family.share(of: levels).support - 0.025 / m) < 1e-15)
      // The same verdict as that of Holm's family, in which the other claims are not significant.
      let other = Conjunction(judging: [Decision(pSupport: 1, pRefute: 1)])
      let judged = ClaimFamily.judge(
        [Conjunction(judging: [just])] + Array(repeating: other, count: family.rawValue - 1), levels: levels)
      #expect(judged.first?.verdict == .extrapolated)
    }
  }

  @Test("words are counted apart, and any of them is a support") func words() {
    var draws = CellDraws()
    for strength in Strength.allCases {
      draws.add(Decision(pSupport: 0.02, pRefute: 1, strength: strength), levels: ErrorLevels())
    }
    draws.add(Decision(pSupport: 1, pRefute: 1e-9), levels: ErrorLevels())
    draws.add(Decision(pSupport: 1e-9, pRefute: 1, gateSupport: .floor), levels: ErrorLevels())
    let (alone, forty) = (draws[.one], draws[.forty])
    #expect((alone.supported, alone.extrapolated, alone.notContradicted) == (1, 1, 1))
    #expect(alone.support == 3 && alone.refuted == 1 && alone.reasons == [.floor: 1])
    #expect(forty.support == 0 && forty.refuted == 1 && forty.reasons == [.floor: 1, .power: 3])
    #expect(draws.errors(.support, .one, truth: .fails)?.count == 3)
    #expect(draws.errors(.support, .one, truth: .floor) == nil)
    #expect(draws.errors(.support, .one, truth: .holds) == nil)
    #expect(draws.errors(.refutation, .one, truth: .fails) == nil)
    #expect(draws.power(truth: .floor)?.count == 1 && draws.power(truth: .holds)?.count == 3)
    #expect(draws.power(truth: .slowGrowth)?.count == 0 && draws.power(truth: .boundary) == nil)
  }

  @Test("merged draws are the draws of all repetitions") func merge() {
    let decision = Decision(pSupport: 1e-4, pRefute: 1)
    var sum = draws(of: decision, 3, among: 10)
    sum.merge(draws(of: decision, 4, among: 5))
    #expect(sum == draws(of: decision, 7, among: 15))
  }

  @Test("all rates are tested together: the tests share 5 %") func simultaneous() throws {
    let rule = ErrorRule(cells, levels: ErrorLevels())
    let expected = cells.reduce(0) { $0 + ([.holds, .fails, .floor].contains($1.truth) ? 3 : 6) }
    #expect(rule.tests == expected && rule.levelPerTest == 0.05 / Double(expected))
    let cell = try #require(cells.first { $0.truth == .boundary })
    let decision = Decision(pSupport: 0.02, pRefute: 1)
    // The smallest count whose tail at 2.5 % is below the level of one test, and the one before.
    let limit = try #require(
      (50...200).first { Binomial.atLeast(Double($0), of: 2000, probability: 0.025) < rule.levelPerTest })
    #expect(rule.excesses(of: draws(of: decision, limit - 1, among: 2000), cell).isEmpty)
    let excesses = rule.excesses(of: draws(of: decision, limit, among: 2000), cell)
    #expect(excesses.map(\.side) == [.support] && excesses.map(\.family) == [.one])
  }

  @Test("an error that α hides shows at α/40") func smallLevels() throws {
    let rule = ErrorRule(cells, levels: ErrorLevels())
    let cell = try #require(cells.first { $0.truth == .fails })
    let rare = draws(of: Decision(pSupport: 1e-6, pRefute: 1), 30, among: 2000)
    #expect(rule.excesses(of: rare, cell).map(\.family) == [.six, .forty])
    #expect(ErrorRule(cells + cells, levels: ErrorLevels()).tests == 2 * rule.tests)
  }

  /// A law of which the predicate is false, planted as if it held: nearly every refutation is then an error.
  @Test("a cell whose rate is too high is drawn again, with fresh repetitions, and judged by those alone")
  func redraw() async throws {
    let design = PlantedDesign.small
    let wrong = PlantedSuite.count("test", .constant(0.9), .beta(50), design, .holds)
    let right = PlantedSuite.count("test", .constant(0), .binomial, design, .holds)
    let calibration = Calibration(cells: [right, wrong], repeats: 20, seed: 4)
    let results = await calibration.results(jobs: 2)
    #expect(results[0].redrawn == nil && results[0].judged == results[0].drawn)
    #expect(results[1].redrawn?.repeats == 200 && results[1].judged.repeats == 200)
    let fresh = Calibration.largestRepeats..<Calibration.largestRepeats + 200
    #expect(results[1].redrawn == calibration.draws(of: wrong, fresh))
    let summary = CalibrationSummary(results, levels: ErrorLevels())
    #expect(summary.exceeding.map(\.cell.name) == [wrong.name] && summary.redrawn.count == 1)
    #expect(summary.excesses(.refutation, .forty) == 1 && summary.excesses(.support, .one) == 0)
    // Totals count the first draws, so that each cell has one weight.
    #expect(summary.total(.refutation, .one).repeats == 40)
  }
}

@Suite("Power against runs")
struct PowerByRunsTests {
  private func powers(_ counts: [(runs: Int, count: Int)]) -> [PowerByRunsResult.Power] {
    counts.map { PowerByRunsResult.Power(runs: $0.runs, rate: ObservedRate(count: $0.count, repeats: 400)) }
  }

  @Test("a loss beyond three standard errors is named, a smaller one is not") func losses() {
    #expect(PowerByRunsResult.losses(powers([(20, 100), (40, 200), (80, 400)])).isEmpty)
    #expect(PowerByRunsResult.losses(powers([(20, 200), (40, 190)])).isEmpty)
    // 50 % and 35 %: the standard error of the difference is 3.46 points.
    #expect(PowerByRunsResult.losses(powers([(20, 200), (40, 140)])) == [40])
    #expect(PowerByRunsResult.losses(powers([(20, 200), (40, 210), (80, 140), (160, 400)])) == [80])
    #expect(PowerByRunsResult.losses(powers([(20, 400), (40, 399)])).isEmpty)
  }

  @Test("twenty laws are measured, each with a right verdict") func laws() {
    #expect(PowerByRuns.cells.count == 20)
    for cell in PowerByRuns.cells {
      #expect(cell.truth != .boundary && cell.with(runs: 40)?.design.runs == 40)
    }
  }

  @Test("more runs are drawn from the same law, and the original number gives the page's runs") func runs() throws {
    let cell = try #require(PowerByRuns.cells.first)
    #expect(cell.with(runs: 20)?.name == cell.name)
    #expect(cell.with(runs: 20)?.evidence(seed: 1, repetition: 2) == cell.evidence(seed: 1, repetition: 2))
    let more = try #require(cell.with(runs: 50)?.evidence(seed: 1, repetition: 2))
    #expect(more.runs.allSatisfy { $0.count == 50 } && more.kind == cell.kind)
  }

  @Test("the powers are those of single calibrations, for any number of jobs") func results() async throws {
    let cells = Array(PowerByRuns.cells.prefix(2))
    let measured = PowerByRuns(cells: cells, runs: [20, 30], repeats: 10, seed: 3)
    let (one, three) = (await measured.results(jobs: 1), await measured.results(jobs: 3))
    #expect(one.map(\.powers) == three.map(\.powers) && one.count == 2)
    let cell = try #require(cells[1].with(runs: 30))
    let expected = Calibration(cells: [cell], repeats: 10, seed: 3).result(of: cell).power
    #expect(one[1].powers.last?.rate == expected && one[1].powers.map(\.runs) == [20, 30])
  }
}

@Suite("Planted spreads and gaps")
struct PlantedSpreadTests {
  private func evidence(_ part: String) throws -> Evidence {
    try #require(PlantedSuite.cells.first { $0.name.contains(part) }).evidence(seed: 8, repetition: 0)
  }

  @Test("the worst two of twenty runs are missing") func missing() throws {
    for (part, isHighest) in [("worst 10 % missing", true), ("best 10 % missing", false)] {
      let runs = try evidence(part).runs
      #expect(runs.allSatisfy { $0.count == 20 && $0.count { $0 == nil } == 2 })
      // The cut shifts the mean away from the missing side.
      let present = runs.joined().compactMap { $0 }
      let mean = present.reduce(0, +) / Double(present.count) / 500
      #expect(isHighest ? mean < 0.05 : mean > 0.05)
    }
  }

  @Test("a spread at d₁ is larger there than later") func first() throws {
    let runs = try evidence("0.1, beta s = 2 at d₁").runs
    func spread(_ runs: [Double?]) -> Double {
      let values = runs.compactMap { $0 }
      let mean = values.reduce(0, +) / Double(values.count)
      return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    #expect(runs.dropFirst().allSatisfy { spread($0) < spread(runs[0]) / 2 })
  }

  @Test("cells with a shared spread name the assumption that they break") func shared() {
    let cells = PlantedSuite.cells.filter { $0.group == "o(1), counts, shared spread" }
    #expect(!cells.isEmpty && cells.allSatisfy { $0.brokenAssumption?.contains("independent") == true })
  }
}
