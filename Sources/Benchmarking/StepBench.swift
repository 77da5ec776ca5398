import MultiView
import Training

/// The times of a trial's training steps, without the observations between them.
package struct StepBench: Encodable, Sendable {
  /// Dimension.
  package let d: Int
  /// Subclasses per superclass.
  package let k: Int
  /// Output heads.
  package let heads: Int
  /// Neurons per head, including those not held in memory.
  let widthPerHead: Int
  /// The label map's name.
  package let labels: String
  /// The mode in which the network is held in memory, by name.
  package let mode: String
  /// Threads at work.
  package let threads: Int
  /// The instructions that were used.
  package let path: String
  /// Steps taken.
  package let steps: Int
  /// Median time of a step, in seconds; if there are more than four steps, the first two are left out.
  let medianStepSeconds: Double
  /// The shortest step.
  let minimumStepSeconds: Double
  /// All steps, in order.
  let stepsSeconds: [Double]
  /// Mean cross-entropy of the last batch, before its update.
  let finalLoss: Double
  /// Multiply–adds of all steps.
  package let work: Int
  /// Multiply–adds of a step that the model predicts: patches × candidates × d.
  let predictedStepWork: Double

  /// Trains some steps and times each.
  ///
  /// - Throws: `TrainingError` for a trial that the trainer refuses, or for a failed step.
  package static func measured(_ trial: NetworkTrial, steps: Int, on execution: Execution) throws(TrainingError)
    -> StepBench
  {
    let demand = try NetworkDemand.checked(trial)
    var session = try Session(trial, on: execution)
    var watch = Stopwatch()
    for _ in 0..<steps {
      try watch.time { () throws(TrainingError) in try session.step() }
    }
    let settled = Stopwatch(watch.seconds.count > 4 ? Array(watch.seconds.dropFirst(2)) : watch.seconds)
    let parameters = trial.parameters
    return StepBench(
      d: parameters.d, k: parameters.k, heads: trial.heads, widthPerHead: parameters.neuronsPerHead,
      labels: trial.labels.name,
      mode: parameters.mode.rawValue, threads: execution.threads, path: execution.instructions.rawValue, steps: steps,
      medianStepSeconds: settled.median, minimumStepSeconds: settled.best, stepsSeconds: watch.seconds,
      finalLoss: session.batchLoss, work: session.work, predictedStepWork: demand.stepWork)
  }
}
