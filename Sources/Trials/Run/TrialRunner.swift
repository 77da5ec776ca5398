import Experiments
import Foundation

/// Runs the trials of a plan that an archive does not hold.
///
/// Small trials are run several at a time. A trial that fills the memory is run alone, on all threads.
package struct TrialRunner: Sendable {
  /// A function that runs a trial on some threads, in place of its experiment.
  package typealias Run = @Sendable (PlannedTrial, Int) async throws(ExperimentError) -> Trace

  /// The most threads at work at once, which also limits the number of trials.
  package let jobs: Int
  /// The most bytes that the trials trained at once may need by prediction; a single trial may exceed it.
  package let memoryBudget: Double
  /// Where finished trials are kept; nil to keep none.
  package let archive: (any TrialArchive)?
  /// The memory that a trial may need, in bytes; nil for no check beyond that of the plan.
  private let memoryLimit: Double?
  private let patience: Patience
  private let substitute: Run?

  /// A runner.
  ///
  /// - Parameters:
  ///   - archive: Where finished trials are looked up and kept; nil to train everything.
  ///   - jobs: The most threads at once, at least 1; the number of active processors by default.
  ///   - memoryBudget: The most bytes that trials may need at once, by prediction; 70 % of the machine's memory by
  ///     default.
  ///   - memoryLimit: The memory against which each trial is checked again before it runs, in bytes; nil for no check.
  ///   - patience: How long to wait for a trial that another process has begun.
  ///   - substitute: Runs a trial in place of its experiment; nil for the experiment.
  package init(
    archive: (any TrialArchive)?, jobs: Int = ProcessInfo.processInfo.activeProcessorCount,
    memoryBudget: Double = 0.7 * MachineMemory.limit, memoryLimit: Double? = nil, patience: Patience = Patience(),
    substitute: Run? = nil
  ) {
    self.archive = archive
    self.jobs = max(1, jobs)
    self.memoryBudget = memoryBudget
    self.memoryLimit = memoryLimit
    self.patience = patience
    self.substitute = substitute
  }

  /// Returns the outcome of every trial of a plan, after training those that the archive does not hold.
  ///
  /// The outcomes depend neither on the number of jobs nor on what was archived.
  ///
  /// - Parameters:
  ///   - trials: The trials, in the order in which they are to be started.
  ///   - report: Called with events, never concurrently.
  /// - Throws: `CancellationError` if the task was cancelled; trials already started are finished and kept.
  package func run(
    _ trials: [PlannedTrial], report: @Sendable (RunEvent) -> Void = { _ in }
  ) async throws(CancellationError) -> [Trial: TrialOutcome] {
    var ledger = Ledger(total: trials.count, isStored: archive != nil)
    var queue: [PlannedTrial] = []
    for planned in trials {
      if Task.isCancelled { throw CancellationError() }
      switch await archive?.state(of: planned) ?? .missing {
      case .done(let record):
        ledger.add(planned, .trained(record.trace), fromArchive: true)
        report(.done(planned.trial, .trained(record.trace.unstored)))
        continue
      case .damaged(let notice): report(.notice(notice))
      case .missing: break
      }
      queue.append(planned)
    }
    ledger.begin(work: queue.reduce(0) { $0 + $1.demand.seconds }, jobs: jobs)
    report(.progress(ledger.progress))
    let sessions = self.sessions(for: queue)
    await withTaskGroup(of: Completion.self) { group in
      var idle = jobs
      var bytes = 0.0
      var waitsSince: ContinuousClock.Instant?
      while true {
        while idle > 0, !Task.isCancelled, let next = await lockedTrial(in: queue, bytes: bytes, isAlone: idle == jobs)
        {
          let planned = queue.remove(at: next.index)
          let threads = share(of: idle, bytes: bytes + planned.demand.bytes, queue: queue)
          idle -= threads
          bytes += planned.demand.bytes
          let session = sessions[planned.trial.experiment]
          group.addTask { await complete(planned, in: session, threads: threads, holding: next.lock) }
        }
        guard let completion = await group.next() else {
          if queue.isEmpty || Task.isCancelled { break }
          // Other processes train all remaining trials. If one of them is killed, this process trains its trial.
          if waitsSince == nil { report(.notice("waiting for trials that other processes are training.")) }
          let since = waitsSince ?? .now
          waitsSince = since
          // A process that was stopped keeps its trial for ever. Training it twice costs time and changes no result.
          if let index = queue.firstIndex(where: { patience.isOver(after: .now - since, for: $0) }) {
            let planned = queue.remove(at: index)
            report(.notice("another process has not finished \(planned.words) in time; it is run here as well."))
            idle -= jobs
            bytes += planned.demand.bytes
            let session = sessions[planned.trial.experiment]
            group.addTask { await complete(planned, in: session, threads: jobs, holding: TrialLock()) }
            waitsSince = .now
            continue
          }
          try? await Task.sleep(for: .milliseconds(200))
          continue
        }
        idle += completion.threads
        bytes -= completion.planned.demand.bytes
        ledger.add(completion.planned, completion.outcome, fromArchive: completion.fromArchive)
        for notice in completion.notices { report(.notice(notice)) }
        if let unkept = completion.unkept { report(.unkept(unkept)) }
        if let seconds = completion.seconds, let trace = completion.outcome.trace {
          report(
            .trained(completion.planned.trial.experiment, work: trace.work, seconds: seconds))
        }
        report(.done(completion.planned.trial, completion.outcome.unstored))
        report(.progress(ledger.progress))
      }
    }
    for session in sessions.values { await session.end() }
    if Task.isCancelled { throw CancellationError() }
    return ledger.outcomes
  }

  /// Returns a session for every experiment of some trials; none if a substitute runs them.
  private func sessions(for queue: [PlannedTrial]) -> [String: any ExperimentSession] {
    guard substitute == nil else { return [:] }
    var sessions: [String: any ExperimentSession] = [:]
    for planned in queue where sessions[planned.trial.experiment] == nil {
      sessions[planned.trial.experiment] = planned.experiment.session(jobs: jobs)
    }
    return sessions
  }

  /// Returns the first trial that fits into memory and that no other process trains, with the right to train it.
  ///
  /// - Parameters:
  ///   - queue: The trials to choose from, in order.
  ///   - bytes: The predicted bytes of all trials at work.
  ///   - isAlone: Whether no trial is at work; then the first one is taken, however large it is.
  private func lockedTrial(
    in queue: [PlannedTrial], bytes: Double, isAlone: Bool
  ) async -> (index: Int, lock: TrialLock?)? {
    for (index, planned) in queue.enumerated() where isAlone || bytes + planned.demand.bytes <= memoryBudget {
      guard let archive else { return (index, nil) }
      if let lock = await archive.lock(planned.key) { return (index, lock) }
    }
    return nil
  }

  /// Returns how many of the idle threads a trial gets: an equal share among the trials that fit into memory with it.
  ///
  /// - Parameters:
  ///   - idle: The number of idle threads.
  ///   - bytes: The predicted bytes of all trials at work, this one included.
  ///   - queue: The trials that might run at the same time.
  private func share(of idle: Int, bytes: Double, queue: [PlannedTrial]) -> Int {
    var sharers = 1
    var bytes = bytes
    for planned in queue {
      if sharers == idle { break }
      guard bytes + planned.demand.bytes <= memoryBudget else { continue }
      bytes += planned.demand.bytes
      sharers += 1
    }
    return idle / sharers
  }

  private struct Completion: Sendable {
    let planned: PlannedTrial
    let threads: Int
    let outcome: TrialOutcome
    let fromArchive: Bool
    let notices: [String]
    /// Why the record could not be kept; nil if it was, or if there is none.
    var unkept: String?
    /// How long the training took, in seconds times threads; nil if nothing was trained.
    var seconds: Double?
  }

  private func complete(
    _ planned: PlannedTrial, in session: (any ExperimentSession)?, threads: Int, holding lock: TrialLock?
  ) async -> Completion {
    // Keep the right until the record is stored, so that no other process trains the trial as well.
    defer { withExtendedLifetime(lock) {} }
    var notices: [String] = []
    // Another process that shares the archive may have trained it since the plan was looked up.
    switch await archive?.state(of: planned) ?? .missing {
    case .done(let record):
      return Completion(
        planned: planned, threads: threads, outcome: .trained(record.trace), fromArchive: true, notices: [])
    case .damaged(let notice): notices.append(notice)
    case .missing: break
    }
    let clock = ContinuousClock()
    let start = clock.now
    let trace: Trace
    do {
      trace = try await run(planned, in: session, threads: threads)
    } catch {
      return Completion(
        planned: planned, threads: threads, outcome: .failed(error.description), fromArchive: false, notices: notices)
    }
    let seconds = Double(threads) * ((clock.now - start) / .seconds(1))
    var unkept: String?
    do {
      try await archive?.save(
        TrialRecord(trial: planned.trial, trace: trace, seconds: seconds, by: planned.experiment))
    } catch {
      unkept = error.description
    }
    return Completion(
      planned: planned, threads: threads, outcome: .trained(trace), fromArchive: false, notices: notices,
      unkept: unkept, seconds: seconds)
  }

  /// How long a trial that another process has begun is waited for.
  package struct Patience: Sendable {
    /// The shortest time, in seconds.
    package let seconds: Double
    /// The time, in multiples of what the trial takes by prediction.
    package let multiple: Double

    /// A patience; by default two minutes, and twenty times the prediction where that is longer.
    package init(seconds: Double = 120, multiple: Double = 20) {
      self.seconds = seconds
      self.multiple = multiple
    }

    fileprivate func isOver(after duration: Duration, for planned: PlannedTrial) -> Bool {
      duration / .seconds(1) > max(seconds, multiple * planned.demand.seconds)
    }
  }

  private func run(
    _ planned: PlannedTrial, in session: (any ExperimentSession)?, threads: Int
  ) async throws(ExperimentError) -> Trace {
    if let memoryLimit { _ = try planned.experiment.demand(of: planned.trial, memory: memoryLimit) }
    if let substitute { return try await substitute(planned, threads) }
    guard let session else { throw ExperimentError("the experiment \(planned.trial.experiment) has no session.") }
    return try await session.run(planned.trial, threads: threads)
  }
}

/// The outcomes and counts of a running plan.
private struct Ledger {
  private(set) var outcomes: [Trial: TrialOutcome] = [:]
  private let total: Int
  private let isStored: Bool
  private var fromStore = 0
  private var failures = 0
  private var workDone = 0.0
  private var workLeft = 0.0
  private var start: ContinuousClock.Instant?
  private var jobs = 1

  /// - Parameters:
  ///   - total: The number of trials.
  ///   - isStored: Whether an archive keeps the bytes of traces, so that memory need not.
  init(total: Int, isStored: Bool) {
    self.total = total
    self.isStored = isStored
  }

  /// Starts the clock, once the work of all trials missing from the archive is known.
  mutating func begin(work: Double, jobs: Int) {
    workLeft = work
    self.jobs = jobs
    workDone = 0
    start = .now
  }

  mutating func add(_ planned: PlannedTrial, _ outcome: TrialOutcome, fromArchive: Bool) {
    outcomes[planned.trial] = isStored ? outcome.unstored : outcome
    if fromArchive { fromStore += 1 }
    if case .failed = outcome { failures += 1 }
    guard start != nil else { return }
    workLeft -= planned.demand.seconds
    // A trial that another process trained took no time of this process, so it says nothing about its speed.
    if !fromArchive { workDone += planned.demand.seconds }
  }

  var progress: RunProgress {
    var secondsLeft: Double?
    if outcomes.count == total {
      secondsLeft = 0
    } else if let start {
      // Before the first trial is trained, the prices of the reference machine stand for those of this one.
      let speed = workDone > 0 ? workDone / ((ContinuousClock.now - start) / .seconds(1)) : Double(jobs)
      secondsLeft = max(0, workLeft) / speed
    }
    return RunProgress(
      done: outcomes.count, total: total, fromStore: fromStore, failures: failures, secondsLeft: secondsLeft)
  }
}

/// The outcome of a planned trial.
package enum TrialOutcome: Hashable, Sendable {
  /// It was trained, now or earlier.
  case trained(Trace)
  /// It could not be trained, for the reason given; its run counts as missing.
  case failed(String)

  /// The same outcome without the bytes that a store keeps.
  fileprivate var unstored: TrialOutcome {
    if case .trained(let trace) = self { return .trained(trace.unstored) }
    return self
  }

  /// The trace, nil if the trial failed.
  package var trace: Trace? {
    if case .trained(let trace) = self { return trace }
    return nil
  }
}

/// An event of a running plan.
package enum RunEvent: Sendable {
  /// How many trials are done.
  case progress(RunProgress)
  /// A trial needs no more work; its outcome, without the bytes that a store keeps.
  case done(Trial, TrialOutcome)
  /// One line about a record that was not used, or about waiting for other processes.
  case notice(String)
  /// One line about a record that could not be kept.
  case unkept(String)
  /// A trial was run; its experiment, its work, and its time in seconds times threads.
  case trained(String, work: Int, seconds: Double)
}

/// The progress of a running plan.
package struct RunProgress: Hashable, Sendable {
  /// Trials that need no more work: taken from the archive, trained, or failed.
  package let done: Int
  /// Trials of the plan.
  package let total: Int
  /// Trials taken from the archive.
  package let fromStore: Int
  /// Trials that failed.
  package let failures: Int
  /// Estimated seconds until the plan is finished, from the remaining work; nil before it is known what is missing.
  package let secondsLeft: Double?
}
