import Experiments
import MultiView

extension NetworkDemand {
  /// Returns the memory and work that a trial needs, after checking that the trial can run.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - memory: The memory of the machine that will train it, in bytes; by default that of this machine, `.infinity`
  ///     for no limit.
  /// - Throws: ``TrainingError`` if the trial cannot be run: elimination has no certificate, or memory is short.
  package static func checked(
    _ trial: NetworkTrial, memory: Double = MachineMemory.limit
  ) throws(TrainingError) -> NetworkDemand {
    let parameters = trial.parameters
    let longest = trial.longest
    switch trial.schedule {
    case .inspection(let samples):
      guard (1...1_000_000).contains(samples) else {
        throw TrainingError("samples = \(samples) is out of range: an inspection takes between 1 and 1000000 samples.")
      }
    case .steps(let count), .finish(let count), .audit(let count), .comparison(let count):
      guard (1...longest).contains(count) else {
        throw TrainingError("steps = \(count) is out of range: a trial takes between 1 and \(longest) steps.")
      }
    case .window(let bound, let factor, let limit):
      guard bound.isFinite, bound > 0, (1...longest).contains(factor), (1...longest / factor).contains(limit)
      else {
        throw TrainingError(
          "the window (loss ≤ \(bound), factor \(factor), limit \(limit)) is out of range: all are positive and "
            + "factor · limit is at most \(longest).")
      }
    }
    // An inspection trains on no labels, so it accepts a finite set with fewer samples than labels.
    var isTraining = true
    if case .inspection = trial.schedule { isTraining = false }
    if isTraining, let defect = trial.labels.defect(in: parameters) { throw TrainingError(defect) }
    try refuseContradictoryStages(trial)
    var isAudit = false
    if case .audit = trial.schedule { isAudit = true }
    guard !isAudit || NetworkMode.exact.contains(parameters.mode) else {
      throw TrainingError(
        "mode = \(parameters.mode.rawValue) is out of range for an audit, which compares the pruned with the dense "
          + "network: mode = pruned and mode = dense can be audited.")
    }
    guard !isAudit || trial.frame == nil else {
      throw TrainingError(
        "frame = rotated is out of range: an audit needs the standard frame, where neurons are screened.")
    }
    try refuseImpossibleComparison(trial)
    let screen = Screen(for: trial)
    if case .inspection = trial.schedule {
      // An inspection trains no network, so neither the network's size nor its mode matters.
      let demand = NetworkDemand(of: trial, screen: screen)
      try demand.check(trial, limit: 0.8 * memory)
      return demand
    }
    if parameters.mode == .concentrated {
      let demand = try concentrated(trial, screen: screen, limit: 0.8 * memory)
      guard case .comparison(let steps) = trial.schedule else { return demand }
      return try checked(trial.held(.pruned, for: .finish(steps: steps)), memory: memory)
    }
    try checkScreenCoverage(trial)
    if (isAudit || parameters.mode == .pruned) && !screen.isMeaningful {
      let loudest = Screen.largestNoiseNorm(for: trial)
      let remedy =
        loudest > 0
        ? "the certificate needs noiseNorm below \(loudest), because louder noise makes untrained neurons fire"
        : "biasFactor = \(parameters.biasFactor) gives untrained neurons a threshold too low for any noise"
      throw TrainingError(
        "mode = pruned is out of range at noiseNorm = \(parameters.noiseNorm), biasFactor = \(parameters.biasFactor), "
          + "d = \(parameters.d): \(remedy); mode = dense has no such limit.")
    }
    let demand = NetworkDemand(of: trial, screen: screen)
    try demand.check(trial, limit: 0.8 * memory)
    return demand
  }

  /// Refuses a comparison of another mode, or of macro steps, which the exact trainer does not take.
  private static func refuseImpossibleComparison(_ trial: NetworkTrial) throws(TrainingError) {
    guard case .comparison = trial.schedule else { return }
    guard trial.parameters.mode == .concentrated, trial.parameters.macro == 0 else {
      throw TrainingError(
        "mode = \(trial.parameters.mode.rawValue) with macro = \(trial.parameters.macro) is out of range for a "
          + "comparison, which trains mode = concentrated with macro = 0 and mode = pruned.")
    }
  }

  /// Refuses a read-out that the labels do not define, and fine-tuning that the schedule does not allow.
  private static func refuseContradictoryStages(_ trial: NetworkTrial) throws(TrainingError) {
    if let readout = trial.readout, !readout.isDefined(under: trial.labels) {
      throw TrainingError(
        "readout = \(readout.rawValue) is out of range under \(trial.labels.name) labels, which do not determine a "
          + "superclass: only probe is defined for them.")
    }
    try refuseImpossibleHead(trial)
    guard let steps = trial.finetuning else { return }
    let longest = trial.longest
    guard steps >= 1, trial.maximalSteps <= longest else {
      throw TrainingError(
        "finetune = \(steps) is out of range: pretraining and fine-tuning together take between 1 and "
          + "\(longest) steps.")
    }
    switch trial.schedule {
    case .steps, .finish, .window: break
    case .inspection, .audit, .comparison:
      throw TrainingError(
        "finetune = \(steps) is out of range: an inspection, an audit or a comparison cannot be fine-tuned.")
    }
  }

  /// Refuses a new head that nothing trains, in a mode that holds no separate heads, or with a number out of range.
  private static func refuseImpossibleHead(_ trial: NetworkTrial) throws(TrainingError) {
    guard let head = trial.newHead else { return }
    let kind = head.tuning.rawValue
    guard trial.finetuning != nil else {
      throw TrainingError("newHead = \(kind) is out of range without fine-tuning steps, which train it.")
    }
    guard NetworkMode.exact.contains(trial.parameters.mode) else {
      throw TrainingError(
        "newHead = \(kind) is out of range with mode = \(trial.parameters.mode.rawValue): that mode moves neurons in "
          + "shared sets on fresh samples, and a new head uses a few samples again and again; mode = pruned and mode = "
          + "dense train it.")
    }
    guard (1...1 << 31).contains(head.set.samples) else {
      throw TrainingError(
        "finetuneSamples = \(head.set.samples) is out of range: a new head is trained on between 1 and 2^31 samples.")
    }
    guard (0...1).contains(head.set.hardShare ?? 0) else {
      throw TrainingError("finetuneHardShare = \(head.set.hardShare ?? 0) is out of range: a share is from 0 to 1.")
    }
    guard let step = head.step else { return }
    guard step > 0, step.isFinite else {
      throw TrainingError("headStep = \(step) is out of range: it is a positive number.")
    }
  }

  /// Refuses data that the screen does not cover: a rotated dictionary, and dominant noise in training samples.
  private static func checkScreenCoverage(_ trial: NetworkTrial) throws(TrainingError) {
    let parameters = trial.parameters
    var isScreening = parameters.mode == .pruned
    if case .audit = trial.schedule { isScreening = true }
    guard isScreening else { return }
    if trial.frame == .rotated {
      throw TrainingError(
        "frame = rotated is out of range with mode = pruned: the screen takes the first coordinates as the features, "
          + "so a rotated dictionary needs mode = dense.")
    }
    let share = max(parameters.hardShare, trial.newHead?.set.hardShare ?? 0)
    if share > 0 && parameters.dominantNoise > 0 {
      throw TrainingError(
        "hardShare = \(share) is out of range with dominantNoise = \(parameters.dominantNoise) in "
          + "mode = pruned: training samples with dominant noise would make neurons fire that are left out; "
          + "hardShare = 0 or mode = dense has no such limit.")
    }
  }
}

/// The error thrown for a trial that yields no trace.
///
/// The trial may be refused before it runs, its weights may stop being finite, or it may be missing in a store from
/// which nothing is trained.
package struct TrainingError: Error, Equatable, CustomStringConvertible {
  /// One sentence with the cause; for a refused trial, the refused input and its valid range.
  package let description: String

  /// Creates an error from its sentence.
  package init(_ description: String) {
    self.description = description
  }
}
