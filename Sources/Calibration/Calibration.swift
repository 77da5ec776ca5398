import Decision

/// Measures error rates and power of the engine on planted laws, whose truth is known.
package struct Calibration: Sendable {
  /// Repetitions per cell of the committed page.
  package static let registeredRepeats = 2000
  /// The seed of the committed page, used for nothing else.
  package static let registeredSeed: UInt64 = 51_001
  /// The largest number of repetitions per cell; the second draw of a cell begins at this number.
  package static let largestRepeats = 1_000_000

  /// A step of a calibration, for progress.
  package enum Step: String, Sendable, CaseIterable {
    /// The registered repetitions of a cell.
    case cell
    /// A tenth of the second draw of a cell.
    case redraw = "part of the second draws"
    /// A law on which procedures are compared.
    case comparison = "compared law"
    /// A law at one number of runs.
    case runs = "number of runs"
  }

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

  /// The rule by which error rates count as too high.
  package var rule: ErrorRule { ErrorRule(cells, levels: levels) }

  /// Returns one result per cell, the same for any number of jobs.
  ///
  /// A cell with an error rate that is too high by ``rule`` is drawn again, with ten times as many fresh repetitions.
  ///
  /// - Parameters:
  ///   - jobs: Cells decided at the same time; at least 1.
  ///   - report: Called with the step, the number of finished parts and their total, never concurrently.
  package func results(
    jobs: Int, report: @Sendable (Step, Int, Int) -> Void = { _, _, _ in }
  ) async -> [CellResult] {
    var results = cells.map(CellResult.init)
    let drawn = await ParallelMap.results(of: cells, jobs: jobs, report: { report(.cell, $0, cells.count) }) {
      draws(of: $0, 0..<repeats)
    }
    for (index, draws) in drawn.enumerated() { results[index].drawn = draws }
    let rule = self.rule
    let parts = results.indices.filter { !rule.excesses(of: results[$0]).isEmpty }.flatMap { index in
      (0..<ErrorRule.redrawFactor).map { (index: index, start: Self.largestRepeats + $0 * repeats) }
    }
    let redrawn = await ParallelMap.results(of: parts, jobs: jobs, report: { report(.redraw, $0, parts.count) }) {
      draws(of: cells[$0.index], $0.start..<$0.start + repeats)
    }
    for (part, draws) in zip(parts, redrawn) {
      var sum = results[part.index].redrawn ?? CellDraws()
      sum.merge(draws)
      results[part.index].redrawn = sum
    }
    return results
  }

  /// Returns the verdicts on some repetitions of a cell.
  func draws(of cell: PlantedCell, _ repetitions: Range<Int>) -> CellDraws {
    var draws = CellDraws()
    for repetition in repetitions {
      draws.add(cell.decision(seed: seed, repetition: repetition), levels: levels)
    }
    return draws
  }

  /// Returns the result of one cell without a second draw.
  package func result(of cell: PlantedCell) -> CellResult {
    var result = CellResult(cell)
    result.drawn = draws(of: cell, 0..<repeats)
    return result
  }
}
