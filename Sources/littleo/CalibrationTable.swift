import Checking
import Reporting

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
        result.exceeds(_levels) ? "exceeds" : (result.fallsShort ? "falls short" : Self._note(result)),
      ])
    }
    let summary = CalibrationSummary(_results, levels: _levels)
    return table.text + "\n\n"
      + "\(summary.exceeding.count) of \(summary.promised.count) cells have a rate of false verdicts surely above what is "
      + "promised; \(_results.first?.repeats ?? 0) repetitions per cell."
  }

  /// The same as a JSON object; shares are in [0, 1].
  var object: JSONValue {
    let summary = CalibrationSummary(_results, levels: _levels)
    return .object([
      "repeats": .integer(_results.first?.repeats ?? 0), "cellsAboveNominal": .integer(summary.exceeding.count),
      "cells": .array(
        _results.map { result in
          .object([
            "name": .string(result.cell.name), "truth": .string(result.cell.truth.rawValue),
            "supported": .number(result.rate(result.supported).share),
            "refuted": .number(result.rate(result.refuted).share),
            "formulaSupport": .number(result.rate(result.formulaSupport).share),
            "formulaRefute": .number(result.rate(result.formulaRefute).share),
            "listedPower": .optional(result.cell.listedPower), "exceeds": .bool(result.exceeds(_levels)),
            "fallsShort": .bool(result.fallsShort),
            "brokenAssumption": .optional(result.cell.brokenAssumption),
          ])
        }),
    ])
  }

  private static func _note(_ result: CellResult) -> String {
    result.cell.brokenAssumption == nil ? "" : "breaks an assumption"
  }
}
