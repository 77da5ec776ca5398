import Dispatch

/// The measurement of error rates and power on planted truths.
public struct Calibration: Sendable {
  /// Repetitions per cell of the committed page.
  public static let registeredRepeats = 2000
  /// The seed of the committed page, used for nothing else.
  public static let registeredSeed: UInt64 = 51_001

  /// The cells, in order.
  public let cells: [PlantedCell]
  /// Repetitions per cell.
  public let repeats: Int
  /// The seed of all random numbers.
  public let seed: UInt64
  /// The nominal levels.
  public let levels: ErrorLevels

  /// A calibration of some cells.
  public init(
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
  public func results(jobs: Int, report: @Sendable (Int) -> Void = { _ in }) async -> [CellResult] {
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
  public func result(of cell: PlantedCell) -> CellResult {
    var result = CellResult(cell)
    for repetition in 0..<repeats {
      let evidence = cell.evidence(seed: seed, repetition: repetition)
      // A planted design is well-formed; should one not be, the repetition counts as undecided.
      let decision =
        (try? DecisionEngine.decide(evidence, that: cell.predicate, rules: cell.rules))
        ?? Decision(pSupport: 1, pRefute: 1, stop: .health)
      result.add(decision, levels: levels)
    }
    return result
  }
}
