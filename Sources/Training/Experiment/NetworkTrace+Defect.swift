import Experiments
import MultiView

extension NetworkTrace {
  /// Returns why no run of a trial leaves this trace, as a clause; nil if one can.
  ///
  /// The trainer promises more than the ranges of its quantities: all checkpoints of the schedule and no other, whole
  /// counts, the heads of the labels, and a certificate that is met unless a defect was planted.
  func defect(asTraceOf trial: NetworkTrial) -> String? {
    // A hostile file can carry a valid checksum. Its counts must not overflow in sums over runs.
    guard countsAreInRange(upTo: trial.longest) else {
      return "it holds a count or a time of a step that is out of range"
    }
    guard heads == trial.heads else { return "heads = \(heads), but its labels have \(trial.heads)" }
    if let defect = certificate.defect { return defect }
    guard certificate.met || trial.fault != nil else {
      return "its certificate of dormant-neuron elimination is not met, and no defect was planted"
    }
    if let defect = parts(of: trial) ?? times(of: trial) { return defect }
    for checkpoint in checkpoints + (finetuning ?? []) {
      if let defect = checkpoint.defect(samples: trial.parameters.testSamples) {
        return "at time \(checkpoint.time), \(defect)"
      }
    }
    if let census, census.counts.contains(where: { $0.contains { $0 < 0 } }) || census.overlapping > census.lucky {
      return "its census of lucky neurons holds a count that is out of range"
    }
    return nil
  }

  /// Whether the parts that the schedule asks for are there, and no others.
  private func parts(of trial: NetworkTrial) -> String? {
    var (isInspection, isAudit, isComparison) = (false, false, false)
    switch trial.schedule {
    case .inspection: isInspection = true
    case .audit: isAudit = true
    case .comparison: isComparison = true
    case .steps, .finish, .window: break
    }
    let isConcentrated = trial.parameters.mode == .concentrated && !isInspection
    for (name, isThere, isWanted) in [
      ("an inspection", inspection != nil, isInspection), ("an audit", audit != nil, isAudit),
      ("a comparison", comparison != nil, isComparison),
      ("fine-tuning", finetuning != nil, trial.finetuning != nil),
      ("a certificate of its law", law != nil, isConcentrated),
    ] where isThere != isWanted { return "it \(isThere ? "holds" : "lacks") \(name)" }
    if let audit {
      guard [audit.screened, audit.awakenings].allSatisfy({ $0 >= 0 }),
        (0...checkpoints.count).contains(audit.differences)
      else { return "its audit holds a count that is out of range" }
    }
    if let comparison {
      let ratios = [
        comparison.loss, comparison.easyMargin, comparison.hardAccuracy, comparison.commonWeight, comparison.rareWeight,
        comparison.offFeatureShare, comparison.answerNoise, comparison.severalFeatures,
      ]
      guard comparison.loss ?? 0 >= 0, ratios.allSatisfy({ $0?.isFinite ?? true }) else {
        return "its comparison holds a number that is out of range"
      }
    }
    if let law {
      guard [law.openings, law.droppedPairs, law.macroSteps].allSatisfy({ (0...1 << 60).contains($0) }),
        [law.deviation, law.logitBound, law.decisions, law.macroBias].allSatisfy({ $0 >= 0 && $0.isFinite })
      else { return "its certificate of the law holds a number that is out of range" }
    }
    if let inspection {
      let counts = [
        inspection.compositionDefects, inspection.labelDefects, inspection.hardInTraining, inspection.repetitionDefects,
      ]
      guard counts.allSatisfy({ $0 >= 0 }) else { return "its inspection holds a count that is out of range" }
    }
    return nil
  }

  private func times(of trial: NetworkTrial) -> String? {
    let longest = trial.longest
    guard let expected = trial.schedule.times(reachingFitAt: timeToFit, upTo: longest) else {
      return "T* = \(timeToFit.map { "\($0)" } ?? "none") is no time of its schedule"
    }
    guard checkpoints.map(\.time) == expected else { return "its times are not those of its schedule" }
    guard let finetuning, let steps = trial.finetuning else { return nil }
    var isFinish = false
    if case .finish = trial.schedule { isFinish = true }
    let start = expected.last ?? 0
    let further = (isFinish ? Schedule.finish(steps: steps) : .steps(steps)).times(reachingFitAt: nil, upTo: longest)
    return finetuning.map { $0.time - start } == further
      ? nil : "its times of fine-tuning are not those of its schedule"
  }

  /// Whether all times are possible steps and all counts can be added over the runs of a plan without overflow.
  ///
  /// - Parameter longest: The largest number of steps of such a trial.
  private func countsAreInRange(upTo longest: Int) -> Bool {
    let seen = checkpoints + (finetuning ?? [])
    let times = seen.map(\.time) + [timeToFit].compactMap { $0 }
    guard times.allSatisfy({ (0...2 * longest).contains($0) }) else { return false }
    var counts = [heads, aliveNeurons, work]
    for checkpoint in seen {
      counts += [checkpoint.undecided, checkpoint.noiseFirings, checkpoint.awakened ?? 0]
      counts += [checkpoint.marginal, checkpoint.probe].compactMap { $0?.undecided }
    }
    if let census { counts += [census.common, census.rare, census.fewest ?? 0, census.lucky, census.overlapping] }
    return counts.allSatisfy { (0...1 << 60).contains($0) }
  }
}

extension Certificate {
  fileprivate var defect: String? {
    guard (0...1).contains(delta), multiplier.isFinite, screened >= 0, screened.isFinite else {
      return "its certificate of dormant-neuron elimination holds a number that is out of range"
    }
    return nil
  }
}

extension Checkpoint {
  /// Returns what the trainer cannot have measured, as a clause; nil if there is nothing.
  fileprivate func defect(samples: Int) -> String? {
    for (name, loss) in [("training", trainingLoss), ("source", sourceLoss ?? 0)] {
      guard loss >= 0, loss.isFinite else {
        return "the \(name) loss is \(loss), but it is a finite number of at least 0"
      }
    }
    guard hiddenMotion.map({ $0 >= 0 && $0.isFinite }) ?? true else { return "its hidden motion is out of range" }
    guard (easyErrors == nil) == (hardErrors == nil) else { return "the errors of one kind of sample are missing" }
    for readout in Readout.allCases {
      guard let errors = errors(by: readout) else { continue }
      for number in [errors.easy, errors.hard, Double(errors.undecided)] {
        guard (0...Double(samples)).contains(number), 2 * number == (2 * number).rounded() else {
          return "\(number) errors of \(samples) are no count: ties count half"
        }
      }
      // Each undecided answer is half an error, and a whole one at most.
      guard 2 * errors.hard >= Double(errors.undecided), errors.hard + Double(errors.undecided) / 2 <= Double(samples)
      else { return "\(errors.undecided) undecided answers do not go with \(errors.hard) errors of \(samples)" }
    }
    for margin in [easyMargin, hardMargin].compactMap({ $0 })
    where margin.low > margin.median || margin.median > margin.high {
      return "the quantiles of a margin are not in order"
    }
    return nil
  }
}
