import Calibration
import Decision

/// The page that shows how often the decision procedure is right and wrong on simulated laws whose truth is known.
package struct CalibrationPage {
  private let results: [CellResult]
  private let summary: CalibrationSummary
  private let calibration: Calibration
  private let comparison: [ProcedureScores]
  private let powers: [PowerByRunsResult]

  /// A page on the results of a calibration.
  ///
  /// - Parameters:
  ///   - results: The verdicts on every planted cell.
  ///   - calibration: The calibration that gave them.
  ///   - comparison: The scores of other procedures; the section is omitted if empty.
  ///   - powers: The power at several numbers of runs; the section is omitted if empty.
  package init(
    _ results: [CellResult], of calibration: Calibration, comparison: [ProcedureScores] = [],
    powers: [PowerByRunsResult] = []
  ) {
    self.results = results
    summary = CalibrationSummary(results, levels: calibration.levels)
    self.calibration = calibration
    self.comparison = comparison
    self.powers = powers
  }

  /// The page in Markdown.
  package var markdown: String {
    let parts =
      [ReportText.marker, "# Calibration", opening, rule, levels, redraws, ComparisonText.section(comparison)]
      + [PowerText.section(powers), "## How to read the tables", legend] + self.tables
      + [unpromised, cellsBelowListedPower, "## Reproduce", "```sh\nswift run -c release littleo calibrate\n```", seed]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var opening: String {
    let count = summary.promised.count
    let verdict =
      summary.exceeding.isEmpty
      ? "**In none of \(count) planted cells is a rate of false verdicts significantly above the promised one.** The "
        + "corrections (decision procedure §3.6) were developed on the same cells, which are no independent test of them."
      : "**In \(summary.exceeding.count) of \(count) planted cells a rate of false verdicts is significantly above the "
        + "promised one.**"
    return """
      \(verdict) A cell is a planted law on one design: we know whether the predicate holds for the law. We draw runs \
      from the law \(calibration.repeats) times and decide each draw. The decision is judged at three levels: α for a \
      claim that stands alone, α/6 and α/40 for a claim in a family of 6 and of 40. α is \
      \(NumberText.short(100 * calibration.levels.support)) % for false support and \
      \(NumberText.short(100 * calibration.levels.refute)) % for false refutation. With the p-values of the \
      specification's formulas alone, without gates and corrections, the rate at α is significantly above the promised \
      one in \(summary.formulaExceeding.count) cells.\(outside)
      """
  }

  private var outside: String {
    guard let worst = summary.worstUnpromised else { return "" }
    return " \(summary.unpromised.count) more cells break an assumption. They are counted neither here nor in the next "
      + "tables; their rate of false verdicts is up to \(NumberText.short(100 * worst.worstErrors.share)) % "
      + "([what that costs](#what-a-broken-assumption-costs))."
  }

  private var rule: String {
    """
    *Significantly above* is judged for all cells, levels and errors together. These are \(summary.rule.tests) rates. \
    They share 5 %: a rate is too high if the probability of one as high is below \
    \(NumberText.short(summary.rule.levelPerTest)) at the promised rate. A cell with such a rate is drawn again, \
    \(ErrorRule.redrawFactor * calibration.repeats) times with fresh random numbers, and judged by those alone. For slow \
    true decays that stand alone, the promised rate of false refutations is the one that the specification concedes.
    """
  }

  // MARK: The three levels

  private var levels: String {
    let tables = FamilySize.allCases.map { family in
      let share = family.share(of: calibration.levels)
      let title =
        family == .one ? "A claim that stands alone: α" : "A claim among \(family.rawValue): \(family.text)"
      let rows = ErrorSide.allCases.map { side in
        let worst = summary.worst(side, family)
        return [
          "false \(side.rawValue)", NumberText.short(100 * (side == .support ? share.support : share.refute)),
          Self.percent(summary.total(side, family)), (worst?.errors(side, family)).map(Self.percent) ?? "—",
          worst.map { Markup.prose($0.cell.name) } ?? "—", "\(summary.excesses(side, family))",
        ]
      }
      let header = [
        "error", "nominal %", "% over all cells where it is an error", "% in the worst cell", "worst cell",
        "cells too high",
      ]
      return "### \(title)\n\n" + Markup.table(header, rows)
    }
    return "## Errors at each level\n\n" + tables.joined(separator: "\n\n")
  }

  private var redraws: String {
    guard !summary.redrawn.isEmpty else { return "" }
    let rows = summary.redrawn.flatMap { result in
      summary.rule.excesses(of: result.drawn, result.cell).map { excess in
        let promised = summary.rule.promised(excess.side, excess.family, result.cell)
        let isTooHigh = summary.rule.excesses(of: result).contains {
          $0.side == excess.side && $0.family == excess.family
        }
        return [
          Markup.prose(result.cell.name), "false \(excess.side.rawValue)", excess.family.text,
          NumberText.short(100 * promised), Self.percent(excess.rate),
          result.errors(excess.side, excess.family).map(Self.percent) ?? "—", isTooHigh ? "too high" : "not confirmed",
        ]
      }
    }
    return "## Cells that were drawn again\n\n"
      + Markup.table(["cell", "error", "level", "promised %", "first draw %", "second draw %", "result"], rows)
  }

  // MARK: The cells

  private var legend: String {
    """
    Designs: A has d = 32…512, 20 runs, counts of 500; B has d = 64…2048, 20 runs, counts of 1000; C is B with 60 \
    runs; D has d = 32…547 by factors of 1.5, 20 runs, counts of 1000; E and F are A and B with 100 runs and counts of \
    5000. x = d/d₁.

    *Truth*: for *holds* and *fails*, one verdict is right. For *boundary*, the law lies exactly on the edge of the \
    declared stand-in, so either verdict is an error. For *floor*, the limit is between 0 and ε: \
    refutation is an error, support neither right nor wrong, and *inconclusive(floor)* is right. For *slow-growth*, \
    the metric grows by less than the tolerance: either verdict is an error, and *inconclusive(slow-growth)* is right.

    Rates are in per cent, with 95 % limits on each side. *Support* counts the three words *supported*, *supported by \
    extrapolation* (ext.) and *not contradicted* (n. c.). *Open* names the two commonest reasons of inconclusive \
    verdicts. *α/6, α/40*: support / refutation at these levels. *Formula*: how often the p-value of the \
    specification's formulas alone is at most α, before gates and corrections (decision procedure §3.6). *Listed*: the \
    power in §10 of the specification, from 100 to 600 repetitions. ⚠ marks a rate significantly above the promised one. ↻ marks a cell \
    that was drawn again; the rates are those of the second draw. ▽ marks a power more than five points below the \
    listed one.
    """
  }

  private var tables: [String] {
    var groups: [String] = []
    for result in summary.promised where !groups.contains(result.cell.group) { groups.append(result.cell.group) }
    return groups.map { group in
      "## \(Markup.prose(group))\n\n" + table(summary.promised.filter { $0.cell.group == group })
    }
  }

  private var unpromised: String {
    guard !summary.unpromised.isEmpty else { return "" }
    var assumptions: [String] = []
    for case let assumption? in summary.unpromised.map(\.cell.brokenAssumption)
    where !assumptions.contains(assumption) { assumptions.append(assumption) }
    let tables = assumptions.map { assumption in
      "The assumption: \(Markup.prose(assumption)).\n\n"
        + table(summary.unpromised.filter { $0.cell.brokenAssumption == assumption }, hasGroups: true)
    }
    return """
      ## What a broken assumption costs

      No error rate is promised here. These cells are included because the procedure is known to err on laws like \
      them. The runs need not show that an assumption is broken.

      \(tables.joined(separator: "\n\n"))
      """
  }

  private var cellsBelowListedPower: String {
    guard !summary.fallingShort.isEmpty else { return "" }
    return "## Where the power is below the listed power\n\n"
      + summary.fallingShort.map { result in
        "- \(Markup.prose(result.cell.name)): \(result.power.map(Self.percent) ?? "—") instead of "
          + "\(NumberText.short(result.cell.listedPower ?? 0))."
      }.joined(separator: "\n")
  }

  private var seed: String {
    "Seed \(calibration.seed). Every repetition is a function of the seed, the cell's name and the number of the "
      + "repetition, so the tables are the same for any number of jobs."
  }

  /// Returns a table; `hasGroups` puts the predicate before the law, where a heading does not name it.
  private func table(_ results: [CellResult], hasGroups: Bool = false) -> String {
    let rows = results.map { result in
      let (draws, tally) = (result.judged, result.judged[.one])
      let isTooHigh = !summary.rule.excesses(of: result).isEmpty
      let mark =
        (isTooHigh ? " ⚠" : result.fallsShort ? " ▽" : "") + (result.redrawn == nil ? "" : " ↻")
      let law = hasGroups ? "\(result.cell.group): \(result.cell.law)" : result.cell.law
      func points(_ count: Int) -> String { Self.points(count, draws) }
      let shares = [FamilySize.six, .forty].map { "\(points(draws[$0].support)) / \(points(draws[$0].refuted))" }
      return [
        Markup.prose(law) + mark, result.cell.design.name, result.cell.truth.rawValue, Self.support(tally, draws),
        Self.percent(draws.rate(tally.refuted)), Self.reasons(tally, draws), shares[0], shares[1],
        "\(points(draws.formulaSupport)) / \(points(draws.formulaRefute))",
        result.cell.listedPower.map { NumberText.short($0) } ?? "",
      ]
    }
    return Markup.table(
      [
        "law", "design", "truth", "support %", "refuted %", "open %", "α/6 S / R %", "α/40 S / R %", "formula S / R %",
        "listed",
      ], rows)
  }

  /// The rate of supports, with the shares of the two weaker words where they occur.
  private static func support(_ tally: VerdictCounts, _ draws: CellDraws) -> String {
    let weaker = [("ext.", tally.extrapolated), ("n. c.", tally.notContradicted)].filter { $0.1 > 0 }
      .map { "\($0.0) \(points($0.1, draws))" }
    return percent(draws.rate(tally.support)) + (weaker.isEmpty ? "" : ", " + weaker.joined(separator: ", "))
  }

  private static func reasons(_ tally: VerdictCounts, _ draws: CellDraws) -> String {
    tally.reasons.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }.prefix(2)
      .map { "\($0.key.rawValue) \(points($0.value, draws))" }.joined(separator: ", ")
  }

  private static func percent(_ rate: ObservedRate) -> String {
    NumberText.interval(100 * rate.share, 100 * rate.limits.lower, 100 * rate.limits.upper)
  }

  private static func points(_ count: Int, _ draws: CellDraws) -> String {
    NumberText.short(100 * draws.rate(count).share)
  }
}
