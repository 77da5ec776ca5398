import ClaimKit
import Experiments
import Files
import Foundation
import Planning
import Reporting
import Trials

/// `littleo run`: trains the trials that claims need, or one machine's share of them, and decides nothing.
struct RunCommand {
  private let entries: [ClaimEntry]
  private let design: Design
  private let shard: Shard
  private let jobs: Int
  /// The memory available, in bytes; trials may take four fifths of it.
  private let memory: Double
  private let store: URL
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "run",
        options: [
          "profile": false, "seeds": false, "shard": false, "jobs": false, "memory": false, "store": false,
          "first-seed": false,
        ],
        switches: ["explore", "json"], maximalWords: .max))
    entries = try Catalogue.entries(named: arguments.words)
    design = Design(
      try Catalogue.profile(named: arguments.value("profile")), runs: try arguments.integer("seeds", in: 1...500),
      firstSeed: try VerifyOptions.firstSeed(arguments))
    self.shard = try Shard(arguments.value("shard") ?? "1/1")
    self.jobs = try arguments.integer("jobs", in: 1...4096) ?? ProcessInfo.processInfo.activeProcessorCount
    let memory = try arguments.integer("memory", in: 0...(1 << 40)) ?? 0
    self.memory = memory == 0 ? MachineMemory.limit : min(MachineMemory.limit, Double(memory) * 0x1p20)
    self.store = arguments.store
    isJSON = arguments.has("json")
  }

  func run(on desk: Desk) async throws -> ExitStatus {
    let share: Share
    let store: TrialStore
    do {
      // Planned without a limit on memory, so that the shares are the same on every machine. A trial that is too large
      // for a machine fails when that machine tries it.
      let plan = try Plan(entries, design: design, experiments: ExperimentRegistry.known, memory: .infinity)
      share = Share.shares(of: plan.trials, count: self.shard.count)[self.shard.number - 1]
      store = try TrialStore(folder: self.store, experiments: ExperimentRegistry.all, on: desk.disk)
    } catch let error as PlanError {
      throw UsageError(error.description)
    } catch let error as StoreError {
      throw UsageError(error.description)
    }
    let (shard, memory, folder, isJSON) = (self.shard, self.memory, self.store.relativePath, self.isJSON)
    // If a limit on memory is imposed from outside, a trial that exceeds it would end the whole process.
    let runner = TrialRunner(archive: store, jobs: jobs, memoryBudget: 0.8 * memory, memoryLimit: memory)
    let resume = "stopped; finished trials are kept in \(Quoted.path(folder)), and the same command goes on from there."
    return try await Interruption.guarding(on: desk, resume: resume) {
      let title = shard.count == 1 ? "" : "shard \(shard.number)/\(shard.count)"
      let progress = ProgressLine(on: desk.console, title: title)
      let outcomes = try await runner.run(share.trials) { progress.report($0) }
      return try Self.report(outcomes, of: share, in: store, isJSON: isJSON, on: desk.console)
    }
  }

  /// Prints how many trials of the share are in the store; one that could not be kept has to be trained again.
  private static func report(
    _ outcomes: [Trial: TrialOutcome], of share: Share, in store: TrialStore, isJSON: Bool, on console: Console
  ) throws -> ExitStatus {
    var kept = 0
    var failures: [String] = []
    for planned in share.trials {
      if case .failed(let reason) = outcomes[planned.trial] {
        failures.append("\(planned.words): \(reason)")
      } else if store.holds(planned) {
        kept += 1
      }
    }
    let lost = share.trials.count - kept - failures.count
    if isJSON {
      let object = JSONValue.object([
        "trials": .integer(share.trials.count), "kept": .integer(kept), "lost": .integer(lost),
        "failed": .array(failures.map { .string($0) }), "store": .string(store.folder.relativePath),
      ])
      try console.print(object.document)
    } else {
      for failure in failures { try console.print("failed: \(failure)") }
      try console.print("\(kept) of \(share.trials.count) trials are in \(Quoted.path(store.folder.relativePath)).")
    }
    return kept == share.trials.count ? .passed : .error
  }
}

/// One of several shares of a plan of about equal cost, as in `--shard 3/8`.
struct Shard: Hashable, Sendable {
  /// The largest number of shares.
  static let largestCount = 100_000

  /// Which share, from 1.
  let number: Int
  /// The number of shares.
  let count: Int

  /// Reads `I/N`.
  ///
  /// - Throws: ``UsageError`` naming the input and the range.
  init(_ text: String) throws(UsageError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      (1...Self.largestCount).contains(count), (1...count).contains(number)
    else {
      throw UsageError(
        "--shard \(Quoted.text(text)) is out of range: it is I/N with N from 1 to \(Self.largestCount) and I from 1 to N, as in --shard 3/8."
      )
    }
    self.number = number
    self.count = count
  }
}
