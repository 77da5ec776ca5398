import Calibration
import Decision

/// The page that shows how often planted truths are decided, rightly and wrongly.
package struct CalibrationPage {
  private let _results: [CellResult]
  private let _summary: CalibrationSummary
  private let _calibration: Calibration
  private let _naive: [NaiveResult]

  /// A page on the results of a calibration.
  package init(_ results: [CellResult], of calibration: Calibration, naive: [NaiveResult] = []) {
    _results = results
    _summary = CalibrationSummary(results, levels: calibration.levels)
    _calibration = calibration
    _naive = naive
  }

  /// The page in Markdown.
  package var markdown: String {
    let parts =
      [ReportText.marker, "# Calibration", _opening, _worst, _simpler, "## How to read the tables", _legend] + _tables
      + [_unpromised, _short, "## Reproduce", "```sh\nswift run -c release littleo calibrate\n```", _seed]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var _opening: String {
    let count = _summary.promised.count
    let verdict =
      _summary.exceeding.isEmpty
      ? "**In none of \(count) planted cells is a rate of false verdicts surely above what is promised.** The corrections "
        + "(decision procedure §3.6) were developed on the same cells, which are therefore no independent test of them."
      : "**In \(_summary.exceeding.count) of \(count) planted cells a rate of false verdicts is surely above what is promised.**"
    return """
      \(verdict) Each cell plants a law of which it is known whether the predicate holds, draws runs from it \
      \(_calibration.repeats) times, and asks the engine. *Surely above* means that the lower 95 % limit \
      (Clopper–Pearson, one side) of the observed rate exceeds the nominal level, \
      \(NumberText.short(100 * _calibration.levels.support)) % for false support and \
      \(NumberText.short(100 * _calibration.levels.refute)) % for false refutation; for slow true decays it \
      exceeds what the specification concedes to them. The p-values of the specification's formulas alone, without gates \
      and corrections, are surely above it in \(_summary.formulaExceeding.count) cells.\(_outside)
      """
  }

  private var _outside: String {
    guard let worst = _summary.worstUnpromised else { return "" }
    return " \(_summary.unpromised.count) more cells break an assumption and are counted neither here nor in the next "
      + "table; there the rate is up to \(NumberText.short(100 * worst.errors.share)) % "
      + "([what that costs](#what-a-broken-assumption-costs))."
  }

  private var _worst: String {
    func line(_ name: String, _ total: ObservedRate, _ worst: CellResult?, _ rate: ObservedRate?) -> [String] {
      [
        name, Self._percent(total), rate.map(Self._percent) ?? "—",
        worst.map { Markup.prose($0.cell.name) } ?? "—",
      ]
    }
    return Markup.table(
      ["error", "over all cells where it is one", "worst cell", "which"],
      [
        line(
          "false support", _summary.falseSupports, _summary.worstSupport, _summary.worstSupport?.falseSupports),
        line(
          "false refutation", _summary.falseRefutations, _summary.worstRefutation,
          _summary.worstRefutation?.falseRefutations),
      ])
  }

  private var _simpler: String {
    guard !_naive.isEmpty else { return "" }
    let rows = _naive.map {
      [
        $0.procedure.text, Markup.prose("\($0.cell.law), design \($0.cell.design.name)"), $0.procedure.failure,
        Self._percent($0.rate), Self._percent($0.engineRate),
      ]
    }
    return "## What simpler procedures do on the same data\n\n"
      + Markup.table(["procedure", "planted law", "it fails when", "how often %", "littleo on the same runs %"], rows)
  }

  private var _legend: String {
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

  private var _tables: [String] {
    var groups: [String] = []
    for result in _summary.promised where !groups.contains(result.cell.group) { groups.append(result.cell.group) }
    return groups.map { group in
      "## \(Markup.prose(group))\n\n"
        + Self._table(_summary.promised.filter { $0.cell.group == group }, levels: _calibration.levels)
    }
  }

  private var _unpromised: String {
    guard !_summary.unpromised.isEmpty else { return "" }
    var assumptions: [String] = []
    for case let assumption? in _summary.unpromised.map(\.cell.brokenAssumption)
    where !assumptions.contains(assumption) { assumptions.append(assumption) }
    let tables = assumptions.map { assumption in
      "The assumption: \(Markup.prose(assumption)).\n\n"
        + Self._table(
          _summary.unpromised.filter { $0.cell.brokenAssumption == assumption }, levels: _calibration.levels,
          hasGroups: true)
    }
    return """
      ## What a broken assumption costs

      Nothing is promised here. These cells are planted because the procedure is known to err on laws like them, and runs \
      need not show that an assumption is broken.

      \(tables.joined(separator: "\n\n"))
      """
  }

  private var _short: String {
    guard !_summary.fallingShort.isEmpty else { return "" }
    return "## Where the power falls short of the listed one\n\n"
      + _summary.fallingShort.map { result in
        "- \(Markup.prose(result.cell.name)): \(result.power.map(Self._percent) ?? "—") instead of "
          + "\(NumberText.short(result.cell.listedPower ?? 0))."
      }.joined(separator: "\n")
  }

  private var _seed: String {
    "Seed \(_calibration.seed); every repetition is a function of the seed, the cell's name and its number, so the table is "
      + "the same for any number of jobs."
  }

  /// Returns a table; `hasGroups` puts the predicate before the law, where a heading does not name it.
  private static func _table(_ results: [CellResult], levels: ErrorLevels, hasGroups: Bool = false) -> String {
    let rows = results.map { result in
      let mark = result.exceeds(levels) ? " ⚠" : (result.fallsShort ? " ▽" : "")
      let law = hasGroups ? "\(result.cell.group): \(result.cell.law)" : result.cell.law
      return [
        Markup.prose(law) + mark, result.cell.design.name, result.cell.truth.rawValue,
        _percent(result.rate(result.supported)), _percent(result.rate(result.refuted)),
        "\(_points(result.formulaSupport, result)) / \(_points(result.formulaRefute, result))",
        result.cell.listedPower.map { NumberText.short($0) } ?? "",
      ]
    }
    return Markup.table(
      ["law", "design", "truth", "supported %", "refuted %", "formula S / R %", "listed"], rows)
  }

  private static func _percent(_ rate: ObservedRate) -> String {
    NumberText.interval(100 * rate.share, 100 * rate.limits.lower, 100 * rate.limits.upper)
  }

  private static func _points(_ count: Int, _ result: CellResult) -> String {
    NumberText.short(100 * result.rate(count).share)
  }
}
