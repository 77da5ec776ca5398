import Calibration
import Decision

/// The page that shows how often planted truths are decided, rightly and wrongly.
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
      [ReportText.marker, "# Calibration", opening, worst, simpler, "## How to read the tables", legend] + self.tables
      + [unpromised, short, "## Reproduce", "```sh\nswift run -c release littleo calibrate\n```", seed]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var opening: String {
    let count = summary.promised.count
    let verdict =
      summary.exceeding.isEmpty
      ? "**In none of \(count) planted cells is a rate of false verdicts surely above what is promised.** The corrections "
        + "(decision procedure §3.6) were developed on the same cells, which are therefore no independent test of them."
      : "**In \(summary.exceeding.count) of \(count) planted cells a rate of false verdicts is surely above what is promised.**"
    return """
      \(verdict) Each cell plants a law of which it is known whether the predicate holds, draws runs from it \
      \(calibration.repeats) times, and asks the engine. *Surely above* means that the lower 95 % limit \
      (Clopper–Pearson, one side) of the observed rate exceeds the nominal level, \
      \(NumberText.short(100 * calibration.levels.support)) % for false support and \
      \(NumberText.short(100 * calibration.levels.refute)) % for false refutation; for slow true decays it \
      exceeds what the specification concedes to them. The p-values of the specification's formulas alone, without gates \
      and corrections, are surely above it in \(summary.formulaExceeding.count) cells.\(outside)
      """
  }

  private var outside: String {
    guard let worst = summary.worstUnpromised else { return "" }
    return " \(summary.unpromised.count) more cells break an assumption and are counted neither here nor in the next "
      + "table; there the rate is up to \(NumberText.short(100 * worst.errors.share)) % "
      + "([what that costs](#what-a-broken-assumption-costs))."
  }

  private var worst: String {
    func line(_ name: String, _ total: ObservedRate, _ worst: CellResult?, _ rate: ObservedRate?) -> [String] {
      [
        name, Self.percent(total), rate.map(Self.percent) ?? "—",
        worst.map { Markup.prose($0.cell.name) } ?? "—",
      ]
    }
    return Markup.table(
      ["error", "over all cells where it is one", "worst cell", "which"],
      [
        line(
          "false support", summary.falseSupports, summary.worstSupport, summary.worstSupport?.falseSupports),
        line(
          "false refutation", summary.falseRefutations, summary.worstRefutation,
          summary.worstRefutation?.falseRefutations),
      ])
  }

  private var simpler: String {
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
    Designs: A has d = 32…512, 20 runs, counts of 500; B d = 64…2048, 20 runs, counts of 1000; C as B with 60 runs; \
    D has d = 32…547 by factors of 1.5, 20 runs, counts of 1000; E and F as A and B with 100 runs and counts of 5000; \
    x = d/d₁. \
    *boundary*: the law lies exactly on the edge of the declared surrogate, so either verdict is an error; *fails* and \
    *holds*: one verdict is right. Rates are in per cent with 95 % limits on each side. *Formula*: how often the p-value \
    of decision procedure §3.4 to §6 alone is at most the level, before gates and corrections (§3.6). *Listed*: the power \
    in §10 of the specification, from 100 to 600 repetitions. ⚠ marks a rate surely above what is promised, ▽ a power \
    more than five points below the listed one.
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

      Nothing is promised here. These cells are planted because the procedure is known to err on laws like them, and runs \
      need not show that an assumption is broken.

      \(tables.joined(separator: "\n\n"))
      """
  }

  private var short: String {
    guard !summary.fallingShort.isEmpty else { return "" }
    return "## Where the power falls short of the listed one\n\n"
      + summary.fallingShort.map { result in
        "- \(Markup.prose(result.cell.name)): \(result.power.map(Self.percent) ?? "—") instead of "
          + "\(NumberText.short(result.cell.listedPower ?? 0))."
      }.joined(separator: "\n")
  }

  private var seed: String {
    "Seed \(calibration.seed); every repetition is a function of the seed, the cell's name and its number, so the table is "
      + "the same for any number of jobs."
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
