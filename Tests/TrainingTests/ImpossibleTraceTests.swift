import Experiments
import Foundation
import MultiView
import Testing

@testable import Training

/// A stored trace is held to what the trainer promises, and every trained one keeps it.
@Suite struct ImpossibleTraceTests {
  private func trial(
    _ schedule: Schedule, _ labels: LabelMap = .coarse, finetuning: Int = 0, fault: Fault? = nil
  ) throws -> NetworkTrial {
    NetworkTrial(
      parameters: try Regime.standard.parameters(at: 16), labels: labels, seed: 3, schedule: schedule,
      finetuning: finetuning, fault: fault)
  }

  private func defect(_ trace: NetworkTrace, _ trial: NetworkTrial) -> String? {
    trace.defect(asTraceOf: trial) ?? MultiViewExperiment().defect(in: Trace(trace, of: trial), of: trial.trial)
  }

  @Test(
    arguments: [
      .steps(8), .finish(steps: 5), .window(lossBound: 10, factor: 3, stepLimit: 8),
      .window(lossBound: 1e-9, factor: 2, stepLimit: 7), .inspection(samples: 50), .audit(steps: 4),
    ] as [Schedule], [LabelMap.coarse, .fine, .random(3)])
  func trainedTracesAreSound(schedule: Schedule, labels: LabelMap) throws {
    let trial = try trial(schedule, labels)
    let trace = try Trainer.train(trial)
    #expect(defect(trace, trial) == nil)
    #expect(schedule.times(reachingFitAt: trace.timeToFit) == trace.checkpoints.map(\.time))
  }

  @Test func finetunedTracesAreSound() throws {
    for schedule in [Schedule.steps(6), .finish(steps: 5)] {
      let trial = try trial(schedule, .fine, finetuning: 5)
      #expect(defect(try Trainer.train(trial), trial) == nil)
    }
  }

  @Test(arguments: MultiViewExperiment.defects.map(\.name)) func tracesWithAPlantedDefectAreSound(name: String) throws {
    let planted = try #require(MultiViewExperiment.defects.first { $0.name == name })
    var settings = try trial(.steps(12)).trial.settings.values
    settings.merge(planted.settings) { _, new in new }
    let plain = try trial(.steps(12)).trial
    let trial = try NetworkTrial(
      Trial(experiment: plain.experiment, settings: Settings(settings), scale: plain.scale, seed: plain.seed))
    #expect(trial.fault != nil)
    guard let trace = try? Trainer.train(trial) else { return }
    #expect(defect(trace, trial) == nil)
  }

  /// Where a trace is changed.
  enum Part: String { case trace, certificate, checkpoint, census }

  @Test(
    arguments: [
      (.trace, "heads", 0, "heads = 0, but its labels have 2"), (.trace, "aliveNeurons", -1, "out of range"),
      (.trace, "work", -1, "out of range"), (.trace, "timeToFit", 5, "T* = 5 is no time of its schedule"),
      (.certificate, "met", false, "is not met"), (.certificate, "screened", -1, "out of range"),
      (.certificate, "delta", 2, "out of range"), (.census, "common", -1, "out of range"),
      (.census, "overlapping", 1_000_000_000, "out of range"),
      (.checkpoint, "time", 1, "times are not those"), (.checkpoint, "time", 5, "times are not those"),
      (.checkpoint, "easyErrors", -1, "-1.0 errors of"), (.checkpoint, "hardErrors", 0.3, "0.3 errors of"),
      (.checkpoint, "easyErrors", 1e9, "are no count"), (.checkpoint, "undecided", 1_000_000, "are no count"),
      (.checkpoint, "trainingLoss", -0.5, "the training loss is -0.5"),
      (.checkpoint, "noiseFirings", -1, "out of range"),
      (.checkpoint, "awakened", -1, "out of range"), (.checkpoint, "otherClassShare", 1.5, "a share lies in [0, 1]"),
      (.checkpoint, "commonResponse", -1, "a positive quantity is at least 0"),
      (.checkpoint, "leastRareResponse", -1, "a positive quantity is at least 0"),
      (.checkpoint, "residualConcentration", -1, "a positive quantity is at least 0"),
      (.checkpoint, "firingShare", 1.5, "a share lies in [0, 1]"),
      (.checkpoint, "sourceLoss", -1, "the source loss is -1.0"),
    ] as [(Part, String, any Sendable, String)])
  func impossibleNumberIsNamed(part: Part, name: String, value: any Sendable, words: String) throws {
    let trial = try trial(.window(lossBound: 1e-9, factor: 2, stepLimit: 4))
    let trace = try Trainer.train(trial)
    var object = try #require(
      try JSONSerialization.jsonObject(with: CanonicalJSON.data(trace)) as? [String: Any])
    switch part {
    case .trace: object[name] = value
    case .certificate, .census:
      var inner = try #require(object[part.rawValue] as? [String: Any])
      inner[name] = value
      object[part.rawValue] = inner
    case .checkpoint:
      var checkpoints = try #require(object["checkpoints"] as? [[String: Any]])
      checkpoints[2][name] = value
      object["checkpoints"] = checkpoints
    }
    let changed = try CanonicalJSON.value(NetworkTrace.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(changed != trace)
    #expect(defect(changed, trial)?.contains(words) == true, "\(defect(changed, trial) ?? "no defect")")
  }

  @Test func missingAndSurplusPartsAreNamed() throws {
    let trial = try trial(.steps(4))
    let trace = try Trainer.train(trial)
    func changed(
      _ checkpoints: [Checkpoint], finetuning: [Checkpoint]? = nil, inspection: Inspection? = nil, audit: Audit? = nil
    ) -> String? {
      defect(
        NetworkTrace(
          heads: trace.heads, aliveNeurons: trace.aliveNeurons, certificate: trace.certificate,
          timeToFit: trace.timeToFit, census: trace.census, checkpoints: checkpoints, finetuning: finetuning,
          inspection: inspection, audit: audit, work: trace.work), trial)
    }
    #expect(changed(trace.checkpoints) == nil)
    #expect(changed(trace.checkpoints.dropLast()) == "its times are not those of its schedule")
    #expect(changed(trace.checkpoints.reversed()) == "its times are not those of its schedule")
    #expect(changed(trace.checkpoints, finetuning: []) == "it holds fine-tuning")
    #expect(changed(trace.checkpoints, inspection: Inspection(samples: 1)) == "it holds an inspection")
    #expect(
      changed(trace.checkpoints, audit: Audit(screened: 0, awakenings: 0, differences: 0, isCertified: true))
        == "it holds an audit")
    #expect(Trace(trace, of: trial).defect(against: []) != nil)
    // A schedule from a hostile file must not make the check trap.
    for schedule in [
      Schedule.steps(-1), .steps(.max), .finish(steps: .min), .audit(steps: .max),
      .window(lossBound: .nan, factor: .max, stepLimit: 1 << 24), .window(lossBound: 1, factor: -2, stepLimit: -4),
    ] {
      for time in [nil, 1, 4, Int.max] { #expect(schedule.times(reachingFitAt: time)?.count ?? 0 < 200) }
    }
  }
}
