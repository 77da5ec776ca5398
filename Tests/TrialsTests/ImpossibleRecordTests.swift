import Experiments
import Foundation
import MultiView
import TestSupport
import Testing
import Training

@testable import Planning
@testable import Trials

/// A record with a valid checksum and impossible numbers is not used, whichever experiment it is of.
@Suite struct ImpossibleRecordTests {
  private static let small = SwiftExperiment(
    "small", version: "1",
    observables: [
      Observable("errors", .count), Observable("loss", .positive), Observable("gap", .signed, isOfRun: true),
    ]
  ) { _ in }

  private static let trial = Trial(experiment: "small", settings: Settings(), scale: 4, seed: 1, times: [1, 2])

  /// Returns why a store does not use a record; nil if it does.
  private func reason(_ trace: Trace) async throws -> String? {
    try await withFolder { folder in
      let store = try TrialStore(folder: folder, experiments: ExperimentCatalogue([Self.small]))
      let planned = PlannedTrial(
        trial: Self.trial, experiment: Self.small, demand: Demand(bytes: 1, work: 1, seconds: 1))
      try store.save(TrialRecord(trial: Self.trial, trace: trace, seconds: 1, by: Self.small))
      switch store.state(of: planned) {
      case .done: return nil
      case .damaged(let notice): return notice
      case .missing: return "missing"
      }
    }
  }

  private func trace(
    times: [Int] = [1, 2], errors: [Double?] = [0, 2.5], of total: Int = 5, loss: [Double?] = [nil, 1],
    gap: Double = -1, timeToFit: Int? = nil
  ) -> Trace {
    Trace(
      stages: [
        Trace.Stage(
          times: times,
          columns: [
            "errors": Trace.Column(errors.map { $0.map { Value($0, of: total) } }),
            "loss": Trace.Column(loss.map { $0.map { Value($0) } }),
          ])
      ], ofRun: ["gap": Value(gap)], timeToFit: timeToFit)
  }

  @Test func soundRecordIsUsed() async throws {
    #expect(try await reason(trace()) == nil)
    #expect(try await reason(trace(errors: [5, nil], loss: [0, 1e300], gap: 1, timeToFit: 2)) == nil)
  }

  @Test func impossibleNumbersAreNamed() async throws {
    for (trace, words) in [
      (trace(errors: [-1, 0]), "“errors” at time 1 = -1 of 5 is out of range"),
      (trace(errors: [0, 0.3]), "“errors” at time 2 = 0.3 of 5 is no count"),
      (trace(errors: [0, 6]), "“errors” at time 2 = 6 of 5 is out of range"),
      (trace(errors: [0, .nan]), "“errors” at time 2 = nan is not a finite number"),
      (trace(loss: [-0.1, 1]), "“loss” at time 1 = -0.1 is out of range"),
      (trace(loss: [.infinity, 1]), "“loss” at time 1 = inf is not a finite number"),
      (trace(gap: 2), "“gap” = 2 is out of range"),
      (trace(timeToFit: 3), "T* = 3 is none of its times"),
      (trace(times: [1, 3]), "its 2 times are not the 2 asked for"),
      (trace(times: [1], errors: [0], loss: [1]), "its 1 times are not the 2 asked for"),
      (Trace(stages: [], ofRun: ["gap": Value(0)]), "its 0 times are not the 2 asked for"),
      (Trace(stages: [], ofRun: ["other": Value(0)]), "“other” is not declared"),
      (Trace(stages: [], ofRun: ["loss": Value(0)]), "“loss” has the wrong place"),
    ] {
      let reason = try await reason(trace)
      #expect(reason?.contains(words) == true, "\(reason ?? "used") rather than \(words)")
    }
    // Times that do not increase make no trace at all.
    #expect(try await reason(trace(times: [2, 1]))?.contains("not a trial record") == true)
  }

  /// The trainer's own records: one forged number each, with a checksum that fits.
  @Test func forgedTrainerRecordsAreNamed() async throws {
    try await withFolder { folder in
      let store = try TrialStore(folder: folder)
      let planned = try #require(try Plan([ToyClaim().entry], design: toyDesign).trials.first)
      let sound = try ToyTrainer.train(planned.trial)
      func forged(heads: Int = sound.heads, met: Bool = true, errors: Double? = 0, isReversed: Bool = false) -> Trace {
        var checkpoints = sound.checkpoints
        checkpoints[0].easyErrors = errors
        checkpoints[0].hardErrors = errors
        if isReversed { checkpoints.reverse() }
        let certificate = Certificate(delta: 1e-9, multiplier: 9, screened: 7, met: met)
        let trace = NetworkTrace(
          heads: heads, aliveNeurons: 5, certificate: certificate, timeToFit: sound.timeToFit, checkpoints: checkpoints,
          work: 11)
        return Trace(trace, of: planned.trial.network)
      }
      for (trace, words) in [
        (forged(), nil), (forged(heads: 0), "heads = 0"), (forged(met: false), "is not met"),
        (forged(errors: -1), "-1.0 errors"), (forged(errors: 0.3), "0.3 errors"),
        (forged(isReversed: true), "its times"),
      ] as [(Trace, String?)] {
        try store.save(TrialRecord(trial: planned.trial, trace: trace, seconds: 1))
        let state = store.state(of: planned)
        if let words {
          guard case .damaged(let notice) = state else {
            Issue.record("a record that is used: \(words)")
            continue
          }
          #expect(notice.contains(words), "\(notice)")
        } else {
          guard case .done = state else {
            Issue.record("\(state)")
            continue
          }
        }
      }
    }
  }
}
