import ClaimKit
import MultiView
import Planning
import Training
import Trials

/// Losses, errors and weights of a claim's runs during training, at its largest scale.
///
/// No verdict depends on them.
package struct LearningCurves: Sendable {
  /// A number that is followed during training.
  package enum Measure: String, Sendable, CaseIterable {
    /// The training loss, in nats.
    case trainingLoss
    /// The share of easy test samples with a wrong answer.
    case easyError
    /// The share of hard test samples with a wrong answer.
    case hardError
    /// The mean of ⟨w, v_y⟩ over lucky neurons.
    case commonWeight
    /// The mean of ⟨w, v_{y,c}⟩ over lucky neurons.
    case rareWeight
  }

  /// One measure under one arm.
  package struct Curve: Sendable {
    /// The arm of the runs.
    package let arm: Arm
    /// The number that is followed.
    package let measure: Measure
    /// The last step of pretraining if fine-tuning on coarse labels follows; nil without fine-tuning.
    package let pretraining: Int?
    /// The times, in steps, at which every run was observed.
    package let times: [Int]
    /// The values of the runs at each time, in run order; nil where a run failed or the measure is undefined.
    package let runs: [[Double?]]

    /// The median of the runs' finite values at each time; nil without any.
    package var medians: [Double?] { runs.map(Quantiles.median) }
  }

  /// The largest scale of the study.
  package let scale: Int
  /// The curves, ordered by arm and then by measure.
  package let curves: [Curve]

  /// The fewest observation times for which a curve is drawn.
  private static let fewestTimes = 3

  /// The curves of a study; nil if its trials are not trained or have fewer than three common observation times.
  init?(of study: Study, arms: [Arm], from outcomes: [Trial: TrialOutcome]) {
    guard let scale = study.design.scales.last else { return nil }
    self.scale = scale
    curves = arms.flatMap { arm -> [Curve] in
      let runs = (study.trials(of: arm).last ?? []).map { (trial: $0, trace: outcomes[$0]?.trace) }
      let seen = runs.compactMap(\.trace).map { $0.checkpoints + ($0.finetuning ?? []) }
      // Runs end at different times. Beyond the end of the shortest, the median would be over the remaining runs only.
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
    let shares = checkpoint.errors(by: readout)?.shares(in: trial.parameters)
    return switch measure {
    case .trainingLoss: checkpoint.trainingLoss
    case .easyError: shares?.easy
    case .hardError: shares?.hard
    case .commonWeight: checkpoint.commonWeight
    case .rareWeight: checkpoint.rareWeight
    }
  }
}
