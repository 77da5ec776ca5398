import Foundation
import MultiView

/// The shared trainer: it runs SGD on the source training set and turns a trial into its trace.
package enum Trainer {
  /// The tag of the trainer's arithmetic; part of every stored record's key.
  ///
  /// Every change that alters any number of any trace must change the tag. The golden trajectories in the tests enforce
  /// this.
  package static let version = "5"

  private static func inspect(_ trial: NetworkTrial, samples: Int, on execution: Execution) throws(TrainingError)
    -> NetworkTrace
  {
    _ = try NetworkDemand.checked(trial)
    let inspector = Inspector(of: trial, samples: samples, on: execution)
    return NetworkTrace(
      heads: trial.heads, aliveNeurons: 0, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
      timeToFit: nil, checkpoints: [], inspection: inspector.inspection, work: inspector.work)
  }

  /// Trains a trial and returns its trace.
  ///
  /// - Parameters:
  ///   - trial: What to train.
  ///   - execution: On how many threads and with which instructions; the trace does not depend on it.
  /// - Throws: ``TrainingError`` as ``NetworkDemand/checked(_:memory:)``, and if the loss stops being finite.
  /// - Complexity: about O(steps · batch · s · λ · H · d) in pruned mode.
  package static func train(_ trial: NetworkTrial, on execution: Execution = Execution()) throws(TrainingError)
    -> NetworkTrace
  {
    if case .audit(let steps) = trial.schedule { return try Self.audit(trial, steps: steps, on: execution) }
    if case .inspection(let samples) = trial.schedule { return try inspect(trial, samples: samples, on: execution) }
    if case .comparison(let steps) = trial.schedule { return try compare(trial, steps: steps, on: execution) }
    return trial.parameters.mode == .concentrated
      ? try concentrate(trial, on: execution) : try run(trial, on: execution)
  }

  /// Trains a trial that holds its weights.
  ///
  /// - Parameter look: Looks at the session after the last step.
  static func run(
    _ trial: NetworkTrial, on execution: Execution, look: (borrowing Session) -> Void = { _ in }
  ) throws(TrainingError) -> NetworkTrace {
    var session = try Session(trial, on: execution)
    var schedule = CheckpointSchedule(trial.schedule)
    var checkpoints: [Checkpoint] = []
    while session.time < schedule.last {
      try session.step()
      guard schedule.contains(session.time) else { continue }
      let checkpoint = try session.observe()
      checkpoints.append(checkpoint)
      schedule.observe(loss: checkpoint.trainingLoss, at: session.time)
    }
    let finetuning = try finetune(&session, trial)
    look(session)
    return NetworkTrace(
      heads: trial.heads, aliveNeurons: session.aliveNeurons, certificate: session.certificate,
      timeToFit: schedule.timeToFit, census: session.census, checkpoints: checkpoints, finetuning: finetuning,
      work: session.work)
  }

  /// Fine-tunes a pretrained session and returns its checkpoints; nil if the trial asks for no fine-tuning.
  ///
  /// The checkpoint schedule starts anew with fine-tuning.
  private static func finetune(_ session: inout Session, _ trial: NetworkTrial) throws(TrainingError) -> [Checkpoint]? {
    guard let steps = trial.finetuning else { return nil }
    let start = session.time
    let schedule = CheckpointSchedule(finetuning: steps, after: trial.schedule)
    var checkpoints: [Checkpoint] = []
    session.finetune()
    while session.time < start + steps {
      try session.step()
      if schedule.contains(session.time - start) { checkpoints.append(try session.observe()) }
    }
    return checkpoints
  }

  /// Trains the pruned and the dense network of a trial, and checks the screen against every neuron of the dense one.
  private static func audit(_ trial: NetworkTrial, steps: Int, on execution: Execution) throws(TrainingError)
    -> NetworkTrace
  {
    _ = try NetworkDemand.checked(trial)
    let pruned = try train(trial.held(.pruned, for: .steps(steps)), on: execution)
    // One dense run serves both comparisons, because auditing a step does not change it.
    var dense = try Session(trial.held(.dense, for: .steps(steps)), on: execution)
    var audit = dense.audit(on: execution)
    let schedule = CheckpointSchedule(.steps(steps))
    var checkpoints: [Checkpoint] = []
    while dense.time < steps {
      try dense.step(under: &audit)
      if schedule.contains(dense.time) { checkpoints.append(try dense.observe()) }
    }
    let differences = zip(pruned.checkpoints, checkpoints).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    return NetworkTrace(
      heads: pruned.heads, aliveNeurons: pruned.aliveNeurons, certificate: pruned.certificate, timeToFit: nil,
      census: pruned.census, checkpoints: pruned.checkpoints,
      audit: Audit(
        screened: audit.screened, awakenings: audit.awakenings, differences: differences,
        isCertified: pruned.certificate.met),
      work: pruned.work + dense.work)
  }
}
