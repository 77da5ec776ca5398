import Experiments
import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Planning
@testable import Trials
@testable import littleo

/// F16: what a run lacks, such as descriptors, another process's end or a readable record, neither stops it nor costs
/// a record, and is said.
@Suite struct ScarcityTests {
  private func trials() throws -> [PlannedTrial] { try Plan([ToyClaim().entry], design: toyDesign).trials }

  private func runner(_ store: TrialStore, _ counter: Counter = Counter()) -> TrialRunner {
    TrialRunner(archive: store, jobs: 2, patience: .init(seconds: 0.3, multiple: 0)) {
      planned, _ throws(ExperimentError) in
      counter.enter()
      defer { counter.leave() }
      do { return Trace(try ToyTrainer.train(planned.trial.network), of: planned.trial.network) } catch {
        throw ExperimentError("\(error)")
      }
    }
  }

  private func store(_ calls: any SystemCalls) throws -> TrialStore {
    try TrialStore(folder: URL(filePath: "/s"), experiments: .multiView, on: Disk(calls))
  }

  /// A process that was stopped holds its trial for ever; after some patience the trial is run here as well.
  @Test func aStoppedProcessIsNotWaitedForWithoutLimit() async throws {
    let calls = ModelCalls()
    let store = try store(calls)
    let trials = try trials()
    let locks = trials.prefix(2).map { store.lock($0.key) }
    #expect(locks.allSatisfy { $0 != nil } && store.lock(trials[0].key) == nil)
    let (log, counter) = (Log(), Counter())
    let outcomes = try await runner(store, counter).run(trials, report: log.add)
    #expect(counter.total == trials.count && outcomes.count == trials.count)
    #expect(log.notices.count { $0.contains("has not finished") } == 2 && log.notices[0].contains("waiting"))
    // The stopped process goes on, and finds its trial done.
    withExtendedLifetime(locks) {}
    #expect(trials.allSatisfy { store.holds($0) })
  }

  /// A record that cannot be read may be sound: it stays, its trial is run, and the run says so.
  @Test func anUnreadableRecordIsNotOverwritten() async throws {
    let calls = ModelCalls()
    let trials = try trials()
    _ = try await runner(try store(calls)).run(trials)
    let before = calls.now.disk.files
    let name = trials[0].key.hex + ".json"
    let failing = HookedCalls(calls) { (call: String) throws(CallFailure) in
      if call == "open \(name)" { throw CallFailure(EIO) }
    }
    let (log, counter) = (Log(), Counter())
    let outcomes = try await runner(try store(failing), counter).run(trials, report: log.add)
    #expect(counter.total == 1 && outcomes.count == trials.count && calls.now.disk.files == before)
    #expect(log.notices.contains { $0.contains(name) && $0.contains("cannot be read: Input/output error") })
    #expect(log.notices.contains { $0.contains(name) && $0.contains("could not be written") })
  }

  /// A record whose name is not on the disk yet is not called stored.
  @Test func aFolderThatCannotBeSynchronisedIsTold() async throws {
    let calls = ModelCalls()
    let trials = try trials()
    let name = trials[0].key.hex + ".json"
    let last = Mutex("")
    let failing = HookedCalls(calls) { (call: String) throws(CallFailure) in
      let before = last.withLock { last in
        defer { last = call }
        return last
      }
      if call == "synchronize", before == "rename to \(name)" { throw CallFailure(EIO) }
    }
    let log = Log()
    let outcomes = try await runner(try store(failing)).run([trials[0]], report: log.add)
    #expect(outcomes.count == 1)
    #expect(log.notices.count == 1 && log.notices[0].contains("could not be written (Input/output error)"))
  }

  /// F13: a fresh record that took a damaged one's name meanwhile keeps it.
  @Test func aFreshRecordIsNotQuarantined() async throws {
    let calls = ModelCalls()
    let planned = try trials()[0]
    _ = try await runner(try store(calls)).run([planned])
    let path = "s/\(planned.key.hex).json"
    let sound = try #require(calls.now.disk.files[path])
    calls.change { $0.put(Array("half a record".utf8), at: path) }
    let other = HookedCalls(calls) { (call: String) throws(CallFailure) in
      // Another process finishes the trial after the damaged record was read here.
      if call.hasPrefix("rename to \(planned.key.hex)."), call != "rename to \(planned.key.hex).json" {
        calls.change { $0.put(sound, at: path) }
      }
    }
    guard case .damaged = try store(other).state(of: planned) else {
      Issue.record("the damaged record was used")
      return
    }
    #expect(calls.now.disk.files[path] == sound)
    #expect(!calls.now.disk.files.keys.contains { $0.contains("quarantine") })
    #expect(try store(calls).holds(planned))
  }

  /// With few descriptors a verification ends with an error, or finishes; it neither hangs nor traps.
  @Test(arguments: [8, 10, 12, 16, 20, 32, 64]) func fewDescriptorsEndInOrder(limit: Int) async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let line = "verify \(SmallWork.words) --store s --output o"
      let result = try program.shell("ulimit -n \(limit); exec \"$L\" \(line)", seconds: 60)
      #expect(
        [SmallWork.status, 2, 3].contains(result.status), "\(limit): \(result.status) \(result.errors.suffix(500))")
      if result.status == SmallWork.status { #expect(result.output.contains("The report is in o.")) }
      // What was kept is sound, and the rest is made good.
      #expect(try program.shell("\"$L\" \(line)").status == SmallWork.status)
      #expect(try program.shell("\"$L\" report \(SmallWork.words) --store s --output sound").status == SmallWork.status)
      #expect(try program.files(in: "o") == program.files(in: "sound"))
    }
  }
}
