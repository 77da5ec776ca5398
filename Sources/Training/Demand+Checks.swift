extension Demand {
  /// Returns what a trial will need.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - memory: The memory of the machine that is to train it, in bytes; this one's by default, infinite for any.
  /// - Throws: ``TrainingError`` if the trial cannot be run: elimination has no certificate, or memory is short.
  package static func checked(
    _ trial: Trial, memory: Double = MachineMemory.limit
  ) throws(TrainingError) -> Demand {
    let parameters = trial.parameters
    switch trial.extent {
    case .inspection(let samples):
      guard (1...1_000_000).contains(samples) else {
        throw TrainingError("samples = \(samples) is out of range: an inspection takes between 1 and 1000000 samples.")
      }
    case .steps(let count), .finish(let count), .audit(let count):
      guard (1...Extent.longest).contains(count) else {
        throw TrainingError("steps = \(count) is out of range: a trial takes between 1 and \(Extent.longest) steps.")
      }
    case .window(let bound, let factor, let limit):
      guard bound.isFinite, bound > 0, (1...Extent.longest).contains(factor),
        (1...Extent.longest / factor).contains(limit)
      else {
        throw TrainingError(
          "the window (loss ≤ \(bound), factor \(factor), limit \(limit)) is out of range: all are positive and factor · "
            + "limit is at most \(Extent.longest).")
      }
    }
    // An inspection trains on no labels: a set smaller than their number is as good as any.
    var isTraining = true
    if case .inspection = trial.extent { isTraining = false }
    if isTraining, let defect = trial.labels.defect(in: parameters) { throw TrainingError(defect) }
    try refuseContradictoryStages(trial)
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
    try refuseWhatTheScreenCannotSee(trial)
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

  /// Refuses read-outs and fine-tuning that the labels or the extent leave no room for.
  private static func refuseContradictoryStages(_ trial: Trial) throws(TrainingError) {
    if let readout = trial.readout, !readout.isDefined(under: trial.labels) {
      throw TrainingError(
        "readout = \(readout.rawValue) is out of range under \(trial.labels.name) labels, which tell no superclass: probe is "
          + "defined there.")
    }
    guard let steps = trial.finetuning else { return }
    guard steps >= 1, trial.maximalSteps <= Extent.longest else {
      throw TrainingError(
        "finetune = \(steps) is out of range: pretraining and fine-tuning together take between 1 and \(Extent.longest) steps."
      )
    }
    switch trial.extent {
    case .steps, .finish, .window: break
    case .inspection, .audit:
      throw TrainingError("finetune = \(steps) is out of range: nothing is trained that could be fine-tuned.")
    }
  }

  /// Refuses data of which the screen would know too little.
  private static func refuseWhatTheScreenCannotSee(_ trial: Trial) throws(TrainingError) {
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
}

/// A trial that cannot be trained as described.
package struct TrainingError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the input and the valid range.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }
}
