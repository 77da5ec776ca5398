import Calibration
import Decision
import Reporting

/// The results of a calibration as a table: one row per cell, a simulated law whose truth is known.
struct CalibrationTable {
  private let results: [CellResult]
  private let summary: CalibrationSummary

  init(_ results: [CellResult], levels: ErrorLevels) {
    self.results = results
    summary = CalibrationSummary(results, levels: levels)
  }

  var text: String {
    var table = TextTable(
      [
        "simulated law", "truth", "support %", "refuted %", "α/6 S / R %", "α/40 S / R %", "formula S / R %",
        "listed power %", "",
      ],
      numeric: [2, 3, 4, 5, 6, 7], prose: [0: 24, 8: 20])
    for result in results {
      let draws = result.judged
      func share(_ count: Int) -> String { TerminalNumber.short(100 * draws.rate(count).share) }
      func pair(_ family: FamilySize) -> String { "\(share(draws[family].support)) / \(share(draws[family].refuted))" }
      table.add([
        result.cell.name, result.cell.truth.rawValue, share(draws[.one].support), share(draws[.one].refuted),
        pair(.six), pair(.forty), "\(share(draws.formulaSupport)) / \(share(draws.formulaRefute))",
        result.cell.listedPower.map { TerminalNumber.short($0) } ?? "", note(result),
      ])
    }
    return table.text + "\n\n"
      + "In \(summary.exceeding.count) of \(summary.promised.count) cells a rate of false verdicts is significantly "
      + "above the nominal level. \(results.first?.drawn.repeats ?? 0) repetitions per cell, "
      + "\(summary.redrawn.count) drawn again."
  }

  /// The same as a JSON object; shares are in [0, 1].
  ///
  /// `supported` and `refuted` are the shares at α, where `supported` counts a support of any word. `levels` gives
  /// each word apart at α, α/6 and α/40. The shares of a cell that was drawn again are those of the second draw.
  var object: JSONValue {
    .object([
      "repeats": .integer(results.first?.drawn.repeats ?? 0), "cellsAboveNominal": .integer(summary.exceeding.count),
      "cells": .array(results.map(object)),
    ])
  }

  private func object(of result: CellResult) -> JSONValue {
    let draws = result.judged
    func share(_ count: Int) -> JSONValue { .number(draws.rate(count).share) }
    let levels = FamilySize.allCases.map { family in
      let tally = draws[family]
      return JSONValue.object([
        "claims": .integer(family.rawValue), "supported": share(tally.supported),
        "extrapolated": share(tally.extrapolated), "notContradicted": share(tally.notContradicted),
        "refuted": share(tally.refuted),
        "inconclusive": .object(
          Dictionary(uniqueKeysWithValues: tally.reasons.map { ($0.key.rawValue, share($0.value)) })),
      ])
    }
    return .object([
      "name": .string(result.cell.name), "truth": .string(result.cell.truth.rawValue),
      "supported": share(draws[.one].support), "refuted": share(draws[.one].refuted), "levels": .array(levels),
      "formulaSupport": share(draws.formulaSupport), "formulaRefute": share(draws.formulaRefute),
      "listedPower": .optional(result.cell.listedPower),
      "exceeds": .bool(!summary.rule.excesses(of: result).isEmpty), "fallsShort": .bool(result.fallsShort),
      "isRedrawn": .bool(result.redrawn != nil), "brokenAssumption": .optional(result.cell.brokenAssumption),
    ])
  }

  private func note(_ result: CellResult) -> String {
    let excesses = summary.rule.excesses(of: result)
    if !excesses.isEmpty {
      let places = excesses.map { "\($0.side.rawValue) at \($0.family.text)" }
      return "too many false verdicts: " + places.joined(separator: ", ")
    }
    if result.fallsShort { return "power below listed" }
    if result.cell.brokenAssumption != nil { return "breaks an assumption" }
    return result.redrawn == nil ? "" : "drawn again"
  }
}

/// The power of planted laws at several numbers of runs as a table.
struct PowerByRunsTable {
  private let results: [PowerByRunsResult]
  private let repeats: Int

  init(_ results: [PowerByRunsResult], repeats: Int) {
    self.results = results
    self.repeats = repeats
  }

  var text: String {
    let runs = results.first?.powers.map { "\($0.runs) runs %" } ?? []
    let losses = results.count { !$0.losses.isEmpty }
    var table = TextTable(
      ["simulated law", "right verdict"] + runs + (losses == 0 ? [] : [""]), numeric: Set(2..<2 + runs.count),
      prose: [0: 24, 1: 14])
    for result in results {
      let powers = result.powers.map { TerminalNumber.short(100 * $0.rate.share) }
      let notes = result.losses.isEmpty ? [] : ["lower with \(result.losses.map(String.init).joined(separator: ", "))"]
      table.add([result.cell.name, result.cell.truth.rightVerdict ?? "none"] + powers + notes)
    }
    return table.text + "\n\n"
      + "Right verdicts in per cent. In \(losses) of \(results.count) laws they are rarer with more runs, by more than "
      + "three standard errors. \(repeats) repetitions per law and number of runs."
  }

  /// The same as a JSON object; shares are in [0, 1].
  var object: JSONValue {
    .object([
      "repeats": .integer(repeats),
      "laws": .array(
        results.map { result in
          .object([
            "name": .string(result.cell.name), "truth": .string(result.cell.truth.rawValue),
            "power": .array(
              result.powers.map {
                .object(["runs": .integer($0.runs), "share": .number($0.rate.share)])
              }), "lowerWithMoreRuns": .array(result.losses.map { .integer($0) }),
          ])
        }),
    ])
  }
}
