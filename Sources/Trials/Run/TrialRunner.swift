import Foundation
import Training

/// Trains the trials of a plan that an archive does not hold: several at a time where they are small, one on all threads
/// where memory holds no more.
package struct TrialRunner: Sendable {
  /// A function that trains a trial on some threads.
  package typealias Training = @Sendable (Trial, Execution) throws(TrainingError) -> Trace

  /// The most threads at work at once, and with it the most trials.
  package let jobs: Int
  /// The most predicted bytes trained at once, unless a trial is alone.
  package let memoryBudget: Double
  /// Where finished trials are kept; nil to keep none.
  package let archive: (any TrialArchive)?
  private let train: Training

  /// A runner.
  ///
  /// - Parameters:
  ///   - archive: Where finished trials are looked up and kept; nil to train everything.
  ///   - jobs: The most threads at once, at least 1; the number of active processors by default.
  ///   - memoryBudget: The most predicted bytes at once; 70 % of the machine's memory by default.
  ///   - train: Trains a trial; the shared trainer by default.
  package init(
    archive: (any TrialArchive)?, jobs: Int = ProcessInfo.processInfo.activeProcessorCount,
    memoryBudget: Double = 0.7 * MachineMemory.limit,
    train: @escaping Training = { trial, execution throws(TrainingError) in try Trainer.train(trial, on: execution) }
  ) {
    self.archive = archive
    self.jobs = max(1, jobs)
    self.memoryBudget = memoryBudget
    self.train = train
  }

  /// Returns the outcome of every trial of a plan, training what the archive does not hold.
  ///
  /// The outcomes depend neither on the number of jobs nor on what was archived.
  ///
  /// - Parameters:
  ///   - trials: The trials, in the order in which they are to be started.
  ///   - report: Called with news, never concurrently.
  /// - Throws: `CancellationError` if the task was cancelled; trials already started are finished and kept.
  package func run(
    _ trials: [PlannedTrial], report: @Sendable (RunEvent) -> Void = { _ in }
  ) async throws(CancellationError) -> [Trial: TrialOutcome] {
    var ledger = Ledger(total: trials.count)
    var queue: [PlannedTrial] = []
    for planned in trials {
      if Task.isCancelled { throw CancellationError() }
      switch await archive?.state(of: planned.trial, key: planned.key) ?? .missing {
      case .done(let record):
        ledger.add(planned, .trained(record.trace), fromArchive: true)
        continue
      case .damaged(let notice): report(.notice(notice))
      case .missing: break
      }
      queue.append(planned)
    }
    ledger.begin(work: queue.reduce(0) { $0 + $1.demand.work })
    report(.progress(ledger.progress))
    await withTaskGroup(of: Completion.self) { group in
      var idle = jobs
      var bytes = 0.0
      var isWaiting = false
      while true {
        while idle > 0, !Task.isCancelled, let next = await claimed(in: queue, bytes: bytes, isAlone: idle == jobs) {
          let planned = queue.remove(at: next.index)
          let threads = share(of: idle, bytes: bytes + planned.demand.bytes, queue: queue)
          idle -= threads
          bytes += planned.demand.bytes
          group.addTask { await complete(planned, threads: threads, holding: next.claim) }
        }
        guard let completion = await group.next() else {
          if queue.isEmpty || Task.isCancelled { break }
          // Other processes train all that is left; one that is killed leaves its trial to this one.
          if !isWaiting { report(.notice("waiting for what other processes are training.")) }
          isWaiting = true
          try? await Task.sleep(for: .milliseconds(200))
          continue
        }
        idle += completion.threads
        bytes -= completion.planned.demand.bytes
        ledger.add(completion.planned, completion.outcome, fromArchive: completion.fromArchive)
        for notice in completion.notices { report(.notice(notice)) }
        if let seconds = completion.seconds, let trace = completion.outcome.trace {
          report(.trained(work: trace.work, seconds: seconds))
        }
        report(.progress(ledger.progress))
      }
    }
    if Task.isCancelled { throw CancellationError() }
    return ledger.outcomes
  }

  /// Returns the first trial of a queue that memory has room for and no other process is training, with the right to train it.
  private func claimed(
    in queue: [PlannedTrial], bytes: Double, isAlone: Bool
  ) async -> (index: Int, claim: TrialClaim?)? {
    for (index, planned) in queue.enumerated() where isAlone || bytes + planned.demand.bytes <= memoryBudget {
      guard let archive else { return (index, nil) }
      if let claim = await archive.claim(planned.key) { return (index, claim) }
    }
    return nil
  }

  /// Returns how many of the idle threads a trial gets: an equal share among those that memory lets run at the same time.
  ///
  /// - Parameters:
  ///   - bytes: What is taken, the trial itself included.
  ///   - queue: Who might run beside it.
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
    /// How long the training took, in seconds of one thread; nil without one.
    var seconds: Double?
  }

  private func complete(
    _ planned: PlannedTrial, threads: Int, holding claim: TrialClaim?
  ) async -> Completion {
    // Others may train it once the record is kept, and not before.
    defer { withExtendedLifetime(claim) {} }
    var notices: [String] = []
    // Another process that shares the archive may have trained it since the plan was looked up.
    switch await archive?.state(of: planned.trial, key: planned.key) ?? .missing {
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
      trace = try train(planned.trial, Execution(threads: threads))
    } catch {
      return Completion(
        planned: planned, threads: threads, outcome: .failed(error.description), fromArchive: false, notices: notices)
    }
    let seconds = Double(threads) * ((clock.now - start) / .seconds(1))
    do {
      try await archive?.save(TrialRecord(trial: planned.trial, trace: trace, seconds: seconds))
    } catch {
      notices.append(error.description)
    }
    return Completion(
      planned: planned, threads: threads, outcome: .trained(trace), fromArchive: false, notices: notices,
      seconds: seconds)
  }
}

/// The books of a running plan.
private struct Ledger {
  private(set) var outcomes: [Trial: TrialOutcome] = [:]
  private let total: Int
  private var cacheHits = 0
  private var failures = 0
  private var workDone = 0.0
  private var workLeft = 0.0
  private var start: ContinuousClock.Instant?

  init(total: Int) {
    self.total = total
  }

  /// Starts the clock once it is known what is missing.
  mutating func begin(work: Double) {
    workLeft = work
    workDone = 0
    start = .now
  }

  mutating func add(_ planned: PlannedTrial, _ outcome: TrialOutcome, fromArchive: Bool) {
    outcomes[planned.trial] = outcome
    if fromArchive { cacheHits += 1 }
    if case .failed = outcome { failures += 1 }
    guard start != nil else { return }
    workLeft -= planned.demand.work
    // What another process trained took none of this one's time.
    if !fromArchive { workDone += planned.demand.work }
  }

  var progress: RunProgress {
    var secondsLeft: Double?
    if outcomes.count == total {
      secondsLeft = 0
    } else if let start, workDone > 0 {
      secondsLeft = (ContinuousClock.now - start) / .seconds(1) * max(0, workLeft) / workDone
    }
    return RunProgress(
      done: outcomes.count, total: total, cacheHits: cacheHits, failures: failures, secondsLeft: secondsLeft)
  }
}

/// What became of a planned trial.
package enum TrialOutcome: Hashable, Sendable {
  /// It was trained, now or earlier.
  case trained(Trace)
  /// It could not be trained, for the reason given; its run counts as missing.
  case failed(String)

  /// The trace, nil if the trial failed.
  package var trace: Trace? {
    if case .trained(let trace) = self { return trace }
    return nil
  }
}

/// News of a running plan.
package enum RunEvent: Sendable {
  /// How far it is.
  case progress(RunProgress)
  /// One line about a record that was not trusted or not written.
  case notice(String)
  /// A trial was trained, with its multiply–adds and how long they took.
  case trained(work: Int, seconds: Double)
}

/// How far the trials of a plan are.
package struct RunProgress: Hashable, Sendable {
  /// Trials that need no more work: taken from the archive, trained, or failed.
  package let done: Int
  /// Trials of the plan.
  package let total: Int
  /// Trials taken from the archive.
  package let cacheHits: Int
  /// Trials that failed.
  package let failures: Int
  /// Seconds left, estimated from the work that remains; nil before the first trial is trained.
  package let secondsLeft: Double?
}
