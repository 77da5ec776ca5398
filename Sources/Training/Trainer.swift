import Foundation
import MultiView

/// The shared trainer: online SGD on easy samples, observed at checkpoints, from a trial to its trace.
public enum Trainer {
  /// The tag of the trainer's arithmetic; part of every stored record's key.
  ///
  /// A change that moves any number of any trace changes the tag; the golden trajectories in the tests force it.
  public static let version = "1"

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
  /// - Throws: ``TrainingError`` as ``demand(of:)``, and if the loss stops being finite.
  /// - Complexity: about O(steps · batch · s · λ · H · d) in pruned mode.
  public static func train(_ trial: Trial) throws(TrainingError) -> Trace {
    _ = try demand(of: trial)
    let parameters = trial.parameters
    let source = SampleSource(parameters: parameters, seed: trial.seed)
    let screen = Screen(for: trial)
    let isPruned = parameters.mode == .pruned
    var network = Network(of: trial, screen: screen)
    var listeners =
      isPruned ? ListenerIndex(network, parameters: parameters, multiplier: screen.multiplier) : nil
    let lucky = LuckyNeurons(network, labels: trial.labels, features: source.features)
    let examiner = Examiner(trial: trial, source: source, screen: screen)
    let batch = Demand.largestBatch(parameters)
    var pass = ForwardPass(source: source, heads: trial.heads, batch: batch, network: network)
    var optimizer = Optimizer(parameters: parameters, heads: trial.heads, neurons: network.count)
    var schedule = CheckpointSchedule(trial.extent)
    var checkpoints: [Checkpoint] = []
    var time = 0
    while time < schedule.last {
      let place = SampleSource.Place.training(step: time)
      let samples = (0..<parameters.batch).map { source.sample($0, at: place) }
      let labels = samples.enumerated().map { source.label(of: $1, index: $0, at: place, under: trial.labels) }
      pass.run(samples, first: 0, at: place, network: network, listeners: listeners, recording: true)
      for neuron in optimizer.step(pass, labels: labels, network: &network) {
        listeners?.update(Int(neuron), network)
      }
      listeners?.rebuild()
      time += 1
      guard optimizer.isFinite else { throw diverged(trial, at: time) }
      guard schedule.contains(time) else { continue }
      let easy = examiner.examine(.easy, time: time, network: network, listeners: listeners, pass: &pass)
      let hard = examiner.examine(.hard, time: time, network: network, listeners: listeners, pass: &pass)
      guard easy.loss.isFinite else { throw diverged(trial, at: time) }
      checkpoints.append(
        Checkpoint(
          time: time, trainingLoss: easy.loss, easyErrors: easy.errors, hardErrors: hard.errors,
          medianEasyMargin: easy.medianMargin, medianHardMargin: hard.medianMargin,
          commonWeight: lucky.meanCommonWeight(network), rareWeight: lucky.meanRareWeight(network),
          luckyCommon: lucky.commonCount, luckyRare: lucky.rareCount, undecided: hard.undecided))
      schedule.observe(loss: easy.loss, at: time)
    }
    return Trace(
      heads: trial.heads, aliveNeurons: network.count,
      certificate: isPruned
        ? screen.certificate(screened: pass.screened)
        : Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
      timeToFit: schedule.timeToFit, checkpoints: checkpoints, work: pass.work + optimizer.work)
  }

  /// The most steps of a trial: step numbers are 32-bit counters, and the budget of the screen must stay countable.
  public static let maximalSteps = 1 << 24

  private static func diverged(_ trial: Trial, at time: Int) -> TrainingError {
    TrainingError(
      "the weights or the loss are no longer finite after \(time) steps at d = \(trial.parameters.d), "
        + "stepSize = \(trial.parameters.stepSize), seed = \(trial.seed): the run diverged; a smaller step size keeps it "
        + "finite.")
  }
}
