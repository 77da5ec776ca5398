import Calibration
import Decision

/// The page that shows how often the decision procedure is right and wrong on simulated laws whose truth is known.
package struct CalibrationPage {
  private let results: [CellResult]
  private let summary: CalibrationSummary
  private let calibration: Calibration
  private let naive: [NaiveResult]

  /// A page on the results of a calibration.
  package init(_ results: [CellResult], of calibration: Calibration, naive: [NaiveResult] = []) {
    self.results = results
    summary = CalibrationSummary(results, levels: calibration.levels)
    self.calibration = calibration
    self.naive = naive
  }

  /// The page in Markdown.
  package var markdown: String {
    let parts =
      [ReportText.marker, "# Calibration", opening, worstCells, naiveProcedures, "## How to read the tables", legend]
      + self.tables
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
      from the law \(calibration.repeats) times and decide each draw. *Significantly above* means that the lower 95 % \
      limit (Clopper–Pearson, one side) of the observed rate exceeds the nominal level: \
      \(NumberText.short(100 * calibration.levels.support)) % for false support and \
      \(NumberText.short(100 * calibration.levels.refute)) % for false refutation. For slow true decays, the limit \
      must exceed the rate that the specification concedes to them. With the p-values of the specification's formulas \
      alone, without gates and corrections, the rate is significantly above it in \
      \(summary.formulaExceeding.count) cells.\(outside)
      """
  }

  private var outside: String {
    guard let worst = summary.worstUnpromised else { return "" }
    return " \(summary.unpromised.count) more cells break an assumption. They are counted neither here nor in the next "
      + "table; their rate of false verdicts is up to \(NumberText.short(100 * worst.errors.share)) % "
      + "([what that costs](#what-a-broken-assumption-costs))."
  }

  private var worstCells: String {
    func line(_ name: String, _ total: ObservedRate, _ worst: CellResult?, _ rate: ObservedRate?) -> [String] {
      [
        name, Self.percent(total), rate.map(Self.percent) ?? "—",
        worst.map { Markup.prose($0.cell.name) } ?? "—",
      ]
    }
    return Markup.table(
      ["error", "% over all cells where it is an error", "% in the worst cell", "worst cell"],
      [
        line(
          "false support", summary.falseSupports, summary.worstSupport, summary.worstSupport?.falseSupports),
        line(
          "false refutation", summary.falseRefutations, summary.worstRefutation,
          summary.worstRefutation?.falseRefutations),
      ])
  }

  private var naiveProcedures: String {
    guard !naive.isEmpty else { return "" }
    let rows = naive.map {
      [
        $0.procedure.text, Markup.prose("\($0.cell.law), design \($0.cell.design.name)"), $0.procedure.failure,
        Self.percent($0.rate), Self.percent($0.engineRate),
      ]
    }
    return "## What simpler procedures do on the same data\n\n"
      + Markup.table(["procedure", "planted law", "it fails when", "how often %", "littleo on the same runs %"], rows)
  }

  private var legend: String {
    """
    Designs: A has d = 32…512, 20 runs, counts of 500; B has d = 64…2048, 20 runs, counts of 1000; C is B with 60 \
    runs; D has d = 32…547 by factors of 1.5, 20 runs, counts of 1000; E and F are A and B with 100 runs and counts of \
    5000. x = d/d₁.

    *Truth*: for *holds* and *fails*, one verdict is right; for *boundary*, the law lies exactly on the edge of the \
    declared stand-in, so either verdict is an error. Rates are in per cent, with 95 % limits on each side. \
    *Formula*: how often the p-value of decision procedure §3.4 to §6 alone is at most the level, before gates and \
    corrections (§3.6). *Listed*: the power in §10 of the specification, from 100 to 600 repetitions. ⚠ marks a rate \
    significantly above the promised one. ▽ marks a power more than five points below the listed one.
    """
  }

  private var tables: [String] {
    var groups: [String] = []
    for result in summary.promised where !groups.contains(result.cell.group) { groups.append(result.cell.group) }
    return groups.map { group in
      "## \(Markup.prose(group))\n\n"
        + Self.table(summary.promised.filter { $0.cell.group == group }, levels: calibration.levels)
    }
  }

  private var unpromised: String {
    guard !summary.unpromised.isEmpty else { return "" }
    var assumptions: [String] = []
    for case let assumption? in summary.unpromised.map(\.cell.brokenAssumption)
    where !assumptions.contains(assumption) { assumptions.append(assumption) }
    let tables = assumptions.map { assumption in
      "The assumption: \(Markup.prose(assumption)).\n\n"
        + Self.table(
          summary.unpromised.filter { $0.cell.brokenAssumption == assumption }, levels: calibration.levels,
          hasGroups: true)
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
  private static func table(_ results: [CellResult], levels: ErrorLevels, hasGroups: Bool = false) -> String {
    let rows = results.map { result in
      let mark = result.exceeds(levels) ? " ⚠" : (result.fallsShort ? " ▽" : "")
      let law = hasGroups ? "\(result.cell.group): \(result.cell.law)" : result.cell.law
      return [
        Markup.prose(law) + mark, result.cell.design.name, result.cell.truth.rawValue,
        percent(result.rate(result.supported)), percent(result.rate(result.refuted)),
        "\(Self.points(result.formulaSupport, result)) / \(Self.points(result.formulaRefute, result))",
        result.cell.listedPower.map { NumberText.short($0) } ?? "",
      ]
    }
    return Markup.table(
      ["law", "design", "truth", "supported %", "refuted %", "formula S / R %", "listed"], rows)
  }

  private static func percent(_ rate: ObservedRate) -> String {
    NumberText.interval(100 * rate.share, 100 * rate.limits.lower, 100 * rate.limits.upper)
  }

  private static func points(_ count: Int, _ result: CellResult) -> String {
    NumberText.short(100 * result.rate(count).share)
  }
}
