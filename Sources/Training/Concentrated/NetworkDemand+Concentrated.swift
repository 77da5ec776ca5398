import MultiView
import Randomness

extension NetworkDemand {
  /// The demand of a concentrated trial, after checking that the law covers it.
  ///
  /// - Throws: ``TrainingError`` if it does not, naming the parameter and what would run.
  static func concentrated(_ trial: NetworkTrial, screen: Screen, limit: Double) throws(TrainingError) -> NetworkDemand
  {
    try refuseUncovered(trial)
    let parameters = trial.parameters
    let noise = parameters.noiseNorm
    guard screen.isMeaningful else {
      throw TrainingError(
        "mode = concentrated is out of range at noiseNorm = \(noise), biasFactor = \(parameters.biasFactor), "
          + "d = \(parameters.d): untrained neurons fire on pure noise there; mode = dense has no such limit, up to "
          + "d = 2^24.")
    }
    let error = LawCertificate.deviation(of: parameters) * LawCertificate.largestOutput(of: parameters)
    guard error <= LawCertificate.tolerance else {
      throw TrainingError(
        "mode = concentrated is out of range at noiseNorm = \(noise), d = \(parameters.d): products of displacements "
          + "with noise would move outputs by a share of \(error), and \(LawCertificate.tolerance) is allowed; quieter "
          + "noise, a larger d, or mode = pruned or dense have no such error.")
    }
    let demand = NetworkDemand(concentrated: trial)
    guard demand.bytes <= limit else {
      throw TrainingError(
        "mode = concentrated is out of range at d = \(parameters.d) with \(trial.heads) labels and "
          + "k = \(parameters.k): the trial needs \(gibibytes(demand.bytes)) GiB and this machine can give "
          + "\(gibibytes(limit)) GiB; fewer labels or a smaller d need less.")
    }
    return demand
  }

  /// Refuses data and defects that have no concentrated law.
  private static func refuseUncovered(_ trial: NetworkTrial) throws(TrainingError) {
    let parameters = trial.parameters
    if trial.frame == .rotated {
      throw TrainingError(
        "frame = rotated is out of range with mode = concentrated, which has no vectors to rotate; the law does not "
          + "depend on the frame, and mode = dense runs it.")
    }
    if parameters.sourceSize > 0 {
      throw TrainingError(
        "samples = \(parameters.sourceSize) is out of range with mode = concentrated: noise that comes again is not "
          + "covered by its law; samples = 0, or mode = pruned or dense, is.")
    }
    if parameters.hardShare > 0 && parameters.dominantNoise > 0 {
      throw TrainingError(
        "hardShare = \(parameters.hardShare) is out of range with dominantNoise = \(parameters.dominantNoise) and "
          + "mode = concentrated: hardShare = 0 or mode = dense has no such limit.")
    }
    switch trial.fault {
    case .strengthScaled, .correlatedFeatures, .rotatedDataOnly, .testOnTraining, .linearActivation:
      throw TrainingError(
        "the planted defect “\(trial.fault?.words ?? "")” is out of range with mode = concentrated, whose law does not "
          + "describe it; mode = pruned and mode = dense do.")
    case .biasFrozen:
      throw TrainingError(
        "the planted defect “\(trial.fault?.words ?? "")” is out of range with mode = concentrated: nearly every neuron "
          + "would be opened and then heard on every patch of noise, which takes hours; mode = pruned and mode = dense "
          + "run it.")
    case let fault? where parameters.macro > 0 && fault.changesSingleSamples(hardShare: parameters.hardShare):
      throw TrainingError(
        "macro = \(parameters.macro) is out of range with the planted defect “\(trial.fault?.words ?? "")”, which changes "
          + "single training samples: macro = 0 takes every step and has no such limit.")
    default: break
    }
  }

  /// Predicts the demand of a concentrated trial.
  ///
  /// - Parameter timeToFit: The T* to expect of a window; nil if it is not known.
  init(concentrated trial: NetworkTrial, timeToFit: Double? = nil) {
    let parameters = trial.parameters
    let screen = Screen(for: trial)
    let features = Features(subclasses: parameters.k).count
    let pairs = Double(trial.heads) * Double(features)
    let heard = ConcentratedStart.dropsForeignPairs(in: trial) ? OwnFeatures.pairs(of: trial) : pairs
    let perPair = parameters.width * NormalLaw.tail(screen.livingCut)
    let neurons = heard * perPair
    let batch = Double(max(parameters.batch, Self.examinedTogether))
    // Per neuron: what it holds and its place in a list; per pair: sums and what a set answers.
    networkBytes = neurons * 420 + pairs * 80
    batchBytes = batch * Double(parameters.P) * 64 + Double(trial.heads) * 64
    var steps = Double(trial.maximalSteps)
    if case .window(_, let factor, let limit) = trial.schedule {
      steps = min(steps, Double(factor) * (timeToFit ?? Double(min(limit, 4096))))
    }
    let answering = trial.heads > 2 ? Double(trial.heads) / 2 : 1
    var batchWork = Double(parameters.batch) * (64 + 4 * answering)
    let isFrozen = parameters.biasDecay == 0
    if isFrozen {
      // A weight that grows while its bias stays answers pure noise, so every neuron is evaluated on every patch.
      batchWork += Double(parameters.batch) * Double(parameters.P) * neurons * 8
    }
    if parameters.macro > 0 {
      steps = min(steps, (2 + Elementary.log(max(2, steps * parameters.macro))) / parameters.macro)
      // Measured at d = 2^40: a representative costs four times as much per head as a sample, and its class costs more.
      let representing = Double(MacroStep.representatives(ofClasses: 2 * parameters.k)) * (600 + 16 * answering)
      stepWork = MacroStep.standsForBatches(parameters) && !isFrozen ? representing : max(batchWork, representing)
    } else {
      stepWork = batchWork
    }
    let checkpoints = 2 + 3 * Elementary.log(max(2, Double(trial.maximalSteps)))
    let looked = checkpoints * (2 * Double(parameters.testSamples) * (64 + 4 * answering) + 8 * neurons)
    work = neurons * 256 + steps * stepWork + looked
  }
}

extension NetworkTrial {
  /// The largest number of steps of this trial: many more where macro steps are taken.
  var longest: Int { parameters.macro > 0 ? parameters.mode.longestTrial : Schedule.longest }
}
