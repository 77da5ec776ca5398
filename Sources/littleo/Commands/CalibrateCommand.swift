import Calibration
import Decision
import Foundation
import Reporting

/// `littleo calibrate`: measures error rates and power on simulated laws whose truth is known.
struct CalibrateCommand {
  private let calibration: Calibration
  private let jobs: Int
  private let output: URL?
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "calibrate", options: ["repeats": false, "seed": false, "jobs": false, "output": false],
        switches: ["json"], maximalWords: 1))
    isJSON = arguments.has("json")
    self.jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    let repeats = try arguments.integer("repeats", in: 1...1_000_000)
    let seed = try arguments.integer("seed", in: UInt64.min...UInt64.max)
    let pattern = arguments.words.first
    let cells = PlantedSuite.cells.filter { cell in pattern.map { cell.name.contains($0) } ?? true }
    guard !cells.isEmpty else {
      let groups = Set(PlantedSuite.cells.map(\.group)).sorted()
      throw UsageError(
        "no simulated law has “\(pattern ?? "")” in its name; the groups are \(groups.joined(separator: "; ")).")
    }
    self.calibration = Calibration(
      cells: cells, repeats: repeats ?? Calibration.registeredRepeats, seed: seed ?? Calibration.registeredSeed)
    // A partial or shortened calibration must not overwrite the committed page.
    let isFull = pattern == nil && repeats == nil && seed == nil
    self.output = (arguments.value("output") ?? (isFull ? "Reports/calibration.md" : nil)).map { URL(filePath: $0) }
  }

  func run() async throws -> ExitStatus {
    if let output {
      do {
        try GeneratedPage.prepare(output)
      } catch {
        throw UsageError(error.description)
      }
    }
    let calibration = self.calibration
    let progress = ProgressLine()
    let clock = ContinuousClock()
    let start = clock.now
    let results = await calibration.results(jobs: self.jobs) {
      progress.report("cell", done: $0, of: calibration.cells.count)
    }
    let decisions = calibration.cells.count * calibration.repeats
    let rate = Double(decisions) / ((clock.now - start) / .seconds(1))
    // The speed goes to standard error, so that the table on standard output is the same on every machine.
    let workers = "\(self.jobs) \(self.jobs == 1 ? "job" : "jobs")"
    FileHandle.standardError.write(
      Data("\(decisions) decisions, \(TerminalNumber.short(rate.rounded())) per second with \(workers)\n".utf8))
    let summary = CalibrationSummary(results, levels: calibration.levels)
    let table = CalibrationTable(results, levels: calibration.levels)
    print(isJSON ? table.object.document : table.text)
    if let output {
      let naive = NaiveProcedure.allCases.map {
        $0.measured(repeats: calibration.repeats, seed: calibration.seed)
      }
      try GeneratedPage.write(CalibrationPage(results, of: calibration, naive: naive).markdown, to: output)
      FileHandle.standardError.write(Data("The page is \(output.relativePath).\n".utf8))
    }
    return summary.exceeding.isEmpty ? .passed : .refuted
  }
}

/// The results of a calibration as a table: one row per cell, a simulated law whose truth is known.
struct CalibrationTable {
  private let results: [CellResult]
  private let levels: ErrorLevels

  init(_ results: [CellResult], levels: ErrorLevels) {
    self.results = results
    self.levels = levels
  }

  var text: String {
    var table = TextTable(
      [
        "simulated law", "truth", "supported %", "refuted %", "formula supports %", "formula refutes %",
        "listed power %", "",
      ],
      numeric: [2, 3, 4, 5, 6])
    for result in results {
      func share(_ count: Int) -> String { TerminalNumber.short(100 * result.rate(count).share) }
      table.add([
        result.cell.name, result.cell.truth.rawValue, share(result.supported), share(result.refuted),
        share(result.formulaSupport), share(result.formulaRefute),
        result.cell.listedPower.map { TerminalNumber.short($0) } ?? "",
        result.exceeds(levels)
          ? "too many false verdicts" : (result.fallsShort ? "power below listed" : Self.note(result)),
      ])
    }
    let summary = CalibrationSummary(results, levels: levels)
    return table.text + "\n\n"
      + "In \(summary.exceeding.count) of \(summary.promised.count) cells the rate of false verdicts is significantly "
      + "above the nominal level. \(results.first?.repeats ?? 0) repetitions per cell."
  }

  /// The same as a JSON object; shares are in [0, 1].
  var object: JSONValue {
    let summary = CalibrationSummary(results, levels: levels)
    return .object([
      "repeats": .integer(results.first?.repeats ?? 0), "cellsAboveNominal": .integer(summary.exceeding.count),
      "cells": .array(
        results.map { result in
          .object([
            "name": .string(result.cell.name), "truth": .string(result.cell.truth.rawValue),
            "supported": .number(result.rate(result.supported).share),
            "refuted": .number(result.rate(result.refuted).share),
            "formulaSupport": .number(result.rate(result.formulaSupport).share),
            "formulaRefute": .number(result.rate(result.formulaRefute).share),
            "listedPower": .optional(result.cell.listedPower), "exceeds": .bool(result.exceeds(levels)),
            "fallsShort": .bool(result.fallsShort),
            "brokenAssumption": .optional(result.cell.brokenAssumption),
          ])
        }),
    ])
  }

  private static func note(_ result: CellResult) -> String {
    result.cell.brokenAssumption == nil ? "" : "breaks an assumption"
  }
}
