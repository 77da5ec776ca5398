import Foundation
import MultiViewClaims
import Synchronization
import TestSupport
import Testing
import Training

@testable import Planning
@testable import Trials
@testable import Verification

/// The outcomes do not depend on the number of workers, on interruptions or on the failure of other trials.
@Suite struct TrialRunnerTests {
  private func plan(runs: Int = 4) throws -> Plan {
    try Plan([ToyClaim().entry], design: Design(scales: [16, 32, 64], runs: runs))
  }

  @Test(arguments: [1, 2, 7]) func workersDoNotMatter(jobs: Int) async throws {
    let trials = try plan().trials
    let alone = try await TrialRunner.toy(nil, jobs: 1).run(trials)
    #expect(alone.count == trials.count)
    #expect(try await TrialRunner.toy(nil, jobs: jobs).run(trials) == alone)
  }

  /// Runners that share a store train every trial once, and each runner has all outcomes.
  @Test func runnersThatShareAStoreTrainEverythingOnce() async throws {
    try await withFolder { folder in
      let trials = try plan(runs: 8).trials
      let counter = Counter()
      let runners = try (0..<3).map { _ in
        TrialRunner(archive: try TrialStore(folder: folder), jobs: 2) { trial, _ throws(TrainingError) in
          counter.enter()
          defer { counter.leave() }
          Thread.sleep(forTimeInterval: 0.002)
          return try ToyTrainer.train(trial)
        }
      }
      async let first = runners[0].run(trials)
      async let second = runners[1].run(trials)
      async let third = runners[2].run(trials)
      let outcomes = try await [first, second, third]
      #expect(counter.total == trials.count)
      #expect(outcomes.allSatisfy { $0 == outcomes[0] && $0.count == trials.count })
    }
  }

  /// A trial that another process has locked is left for the end, and trained if that process never stores a record.
  @Test func abandonedLockIsTakenOver() async throws {
    try await withFolder { folder in
      let trials = try plan().trials
      let store = try TrialStore(folder: folder)
      var locks = trials.prefix(2).map { store.lock($0.key) }
      let log = Log()
      let counter = Counter()
      async let outcomes = TrialRunner.toy(store, counter, jobs: 1).run(trials, report: log.add)
      while log.notices.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
      #expect(counter.total == trials.count - 2 && log.notices[0].contains("other processes"))
      withExtendedLifetime(locks) {}
      locks = []
      #expect(try await outcomes.count == trials.count && counter.total == trials.count)
    }
  }

  /// The seconds of a record are wall-clock seconds times the number of threads.
  @Test func secondsAreMultipliedByThreads() async throws {
    let trial = try plan().trials[0]
    let memory = TrialMemory()
    _ = try await TrialRunner(archive: memory, jobs: 8) { trial, execution throws(TrainingError) in
      #expect(execution.threads == 8)
      Thread.sleep(forTimeInterval: 0.02)
      return try ToyTrainer.train(trial)
    }.run([trial])
    guard case .done(let record) = await memory.state(of: trial.trial, key: trial.key) else {
      Issue.record("the record was not kept")
      return
    }
    #expect(record.seconds >= 0.16)
  }

  @Test func resumingEqualsStartingAfresh() async throws {
    try await withFolder { folder in
      let plan = try plan()
      let fresh = try await TrialRunner.toy(nil).findings(on: plan, isFamily: true)
      let store = try TrialStore(folder: folder)
      let counter = Counter()
      _ = try await TrialRunner.toy(store, counter).run(Array(plan.trials.prefix(5)))
      let log = Log()
      let resumed = try await TrialRunner.toy(store, counter).findings(on: plan, isFamily: true, report: log.add)
      #expect(counter.total == plan.trials.count)
      #expect(log.last?.fromStore == 5)
      #expect(log.last?.done == plan.trials.count)
      #expect(log.last?.secondsLeft == 0)
      #expect(resumed.map(\.description) == fresh.map(\.description))
    }
  }

  @Test func neverMoreAtOnceThanAllowed() async throws {
    let trials = try plan().trials
    let counter = Counter()
    let train: TrialRunner.Training = { trial, _ throws(TrainingError) in
      counter.enter()
      defer { counter.leave() }
      return try ToyTrainer.train(trial)
    }
    _ = try await TrialRunner(archive: nil, jobs: 3, train: train).run(trials)
    #expect(counter.most <= 3)
    let tight = Counter()
    _ = try await TrialRunner(archive: nil, jobs: 3, memoryBudget: 0) { trial, _ throws(TrainingError) in
      tight.enter()
      defer { tight.leave() }
      return try ToyTrainer.train(trial)
    }.run(trials)
    #expect(tight.most == 1)
    #expect(tight.total == trials.count)
  }

  /// Small trials get one thread each, a trial that fills the memory gets all, and at most `jobs` threads are at work.
  @Test func threadsGoWhereMemoryLetsThem() async throws {
    let trials = try plan().trials
    let largest = trials.reduce(0) { max($0, $1.demand.bytes) }
    func shares(budget: Double, jobs: Int, of trials: [PlannedTrial]) async throws -> [Int] {
      let seen = Mutex<[Int]>([])
      let busy = Mutex(0)
      _ = try await TrialRunner(archive: nil, jobs: jobs, memoryBudget: budget) {
        trial, execution throws(TrainingError) in
        let atWork = busy.withLock { busy in
          busy += execution.threads
          return busy
        }
        seen.withLock { $0.append(atWork > jobs ? -1 : execution.threads) }
        defer { busy.withLock { $0 -= execution.threads } }
        return try ToyTrainer.train(trial)
      }.run(trials)
      return seen.withLock { $0 }
    }
    let many = try await shares(budget: .infinity, jobs: 4, of: trials)
    #expect(many.count == trials.count && many.allSatisfy { $0 >= 1 && $0 <= 4 })
    #expect(many.prefix(trials.count - 4).allSatisfy { $0 == 1 })
    #expect(try await shares(budget: 0, jobs: 4, of: trials).allSatisfy { $0 == 4 })
    #expect(try await shares(budget: .infinity, jobs: 4, of: Array(trials.prefix(1))) == [4])
    #expect(try await shares(budget: .infinity, jobs: 4, of: Array(trials.prefix(2))).first == 2)
    // A trial that exceeds the budget runs alone on all threads, even if smaller trials wait behind it.
    let tooLarge = try await shares(
      budget: 0.99 * largest, jobs: 4,
      of: [try #require(trials.first { $0.demand.bytes == largest })] + trials.filter { $0.demand.bytes < largest })
    #expect(tooLarge.first == 4)
    let dearest = Array(trials.filter { $0.demand.bytes == largest }.prefix(4))
    let pairs = try await shares(budget: 2.5 * largest, jobs: 4, of: dearest)
    #expect(pairs.first == 2 && pairs.allSatisfy { $0 >= 2 })
  }

  @Test func failureIsAMissingRunWithAReason() async throws {
    let plan = try plan()
    let runner = TrialRunner(archive: nil, jobs: 2) { trial, _ throws(TrainingError) in
      if trial.seed % 1000 == 2, trial.labels == .coarse { throw TrainingError("the run diverged.") }
      return try ToyTrainer.train(trial)
    }
    let log = Log()
    let finding = try #require(try await runner.findings(on: plan, isFamily: true, report: log.add).first)
    #expect(log.last?.failures == 3)
    #expect(finding.totals.failures.count == 3)
    // The seeds that fail at the three scales are 2, 1002 and 2002.
    #expect(finding.totals.failures.allSatisfy { $0.contains("2: the run diverged.") })
    #expect(finding.conclusions[0].evidence.runs.allSatisfy { $0[1] == nil && $0[0] != nil })
    #expect(finding.fits.allSatisfy { $0.failed == 1 && $0.reached == 3 })
  }

  @Test func memoryServesTheSecondRun() async throws {
    let trials = try plan().trials
    let memory = TrialMemory()
    let counter = Counter()
    let first = try await TrialRunner.toy(memory, counter).run(trials)
    #expect(try await TrialRunner.toy(memory, counter).run(trials) == first)
    #expect(counter.total == trials.count)
    #expect(await memory.count == trials.count)
  }

  @Test func cancellationStops() async throws {
    let trials = try plan(runs: 50).trials
    let counter = Counter()
    let task = Task {
      try await TrialRunner.toy(nil, counter).run(trials) { event in
        if case .progress(let progress) = event, progress.done == 3 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(counter.total < trials.count)
  }
}

extension Finding {
  /// All parts of a finding that a report can print.
  var description: String {
    "\(name) \(registration.text) \(conclusions) \(conjunction) \(adjustedSupport) \(adjustedRefute) \(verdict) "
      + "\(controls.map { "\($0.conclusions) \($0.adjustedRefute) \($0.verdict) \($0.fits)" }) \(fits) \(totals)"
  }
}
