import Foundation
import MultiViewClaims
import TestSupport
import Testing

@testable import Training
@testable import Trials

/// Stored trials give the same bits when they are trained again, and a replay names the first difference.
@Suite struct ReplayTests {
  private static let folder = Bundle.module.resourceURL.map { $0.appending(path: "Records") }

  private func store() throws -> TrialStore { try TrialStore(folder: try #require(Self.folder)) }

  private func records() throws -> [TrialRecord] {
    let store = try store()
    return try store.keys().map { try store.record(named: $0) }
  }

  /// Records of the committed report, one of every kind of trial, give the same bits.
  ///
  /// A trainer that changes a bit of any record needs a new version, new golden trajectories, and new records from a
  /// new report.
  @Test func committedTrialsGiveTheSameBits() async throws {
    let records = try records()
    #expect(records.count >= 20)
    #expect(records.contains { $0.trial.finetuning != nil } && records.contains { $0.trial.parameters.sourceSize > 0 })
    #expect(records.contains { $0.trial.parameters.mode == .dense } && records.contains { $0.trace.audit != nil })
    let outcomes = try await ReplayAudit(records, runner: TrialRunner(archive: nil, jobs: 2)).outcomes()
    #expect(outcomes.count == records.count)
    for (key, outcome) in outcomes { #expect(outcome == .same, "\(key)") }
  }

  /// A replay names the first checkpoint at which a trainer gives other numbers.
  @Test func otherBitsAreNamed() async throws {
    let records = try records().filter { $0.trace.checkpoints.count > 1 }
    let runner = TrialRunner(archive: nil, jobs: 1) { trial, execution throws(TrainingError) in
      let trace = try Trainer.train(trial, on: execution)
      var checkpoints = trace.checkpoints
      checkpoints[1].trainingLoss = checkpoints[1].trainingLoss.nextUp
      return NetworkTrace(
        heads: trace.heads, aliveNeurons: trace.aliveNeurons, certificate: trace.certificate,
        timeToFit: trace.timeToFit, census: trace.census, checkpoints: checkpoints, finetuning: trace.finetuning,
        inspection: trace.inspection, audit: trace.audit, work: trace.work)
    }
    let outcomes = try await ReplayAudit(records, runner: runner).outcomes()
    #expect(!records.isEmpty)
    for record in records {
      #expect(outcomes[record.key.hex] == .differs("the checkpoint at T = \(record.trace.checkpoints[1].time)"))
    }
  }

  /// A trial that fails when it is trained again does not count as the same.
  @Test func failuresAreNoMatch() async throws {
    let records = Array(try records().prefix(2))
    let runner = TrialRunner(archive: nil, jobs: 1) { _, _ throws(TrainingError) in throw TrainingError("it failed.") }
    let outcomes = try await ReplayAudit(records, runner: runner).outcomes()
    #expect(outcomes.values.allSatisfy { $0 == .unusable("it failed.") } && outcomes.count == 2)
  }

  /// An audit refuses a record that was edited, renamed or written by another trainer.
  @Test func auditsTrustNoRecord() async throws {
    let record = try #require(try records().first)
    try await withFolder { folder in
      let store = try TrialStore(folder: folder)
      try store.save(record)
      #expect(try store.keys() == [record.key.hex] && store.record(named: record.key.hex) == record)
      let url = store.url(of: record.key)
      let other = String(repeating: "0", count: 64)
      try FileManager.default.copyItem(at: url, to: folder.appending(path: other + ".json"))
      #expect(throws: StoreError.self) { try store.record(named: other) }
      let text = try String(contentsOf: url, encoding: .utf8)
      try Data(text.replacing("\"work\":", with: "\"work\":1").utf8).write(to: url)
      #expect(throws: StoreError.self) { try store.record(named: record.key.hex) }
      try Data(text.utf8).write(to: url)
      let newer = try TrialStore(folder: folder, trainerVersion: "next")
      #expect(throws: StoreError.self) { try newer.record(named: record.key.hex) }
      #expect(throws: StoreError.self) { try store.record(named: "../\(record.key.hex)") }
      // A file with another name than a key is not listed.
      try Data().write(to: folder.appending(path: "notes.json"))
      #expect(try store.keys() == [other, record.key.hex].sorted())
    }
  }
}
