import Foundation
import MultiView

/// The shared trainer: online SGD on easy samples, observed at checkpoints, from a trial to its trace.
public enum Trainer {
  /// The tag of the trainer's arithmetic; part of every stored record's key.
  ///
  /// A change that moves any number of any trace changes the tag; the golden trajectories in the tests force it.
  public static let version = "3"

  /// Returns what a trial will need.
  ///
  /// - Throws: ``TrainingError`` if the trial cannot be run: elimination has no certificate, or memory is short.
  public static func demand(of trial: Trial) throws(TrainingError) -> Demand {
    let parameters = trial.parameters
    switch trial.extent {
    case .steps(let count):
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
    guard trial.heads <= 1 << 20 else {
      throw TrainingError("labels = \(trial.labels.name) is out of range: at most \(1 << 20) labels are possible.")
    }
    let screen = Screen(for: trial)
    if parameters.mode == .pruned && !screen.isMeaningful {
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
    try demand.check(trial, limit: 0.8 * MachineMemory.limit)
    return demand
  }

  /// Trains a trial and returns its trace.
  ///
  /// - Parameters:
  ///   - trial: What to train.
  ///   - execution: On how many threads and with which instructions; the trace does not depend on it.
  /// - Throws: ``TrainingError`` as ``demand(of:)``, and if the loss stops being finite.
  /// - Complexity: about O(steps · batch · s · λ · H · d) in pruned mode.
  public static func train(_ trial: Trial, on execution: Execution = Execution()) throws(TrainingError) -> Trace {
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
    return Trace(
      heads: trial.heads, aliveNeurons: session.aliveNeurons, certificate: session.certificate,
      timeToFit: schedule.timeToFit, checkpoints: checkpoints, work: session.work)
  }

  /// The most steps of a trial: step numbers are 32-bit counters, and the budget of the screen must stay countable.
  public static let maximalSteps = 1 << 24
}
