import Decision

/// The rate of right verdicts of planted laws at several numbers of runs.
///
/// More runs should never make a right verdict rarer.
package struct PowerByRuns: Sendable {
  /// Repetitions per law and number of runs of the committed page.
  package static let registeredRepeats = 400
  /// Runs per scale of the committed page.
  package static let registeredRuns = [20, 40, 80, 160, 320]

  /// The laws of the page: those with a listed power below 100 %, floors below ε, and one that is hard to tell from a
  /// slow decay.
  package static let cells: [PlantedCell] = PlantedSuite.cells.filter { cell in
    guard eligible(cell), cell.brokenAssumption == nil else { return false }
    if let listed = cell.listedPower { return listed < 100 }
    return cell.truth == .floor && cell.group == margin || cell.group == high && cell.law == hard
  }

  private static let margin = "o(1), counts, by a margin"
  private static let high = "o(1), counts, floor 0.1 above ε = 0.05"
  private static let hard = "0.1 + 0.3·e^−(x−1), binomial"

  /// All laws that can be measured: those about a limit with a right verdict, and defined for any number of runs.
  package static let allCells: [PlantedCell] = PlantedSuite.cells.filter(eligible)

  private static func eligible(_ cell: PlantedCell) -> Bool {
    cell.predicate.relation.isLimit && cell.truth != .boundary && cell.with(runs: cell.design.runs) != nil
  }

  /// The laws.
  package let cells: [PlantedCell]
  /// Runs per scale, each at least 1.
  package let runs: [Int]
  /// Repetitions per law and number of runs.
  package let repeats: Int
  /// The seed of all random numbers.
  package let seed: UInt64

  /// A measurement of some laws.
  package init(
    cells: [PlantedCell] = Self.cells, runs: [Int] = Self.registeredRuns, repeats: Int = Self.registeredRepeats,
    seed: UInt64
  ) {
    self.cells = cells
    self.runs = runs
    self.repeats = repeats
    self.seed = seed
  }

  /// Returns one result per law, the same for any number of jobs.
  ///
  /// - Parameters:
  ///   - jobs: Laws decided at the same time; at least 1.
  ///   - report: Called with the step, the number of finished parts and their total, never concurrently.
  package func results(
    jobs: Int, report: @Sendable (Calibration.Step, Int, Int) -> Void = { _, _, _ in }
  ) async -> [PowerByRunsResult] {
    let calibration = Calibration(cells: [], repeats: repeats, seed: seed)
    // The largest numbers of runs take longest and come first.
    let parts = runs.sorted(by: >).flatMap { runs in cells.indices.map { (index: $0, runs: runs) } }
    let powers = await ParallelMap.results(of: parts, jobs: jobs, report: { report(.runs, $0, parts.count) }) { part in
      let cell = cells[part.index]
      return cell.with(runs: part.runs).flatMap { calibration.result(of: $0).power }
    }
    var found: [[Int: ObservedRate]] = cells.map { _ in [:] }
    for (part, power) in zip(parts, powers) { found[part.index][part.runs] = power }
    return cells.indices.map { index in
      PowerByRunsResult(
        cell: cells[index],
        powers: runs.compactMap { runs in found[index][runs].map { PowerByRunsResult.Power(runs: runs, rate: $0) } })
    }
  }
}

/// The power of one law at several numbers of runs.
package struct PowerByRunsResult: Sendable {
  /// The power at one number of runs.
  package struct Power: Sendable, Equatable {
    /// Runs per scale.
    package let runs: Int
    /// The rate of right verdicts.
    package let rate: ObservedRate

    /// A power by its parts.
    package init(runs: Int, rate: ObservedRate) {
      self.runs = runs
      self.rate = rate
    }
  }

  /// The law.
  package let cell: PlantedCell
  /// The powers, in the order in which the numbers of runs were given.
  package let powers: [Power]

  /// The numbers of runs at which the power is more than three standard errors below that of fewer runs.
  package var losses: [Int] { Self.losses(powers) }

  /// Returns the numbers of runs at which a right verdict is rarer than with fewer runs, beyond simulation error.
  ///
  /// The difference must exceed three standard errors.
  static func losses(_ powers: [Power]) -> [Int] {
    powers.filter { later in
      powers.contains { earlier in
        let (before, after) = (earlier.rate, later.rate)
        let error =
          (before.standardError * before.standardError + after.standardError * after.standardError).squareRoot()
        return earlier.runs < later.runs && before.share - after.share > 3 * error
      }
    }.map(\.runs)
  }
}
