import ClaimKit
import MultiView
import Planning
import Training
import Trials

/// What the runs of a claim looked like while they trained, at its largest scale; nothing is decided from it.
package struct LearningCurves: Sendable {
  /// What is followed.
  package enum Measure: String, Sendable, CaseIterable {
    /// The training loss, in nats.
    case trainingLoss
    /// The share of easy test samples answered wrong.
    case easyError
    /// The share of hard test samples answered wrong.
    case hardError
    /// ⟨w, v_y⟩ of lucky neurons.
    case commonWeight
    /// ⟨w, v_{y,c}⟩ of lucky neurons.
    case rareWeight
  }

  /// One measure under one arm.
  package struct Curve: Sendable {
    /// The arm.
    package let arm: Arm
    /// What is followed.
    package let measure: Measure
    /// The last step of pretraining where fine-tuning on coarse labels follows; nil without.
    package let pretraining: Int?
    /// The times in steps that every run was observed at.
    package let times: [Int]
    /// The values of the runs at each time, in run order; nil where a run failed or does not define one.
    package let runs: [[Double?]]
  }

  /// The scale.
  package let scale: Int
  /// The curves, by arm and measure.
  package let curves: [Curve]

  /// The fewest times that make a curve.
  private static let fewestTimes = 3

  /// Returns the curves of a study; nil where trials are observed once, or not trained.
  init?(of study: Study, arms: [Arm], from outcomes: [Trial: TrialOutcome]) {
    guard let scale = study.design.scales.last else { return nil }
    self.scale = scale
    curves = arms.flatMap { arm -> [Curve] in
      let runs = (study.trials(of: arm).last ?? []).map { (trial: $0, trace: outcomes[$0]?.trace) }
      let seen = runs.compactMap(\.trace).map { $0.checkpoints + ($0.finetuning ?? []) }
      // Only times that every run has: a mean over those that happen to go on would follow who is left.
      var times = Set(seen.first?.map(\.time) ?? [])
      for checkpoints in seen { times.formIntersection(checkpoints.map(\.time)) }
      guard times.count >= Self.fewestTimes else { return [] }
      let order = times.sorted()
      let pretraining = runs.compactMap(\.trace).first.flatMap { trace in
        trace.finetuning.flatMap { _ in trace.checkpoints.last?.time }
      }
      return Measure.allCases.compactMap { measure in
        let values = order.map { time in
          runs.map { run in
            run.trace.flatMap { trace in
              (trace.checkpoints + (trace.finetuning ?? [])).first { $0.time == time }
                .flatMap { Self.value(of: measure, at: $0, run.trial) }
            }
          }
        }
        guard values.contains(where: { $0.contains { $0 != nil } }) else { return nil }
        return Curve(arm: arm, measure: measure, pretraining: pretraining, times: order, runs: values)
      }
    }
    if curves.isEmpty { return nil }
  }

  private static func value(of measure: Measure, at checkpoint: Checkpoint, _ trial: Trial) -> Double? {
    let readout = Readout.max.isDefined(under: trial.labels) ? Readout.max : .probe
    let samples = Double(trial.parameters.testSamples)
    return switch measure {
    case .trainingLoss: checkpoint.trainingLoss
    case .easyError: checkpoint.errors(by: readout).map { $0.easy / samples }
    case .hardError: checkpoint.errors(by: readout).map { $0.hard / samples }
    case .commonWeight: checkpoint.commonWeight
    case .rareWeight: checkpoint.rareWeight
    }
  }
}
