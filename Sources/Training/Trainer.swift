import Foundation
import MultiView

/// The shared trainer: SGD on the source training set, observed at checkpoints, from a trial to its trace.
public enum Trainer {
  /// The tag of the trainer's arithmetic; part of every stored record's key.
  ///
  /// A change that moves any number of any trace changes the tag; the golden trajectories in the tests force it.
  public static let version = "4"

  /// Returns what a trial will need.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - memory: The memory of the machine that is to train it, in bytes; this one's by default, infinite for any.
  /// - Throws: ``TrainingError`` if the trial cannot be run: elimination has no certificate, or memory is short.
  public static func demand(
    of trial: Trial, memory: Double = MachineMemory.limit
  ) throws(TrainingError) -> Demand {
    let parameters = trial.parameters
    switch trial.extent {
    case .inspection(let samples):
      guard (1...1_000_000).contains(samples) else {
        throw TrainingError("samples = \(samples) is out of range: an inspection takes between 1 and 1000000 samples.")
      }
    case .steps(let count), .finish(let count), .audit(let count):
      guard (1...maximalSteps).contains(count) else {
        throw TrainingError("steps = \(count) is out of range: a trial takes between 1 and \(maximalSteps) steps.")
      }
    case .window(let bound, let factor, let limit):
      guard bound.isFinite, bound > 0, (1...maximalSteps).contains(factor), (1...maximalSteps / factor).contains(limit)
      else {
        throw TrainingError(
          "the window (loss ≤ \(bound), factor \(factor), limit \(limit)) is out of range: all are positive and factor · "
            + "limit is at most \(maximalSteps).")
      }
    }
    // An inspection trains on no labels: a set smaller than their number is as good as any.
    var isTraining = true
    if case .inspection = trial.extent { isTraining = false }
    if isTraining, let defect = trial.labels.defect(in: parameters) { throw TrainingError(defect) }
    try _refuseContradictoryStages(trial)
    var isAudit = false
    if case .audit = trial.extent { isAudit = true }
    guard !isAudit || trial.frame == nil else {
      throw TrainingError(
        "frame = rotated is out of range: an audit needs the standard frame, where neurons are screened.")
    }
    let screen = Screen(for: trial)
    if case .inspection = trial.extent {
      // Nothing is trained: neither the network's size nor its mode matters.
      let demand = Demand(of: trial, screen: screen)
      try demand.check(trial, limit: 0.8 * memory)
      return demand
    }
    try _refuseWhatTheScreenCannotSee(trial)
    if (isAudit || parameters.mode == .pruned) && !screen.isMeaningful {
      let loudest = Screen.largestNoiseNorm(for: trial)
      let remedy =
        loudest > 0
        ? "the certificate needs noiseNorm below \(loudest), because louder noise wakes untrained neurons"
        : "biasFactor = \(parameters.biasFactor) leaves untrained neurons no threshold that noise could stay below"
      throw TrainingError(
        "mode = pruned is out of range at noiseNorm = \(parameters.noiseNorm), biasFactor = \(parameters.biasFactor), "
          + "d = \(parameters.d): \(remedy); mode = dense has no such limit.")
    }
    let demand = Demand(of: trial, screen: screen)
    try demand.check(trial, limit: 0.8 * memory)
    return demand
  }

  private static func _inspect(_ trial: Trial, samples: Int, on execution: Execution) throws(TrainingError) -> Trace {
    _ = try demand(of: trial)
    let inspector = Inspector(of: trial, samples: samples, on: execution)
    return Trace(
      heads: trial.heads, aliveNeurons: 0, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
      timeToFit: nil, checkpoints: [], inspection: inspector.inspection, work: inspector.work)
  }

  /// Refuses read-outs and fine-tuning that the labels or the extent leave no room for.
  private static func _refuseContradictoryStages(_ trial: Trial) throws(TrainingError) {
    if let readout = trial.readout, !readout.isDefined(under: trial.labels) {
      throw TrainingError(
        "readout = \(readout.rawValue) is out of range under \(trial.labels.name) labels, which tell no superclass: probe is "
          + "defined there.")
    }
    guard let steps = trial.finetuning else { return }
    guard steps >= 1, trial.maximalSteps <= maximalSteps else {
      throw TrainingError(
        "finetune = \(steps) is out of range: pretraining and fine-tuning together take between 1 and \(maximalSteps) steps."
      )
    }
    switch trial.extent {
    case .steps, .finish, .window: break
    case .inspection, .audit:
      throw TrainingError("finetune = \(steps) is out of range: nothing is trained that could be fine-tuned.")
    }
  }

  /// Refuses data of which the screen would know too little.
  private static func _refuseWhatTheScreenCannotSee(_ trial: Trial) throws(TrainingError) {
    let parameters = trial.parameters
    var isScreening = parameters.mode == .pruned
    if case .audit = trial.extent { isScreening = true }
    guard isScreening else { return }
    if trial.frame == .rotated {
      throw TrainingError(
        "frame = rotated is out of range with mode = pruned: the screen reads the features off the first coordinates, so a "
          + "rotated dictionary needs mode = dense.")
    }
    if parameters.hardShare > 0 && parameters.dominantNoise > 0 {
      throw TrainingError(
        "hardShare = \(parameters.hardShare) is out of range with dominantNoise = \(parameters.dominantNoise) in mode = "
          + "pruned: training samples with dominant noise would wake neurons that are left out; hardShare = 0 or mode = "
          + "dense has no such limit.")
    }
  }

  /// Trains a trial and returns its trace.
  ///
  /// - Parameters:
  ///   - trial: What to train.
  ///   - execution: On how many threads and with which instructions; the trace does not depend on it.
  /// - Throws: ``TrainingError`` as ``demand(of:memory:)``, and if the loss stops being finite.
  /// - Complexity: about O(steps · batch · s · λ · H · d) in pruned mode.
  public static func train(_ trial: Trial, on execution: Execution = Execution()) throws(TrainingError) -> Trace {
    if case .audit(let steps) = trial.extent { return try _audit(trial, steps: steps, on: execution) }
    if case .inspection(let samples) = trial.extent { return try _inspect(trial, samples: samples, on: execution) }
    var session = try Session(trial, on: execution)
    var schedule = CheckpointSchedule(trial.extent)
    var checkpoints: [Checkpoint] = []
    while session.time < schedule.last {
      try session.step()
      guard schedule.contains(session.time) else { continue }
      let checkpoint = try session.observe()
      checkpoints.append(checkpoint)
      schedule.observe(loss: checkpoint.trainingLoss, at: session.time)
    }
    let finetuning = try _finetune(&session, trial)
    return Trace(
      heads: trial.heads, aliveNeurons: session.aliveNeurons, certificate: session.certificate,
      timeToFit: schedule.timeToFit, census: session.census, checkpoints: checkpoints, finetuning: finetuning,
      work: session.work)
  }

  /// Fine-tunes a pretrained session, observed on the schedule of a stage of its own; nil if the trial asks for none.
  private static func _finetune(_ session: inout Session, _ trial: Trial) throws(TrainingError) -> [Checkpoint]? {
    guard let steps = trial.finetuning else { return nil }
    let start = session.time
    var isFinish = false
    if case .finish = trial.extent { isFinish = true }
    let schedule = CheckpointSchedule(isFinish ? .finish(steps: steps) : .steps(steps))
    var checkpoints: [Checkpoint] = []
    session.finetune()
    while session.time < start + steps {
      try session.step()
      if schedule.contains(session.time - start) { checkpoints.append(try session.observe()) }
    }
    return checkpoints
  }

  /// Trains the pruned network of a trial and, under the eyes of its screen, the dense one.
  private static func _audit(_ trial: Trial, steps: Int, on execution: Execution) throws(TrainingError) -> Trace {
    _ = try demand(of: trial)
    let pruned = try train(trial.held(.pruned, for: .steps(steps)), on: execution)
    // One pass for both: the steps that the screen looks on are those of the dense trial, and looking changes nothing.
    var dense = try Session(trial.held(.dense, for: .steps(steps)), on: execution)
    var audit = dense.audit(on: execution)
    let schedule = CheckpointSchedule(.steps(steps))
    var checkpoints: [Checkpoint] = []
    while dense.time < steps {
      try dense.step(under: &audit)
      if schedule.contains(dense.time) { checkpoints.append(try dense.observe()) }
    }
    let departures = zip(pruned.checkpoints, checkpoints).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    return Trace(
      heads: pruned.heads, aliveNeurons: pruned.aliveNeurons, certificate: pruned.certificate, timeToFit: nil,
      census: pruned.census, checkpoints: pruned.checkpoints,
      audit: Audit(
        screened: audit.screened, awakenings: audit.awakenings, departures: departures,
        isCertified: pruned.certificate.met),
      work: pruned.work + dense.work)
  }

  /// The most steps of a trial: step numbers are 32-bit counters, and the budget of the screen must stay countable.
  public static let maximalSteps = 1 << 24
}
