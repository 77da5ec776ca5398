import Foundation
import TestSupport
import Testing
import Training

@testable import Planning
@testable import Trials

/// A merge copies every record of its sources and nothing else; records that disagree are named, and stop the merge.
@Suite struct StoreMergeTests {
  private static func records() throws -> [TrialRecord] {
    try Plan([ToyClaim().entry], design: toyDesign).trials.prefix(9).map {
      TrialRecord(trial: $0.trial, trace: try ToyTrainer.train($0.trial), seconds: 0.5)
    }
  }

  private static func store(_ name: String, in folder: URL, holding records: some Sequence<TrialRecord>) throws
    -> TrialStore
  {
    let store = try TrialStore(folder: folder.appending(path: name))
    for record in records { try store.save(record) }
    return store
  }

  @Test func theUnionIsWritten() async throws {
    try await withFolder { folder in
      let records = try Self.records()
      let first = try Self.store("first", in: folder, holding: records[0..<5])
      let second = try Self.store("second", in: folder, holding: records[3..<9])
      let target = try Self.store("target", in: folder, holding: records[0..<1])
      let merge = try StoreMerge([first, second], into: target)
      #expect(merge.held == 1 && merge.additions == 8 && merge.conflicts.isEmpty && merge.notices.isEmpty)
      #expect(try target.keys().count == 1)
      try merge.write()
      #expect(try target.records() == records.sorted { $0.key < $1.key })
      let again = try StoreMerge([first, second, target], into: target)
      #expect(again.held == 9 && again.additions == 0)
      try again.write()
      #expect(try target.keys().count == 9)
    }
  }

  /// Records may differ in the training time, but not in the trace.
  @Test func disagreementStopsEverything() async throws {
    try await withFolder { folder in
      let records = try Self.records()
      let first = try Self.store("first", in: folder, holding: records[0..<5])
      let slower = TrialRecord(trial: records[1].trial, trace: records[1].trace, seconds: 900)
      let trace = records[2].trace.network
      var checkpoints = trace.checkpoints
      checkpoints[1].trainingLoss *= 2
      let other = ToyTrainer.trace(checkpoints, timeToFit: trace.timeToFit, heads: trace.heads)
      let wrong = TrialRecord(trial: records[2].trial, trace: other, seconds: 0.5)
      let second = try Self.store("second", in: folder, holding: [slower, wrong, records[7]])
      let target = try Self.store("target", in: folder, holding: [])
      let merge = try StoreMerge([first, second], into: target)
      #expect(merge.conflicts.count == 1)
      let conflict = try #require(merge.conflicts.first)
      #expect(conflict.first == first.url(of: wrong.key).path && conflict.second == second.url(of: wrong.key).path)
      #expect(!conflict.place.isEmpty)
      #expect(throws: StoreError.self) { try merge.write() }
      #expect(try target.keys().isEmpty)
      // A record of the target can disagree as well.
      let held = try StoreMerge([first], into: second)
      #expect(held.conflicts.map(\.first) == [second.url(of: wrong.key).path])
    }
  }

  @Test func unusableRecordsAreReportedAndNotMerged() async throws {
    try await withFolder { folder in
      let records = try Self.records()
      let source = try Self.store("source", in: folder, holding: records[0..<3])
      let foreign = TrialRecord(trial: records[3].trial, trace: records[3].trace, seconds: 0, trainerVersion: "none")
      try source.save(foreign)
      let damaged = source.url(of: records[0].key)
      try Data("{".utf8).write(to: damaged)
      let target = try Self.store("target", in: folder, holding: [])
      let merge = try StoreMerge([source], into: target)
      #expect(merge.additions == 2 && merge.notices.count == 2)
      #expect(merge.notices.contains { $0.contains(damaged.path) })
      try merge.write()
      #expect(try target.keys() == [records[1].key.hex, records[2].key.hex].sorted())
      #expect(FileManager.default.fileExists(atPath: damaged.path))
    }
  }

  /// A file of the target that is no record of its trial is kept in quarantine, not overwritten.
  @Test func whatTheTargetHoldsIsKept() async throws {
    try await withFolder { folder in
      let records = try Self.records()
      let source = try Self.store("source", in: folder, holding: records[0..<1])
      let target = try Self.store("target", in: folder, holding: [])
      let own = Data("notes".utf8)
      try own.write(to: target.url(of: records[0].key))
      try StoreMerge([source], into: target).write()
      let quarantine = target.folder.appending(path: "quarantine")
      let names = try FileManager.default.contentsOfDirectory(atPath: quarantine.path)
      #expect(try names.map { try Data(contentsOf: quarantine.appending(path: $0)) } == [own])
      #expect(try target.record(named: records[0].key.hex).key == records[0].key)
    }
  }
}
