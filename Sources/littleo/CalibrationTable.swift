import Checking

/// The results of a calibration as a table: one row per planted cell.
struct CalibrationTable {
  private let _results: [CellResult]
  private let _levels: ErrorLevels

  init(_ results: [CellResult], levels: ErrorLevels) {
    _results = results
    _levels = levels
  }

  var text: String {
    var table = TextTable(
      ["planted", "truth", "supported %", "refuted %", "formula S %", "formula R %", "listed", ""],
      numeric: [2, 3, 4, 5, 6])
    for result in _results {
      func share(_ count: Int) -> String { TerminalNumber.short(100 * result.rate(count).share) }
      table.add([
        result.cell.name, result.cell.truth.rawValue, share(result.supported), share(result.refuted),
        share(result.formulaSupport), share(result.formulaRefute),
        result.cell.listedPower.map { TerminalNumber.short($0) } ?? "",
        result.exceeds(_levels) ? "exceeds" : (result.fallsShort ? "falls short" : ""),
      ])
    }
    let summary = CalibrationSummary(_results, levels: _levels)
    return table.text + "\n\n"
      + "\(summary.exceeding.count) of \(summary.promised.count) cells have a rate of false verdicts surely above what is "
      + "promised; \(_results.first?.repeats ?? 0) repetitions per cell."
  }
}
