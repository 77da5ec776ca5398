import Decision
import Dispatch

/// Measures error rates and power of the engine on planted laws, whose truth is known.
package struct Calibration: Sendable {
  /// Repetitions per cell of the committed page.
  package static let registeredRepeats = 2000
  /// The seed of the committed page, used for nothing else.
  package static let registeredSeed: UInt64 = 51_001

  /// The cells, in order.
  package let cells: [PlantedCell]
  /// Repetitions per cell.
  package let repeats: Int
  /// The seed of all random numbers.
  package let seed: UInt64
  /// The nominal levels.
  package let levels: ErrorLevels

  /// A calibration of some cells.
  package init(
    cells: [PlantedCell] = PlantedSuite.cells, repeats: Int, seed: UInt64, levels: ErrorLevels = ErrorLevels()
  ) {
    self.cells = cells
    self.repeats = repeats
    self.seed = seed
    self.levels = levels
  }

  /// Returns one result per cell, the same for any number of jobs.
  ///
  /// - Parameters:
  ///   - jobs: Cells decided at the same time; at least 1.
  ///   - report: Called with the number of finished cells, never concurrently.
  package func results(jobs: Int, report: @Sendable (Int) -> Void = { _ in }) async -> [CellResult] {
    await withTaskGroup(of: (Int, CellResult).self) { group in
      var results = cells.map(CellResult.init)
      var next = 0
      func start() {
        guard next < cells.count else { return }
        let index = next
        group.addTask { (index, result(of: cells[index])) }
        next += 1
      }
      for _ in 0..<max(1, jobs) { start() }
      var finished = 0
      for await (index, result) in group {
        results[index] = result
        finished += 1
        report(finished)
        start()
      }
      return results
    }
  }

  /// Returns the result of one cell.
  package func result(of cell: PlantedCell) -> CellResult {
    var result = CellResult(cell)
    for repetition in 0..<repeats {
      let decision = cell.decision(seed: seed, repetition: repetition)
      result.add(decision, levels: levels)
    }
    return result
  }
}

/// A summary of the results of a calibration.
package struct CalibrationSummary: Sendable {
  /// The results for laws that break no assumption, so that their error rates are promised.
  package let promised: [CellResult]
  /// The results for laws that break an assumption.
  package let unpromised: [CellResult]
  /// The results whose error rate is significantly above the promised one.
  package let exceeding: [CellResult]
  /// The promised cells in which the formulas alone, without gates and corrections, err significantly more often.
  package let formulaExceeding: [CellResult]
  /// The results whose power is more than five percentage points below the listed one.
  package let fallingShort: [CellResult]
  /// Wrong supports and the repetitions that could have been wrongly supported, over all promised cells.
  package let falseSupports: ObservedRate
  /// Wrong refutations and the repetitions that could have been wrongly refuted, over all promised cells.
  package let falseRefutations: ObservedRate

  /// The summary of some results at given levels.
  package init(_ results: [CellResult], levels: ErrorLevels) {
    promised = results.filter { $0.cell.brokenAssumption == nil }
    unpromised = results.filter { $0.cell.brokenAssumption != nil }
    exceeding = results.filter { $0.exceeds(levels) }
    formulaExceeding = promised.filter { $0.formulaExceeds(levels) }
    fallingShort = results.filter(\.fallsShort)
    let none = ObservedRate(count: 0, repeats: 0)
    falseSupports = promised.compactMap(\.falseSupports).reduce(none, +)
    falseRefutations = promised.compactMap(\.falseRefutations).reduce(none, +)
  }

  /// The promised cell with the highest rate of wrong supports.
  package var worstSupport: CellResult? {
    promised.max { ($0.falseSupports?.share ?? 0) < ($1.falseSupports?.share ?? 0) }
  }
  /// The cell with the highest error rate among those that break an assumption.
  package var worstUnpromised: CellResult? { unpromised.max { $0.errors.share < $1.errors.share } }
  /// The promised cell with the highest rate of wrong refutations.
  package var worstRefutation: CellResult? {
    promised.max { ($0.falseRefutations?.share ?? 0) < ($1.falseRefutations?.share ?? 0) }
  }
}
