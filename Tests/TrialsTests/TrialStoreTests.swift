import Experiments
import Files
import Foundation
import MultiView
import TestSupport
import Testing
import Training

@testable import Planning
@testable import Trials

/// A store returns the records that it saved; a damaged record is reported, moved to quarantine and never used.
@Suite struct TrialStoreTests {
  private func trials() throws -> [PlannedTrial] { try Plan([ToyClaim().entry], design: toyDesign).trials }

  private func record(_ planned: PlannedTrial) throws -> TrialRecord {
    TrialRecord(trial: planned.trial, trace: try ToyTrainer.train(planned.trial), seconds: 0.125)
  }

  @Test func roundTrip() async throws {
    try await withFolder { folder in
      let store = try TrialStore(folder: folder)
      let planned = try trials()[0]
      #expect(store.state(of: planned.trial, key: planned.key) == .missing)
      let record = try record(planned)
      try store.save(record)
      #expect(store.state(of: planned.trial, key: planned.key) == .done(record))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [planned.key.hex + ".json"])
    }
  }

  @Test func nonFiniteObservablesSurvive() async throws {
    try await withFolder { folder in
      let store = try TrialStore(folder: folder)
      let planned = try trials()[0]
      let sound = try ToyTrainer.train(planned.trial)
      var checkpoints = sound.checkpoints
      // A quotient of growths has no bound, unlike a loss.
      checkpoints[1].commonGrowth = .infinity
      checkpoints[2].biasRatio = -.infinity
      let trace = ToyTrainer.trace(checkpoints, timeToFit: sound.timeToFit, heads: sound.heads)
      try store.save(TrialRecord(trial: planned.trial, trace: trace, seconds: 0))
      guard case .done(let record) = store.state(of: planned.trial, key: planned.key) else {
        Issue.record("the record was not read back")
        return
      }
      #expect(record.trace == Trace(trace, of: planned.trial.network))
    }
  }

  /// Ways to damage a record.
  enum Damage: CaseIterable {
    case truncated, empty, edited, added, twice, huge, foreignText, renamed, otherTrainer, otherTrial

    /// Words of the notice about this damage.
    var reason: String {
      switch self {
      case .truncated, .empty, .foreignText: "truncated or not a trial record"
      case .edited: "checksum"
      case .added, .twice: "its bytes differ from those that a store would write"
      case .huge: "larger than any record"
      case .renamed: "of another trial"
      case .otherTrainer: "written by version"
      case .otherTrial: "another trial than its key"
      }
    }
  }

  @Test(arguments: Damage.allCases) func damagedRecordIsReportedAndTrainedAgain(damage: Damage) async throws {
    try await withFolder { folder in
      let store = try TrialStore(folder: folder)
      let trials = try trials()
      let planned = trials[0]
      try store.save(try record(planned))
      let url = store.url(of: planned.key)
      try inflict(damage, on: url, store: store, trials: trials)
      let log = Log()
      let counter = Counter()
      let outcomes = try await TrialRunner.toy(store, counter).run([planned], report: log.add)
      #expect(counter.total == 1)
      #expect(
        outcomes[planned.trial]
          == .trained(
            Trace(try ToyTrainer.train(planned.trial), of: planned.trial.network).unstored))
      #expect(log.notices.count == 1)
      #expect(log.notices.allSatisfy { $0.contains(url.path) && !$0.contains("\n") })
      #expect(log.notices.allSatisfy { $0.contains(damage.reason) })
      let quarantined = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "quarantine").path)
      #expect(quarantined.count == 1)
      _ = try await TrialRunner.toy(store, counter).run([planned])
      #expect(counter.total == 1)
    }
  }

  private func inflict(_ damage: Damage, on url: URL, store: TrialStore, trials: [PlannedTrial]) throws {
    let text = try String(contentsOf: url, encoding: .utf8)
    switch damage {
    case .truncated: try Data(text.utf8.prefix(text.utf8.count / 2)).write(to: url)
    case .empty: try Data().write(to: url)
    case .edited:
      let edited = text.replacing("\"aliveNeurons\":5", with: "\"aliveNeurons\":6")
      #expect(edited != text)
      try Data(edited.utf8).write(to: url)
    // A decoder skips the added member and returns the same record.
    case .added: try Data(text.replacing("{\"checksum\"", with: "{\"note\":1,\"checksum\"").utf8).write(to: url)
    case .twice:
      let member = "\"seconds\":0.125,"
      #expect(text.contains(member))
      try Data(text.replacing(member, with: member + member).utf8).write(to: url)
    case .huge: try Data((text + String(repeating: " ", count: 1 << 22)).utf8).write(to: url)
    case .foreignText: try Data("not a record".utf8).write(to: url)
    case .renamed:
      try store.save(try record(trials[1]))
      try FileManager.default.removeItem(at: url)
      try FileManager.default.moveItem(at: store.url(of: trials[1].key), to: url)
    case .otherTrainer:
      let record = TrialRecord(
        trial: trials[0].trial, trace: try ToyTrainer.train(trials[0].trial), seconds: 0, trainerVersion: "none")
      try store.save(record)
      try FileManager.default.removeItem(at: url)
      try FileManager.default.moveItem(at: store.url(of: record.key), to: url)
    case .otherTrial:
      // A record with the right key and another trial.
      let other = try record(trials[1])
      try store.save(other)
      let foreign = try String(contentsOf: store.url(of: other.key), encoding: .utf8)
      try FileManager.default.removeItem(at: store.url(of: other.key))
      try Data(foreign.replacing(other.key.hex, with: trials[0].key.hex).utf8).write(to: url)
    }
  }

  /// A trial that one process has locked is not given to another until it is unlocked; a reading store takes no lock.
  @Test func lockExcludesOtherStores() async throws {
    try await withFolder { folder in
      let trials = try trials()
      let (first, second) = (try TrialStore(folder: folder), try TrialStore(folder: folder))
      var lock = first.lock(trials[0].key)
      #expect(lock != nil && second.lock(trials[0].key) == nil && first.lock(trials[0].key) == nil)
      #expect(second.lock(trials[1].key) != nil)
      #expect(try TrialStore(reading: folder).lock(trials[0].key) != nil)
      withExtendedLifetime(lock) {}
      lock = nil
      #expect(second.lock(trials[0].key) != nil)
      let locks = folder.appending(path: "claims")
      #expect(try FileManager.default.contentsOfDirectory(atPath: locks.path).isEmpty)
      // If no lock can be created, every process may train. A link is not followed to create one.
      try FileManager.default.removeItem(at: locks)
      try FileManager.default.createSymbolicLink(
        at: locks, withDestinationURL: FileManager.default.temporaryDirectory)
      let free = first.lock(trials[0].key)
      #expect(free != nil && second.lock(trials[0].key) != nil)
      withExtendedLifetime(free) {}
    }
  }

  @Test func folderThatCannotBeWritten() async throws {
    try await withFolder { folder in
      let file = folder.appending(path: "file")
      try Data().write(to: file)
      #expect(throws: StoreError.self) { try TrialStore(folder: file) }
      #expect(throws: StoreError.self) { try TrialStore(folder: file.appending(path: "below")) }
    }
  }

  @Test func leftoversAreIgnoredAndOldOnesRemoved() async throws {
    func key(_ digit: String) -> String { String(repeating: digit, count: 64) + ".lock" }
    try await withFolder { folder in
      let fresh = folder.appending(path: Folder.temporaryName())
      let old = folder.appending(path: Folder.temporaryName())
      // Files of the user's, however old and whatever they are called.
      let own = ["writing-thesis.tmp", "claims/poetry.lock", "notes.txt"].map { folder.appending(path: $0) }
      let locks = folder.appending(path: "claims")
      try FileManager.default.createDirectory(at: locks, withIntermediateDirectories: true)
      let (held, left) = (locks.appending(path: key("1")), locks.appending(path: key("2")))
      for url in [fresh, old, held, left] + own { try Data("{".utf8).write(to: url) }
      for url in [old, left] + own {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: -200_000)], ofItemAtPath: url.path)
      }
      _ = try TrialStore(folder: folder)
      for url in [fresh, held] + own { #expect(FileManager.default.fileExists(atPath: url.path)) }
      for url in [old, left] { #expect(!FileManager.default.fileExists(atPath: url.path)) }
    }
  }

  @Test func keyDependsOnEverything() throws {
    let trial = try trials()[0].trial.network
    let key = TrialKey(of: trial)
    #expect(key == TrialKey(of: trial))
    #expect(key.hex.count == 64)
    let parameters = try #require(try? ToyClaim().regime.parameters(at: 64))
    let others = [
      NetworkTrial(
        parameters: trial.parameters, labels: trial.labels, seed: trial.seed + 100, schedule: trial.schedule),
      NetworkTrial(parameters: trial.parameters, labels: .random(7), seed: trial.seed, schedule: trial.schedule),
      NetworkTrial(parameters: trial.parameters, labels: trial.labels, seed: trial.seed, schedule: .steps(3)),
      NetworkTrial(parameters: parameters, labels: trial.labels, seed: trial.seed, schedule: trial.schedule),
    ]
    let keys = others.map { TrialKey(of: $0) } + [TrialKey(of: trial, trainerVersion: "none"), key]
    #expect(Set(keys).count == keys.count)
  }
}
