import Calibration
import Decision
import Files
import Foundation
import Reporting

/// `littleo calibrate`: measures error rates and power on simulated laws whose truth is known.
struct CalibrateCommand {
  /// What the command measures.
  private enum Work {
    /// Error rates and power of planted cells, with a page for the whole suite.
    case cells(Calibration, output: Place?)
    /// Power at several numbers of runs.
    case runs(PowerByRuns)
  }

  private let work: Work
  private let jobs: Int
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "calibrate",
        options: ["repeats": false, "seed": false, "jobs": false, "output": false, "runs": false],
        switches: ["json"], maximalWords: 1))
    isJSON = arguments.has("json")
    self.jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    let repeats = try arguments.integer("repeats", in: 1...Calibration.largestRepeats)
    let seed = try arguments.integer("seed", in: UInt64.min...UInt64.max)
    let pattern = arguments.words.first
    if let text = arguments.value("runs") {
      if arguments.value("output") != nil {
        throw UsageError("calibrate --runs writes no page: leave out --output.")
      }
      // Without a pattern, the laws are those of the page.
      let cells =
        pattern == nil ? PowerByRuns.cells : try Self.cells(of: PowerByRuns.allCells, named: pattern, "of this kind ")
      work = .runs(
        PowerByRuns(
          cells: cells, runs: try Self.runs(text), repeats: repeats ?? PowerByRuns.registeredRepeats,
          seed: seed ?? Calibration.registeredSeed))
      return
    }
    // A partial or shortened calibration must not overwrite the committed page.
    let isFull = pattern == nil && repeats == nil && seed == nil
    work = .cells(
      Calibration(
        cells: try Self.cells(of: PlantedSuite.cells, named: pattern),
        repeats: repeats ?? Calibration.registeredRepeats, seed: seed ?? Calibration.registeredSeed),
      output: arguments.place("output") ?? (isFull ? Place(path: "Reports/calibration.md") : nil))
  }

  private static func cells(
    of all: [PlantedCell], named pattern: String?, _ kind: String = ""
  ) throws(UsageError) -> [PlantedCell] {
    guard let pattern else { return all }
    let cells = all.filter { $0.name.contains(pattern) }
    guard cells.isEmpty else { return cells }
    // The relation comes first in the name of a group; all names together would fill a screen.
    let relations = Set(all.map { String($0.group.prefix { $0 != "," }) }).sorted()
    throw UsageError(
      "no simulated law \(kind)has “\(Quoted.text(pattern))” in its name; the names begin with "
        + "\(relations.joined(separator: "; ")).")
  }

  /// Reads numbers of runs, such as `20,40,80`.
  private static func runs(_ text: String) throws(UsageError) -> [Int] {
    let smallest = DecisionRules().minimumRuns
    let runs = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard runs.allSatisfy({ (smallest...10_000).contains($0) }), zip(runs, runs.dropFirst()).allSatisfy(<) else {
      throw UsageError(
        "--runs \(Quoted.text(text)) is out of range: it is a rising list of whole numbers from \(smallest) to 10000, such as "
          + "20,40,80.")
    }
    return runs
  }

  func run(on desk: Desk) async throws -> ExitStatus {
    switch work {
    case .cells(let calibration, let output): return try await run(calibration, output: output, on: desk)
    case .runs(let powers): return try await run(powers, on: desk)
    }
  }

  private func run(_ calibration: Calibration, output: Place?, on desk: Desk) async throws -> ExitStatus {
    let file = output.map { GeneratedPage($0, on: desk.disk) }
    do { try file?.prepare() } catch { throw UsageError(error.description) }
    let clock = ContinuousClock()
    let start = clock.now
    let results = await calibration.results(jobs: self.jobs, report: Self.progress(on: desk.console))
    let decisions = results.reduce(0) { $0 + $1.drawn.repeats + ($1.redrawn?.repeats ?? 0) }
    reportSpeed(decisions, clock.now - start, on: desk.console)
    let table = CalibrationTable(results, levels: calibration.levels)
    if isJSON { try desk.console.print(table.object.document) } else { try desk.show(table.text) }
    if let file, let output {
      let repeats = min(calibration.repeats, Comparison.registeredRepeats)
      let comparison = await Comparison(repeats: repeats, seed: calibration.seed)
        .results(jobs: self.jobs, report: Self.progress(on: desk.console))
      let powers = await PowerByRuns(
        repeats: min(calibration.repeats, PowerByRuns.registeredRepeats), seed: calibration.seed
      ).results(jobs: self.jobs, report: Self.progress(on: desk.console))
      let page = CalibrationPage(results, of: calibration, comparison: comparison, powers: powers)
      try file.write(page.markdown)
      desk.console.say("The page is \(Quoted.path(output.path)).")
    }
    return CalibrationSummary(results, levels: calibration.levels).exceeding.isEmpty ? .passed : .refuted
  }

  private func run(_ powers: PowerByRuns, on desk: Desk) async throws -> ExitStatus {
    let clock = ContinuousClock()
    let start = clock.now
    let results = await powers.results(jobs: self.jobs, report: Self.progress(on: desk.console))
    reportSpeed(results.reduce(0) { $0 + $1.powers.count * powers.repeats }, clock.now - start, on: desk.console)
    let table = PowerByRunsTable(results, repeats: powers.repeats)
    if isJSON { try desk.console.print(table.object.document) } else { try desk.show(table.text) }
    return results.allSatisfy(\.losses.isEmpty) ? .passed : .refuted
  }

  /// Shows the progress of each step on a line of its own.
  private static func progress(on console: Console) -> @Sendable (Calibration.Step, Int, Int) -> Void {
    let lines = Dictionary(uniqueKeysWithValues: Calibration.Step.allCases.map { ($0, ProgressLine(on: console)) })
    return { lines[$0]?.report($0.rawValue, done: $1, of: $2) }
  }

  /// Prints the speed to standard error, so that the table on standard output is the same on every machine.
  private func reportSpeed(_ decisions: Int, _ time: Duration, on console: Console) {
    let rate = Double(decisions) / (time / .seconds(1))
    let workers = "\(self.jobs) \(self.jobs == 1 ? "job" : "jobs")"
    console.say("\(decisions) decisions, \(TerminalNumber.short(rate.rounded())) per second with \(workers)")
  }
}
