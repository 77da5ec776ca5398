import ClaimKit
import MultiView
import Training

/// Reads the values of quantities from the trace of one run.
package struct RunReader {
  /// The trial of the run.
  package let trial: Trial
  /// The trace of the run.
  package let trace: Trace
  let window: Window

  /// A reader of a trace.
  package init(trial: Trial, trace: Trace, window: Window) {
    self.trial = trial
    self.trace = trace
    self.window = window
  }

  /// The checkpoints that are read: those from the window's start to the end of the trial.
  ///
  /// After fine-tuning, only checkpoints of the fine-tuning are read: the last one for a window at the end, otherwise
  /// all. If the run never reached T*, a window that starts at T* covers [last / `factor`, last] instead.
  package var checkpoints: ArraySlice<Checkpoint> {
    if let finetuning = trace.finetuning { return window.start == .end ? finetuning.suffix(1) : finetuning[...] }
    guard let last = trace.checkpoints.last?.time else { return [] }
    switch window.start {
    case .firstStep: return trace.checkpoints[...]
    case .end: return trace.checkpoints.suffix(1)
    case .timeToFit:
      let factor = window.factor
      let isInside: (Checkpoint) -> Bool
      if let start = trace.timeToFit {
        isInside = { start <= $0.time && $0.time <= factor * start }
      } else {
        isInside = { $0.time * factor >= last }
      }
      guard let first = trace.checkpoints.firstIndex(where: isInside),
        let end = trace.checkpoints.lastIndex(where: isInside)
      else { return [] }
      return trace.checkpoints[first...end]
    }
  }

  /// Returns the largest or smallest value of a quantity in the window; nil if the quantity is not defined.
  ///
  /// Errors are counts. An undecided answer, which eliminated neurons could have changed, is counted in the way that
  /// moves the requested extreme outward. If one value is NaN, the result is NaN: a maximum that skipped NaN would hide
  /// that the run went wrong.
  package func extreme(of quantity: Quantity, largest: Bool) -> Double? {
    if quantity.isOfRun { return ofRun(quantity) }
    var extreme: Double?
    for checkpoint in checkpoints {
      guard let value = value(of: quantity, at: checkpoint, largest: largest) else {
        // Growth is measured from one checkpoint to the next, so it is not defined at the first.
        if case .observed(.commonGrowthError) = quantity { continue }
        return nil
      }
      if value.isNaN { return value }
      extreme = extreme.map { largest ? max($0, value) : min($0, value) } ?? value
    }
    return extreme
  }

  /// The time of the last checkpoint in the window, or of the trial if the window is empty; 0 without training.
  package var lastTime: Int { checkpoints.last?.time ?? trace.checkpoints.last?.time ?? 0 }

  /// Returns the first time in the window at which a quantity has its largest or smallest value; nil if not defined.
  package func time(ofExtreme quantity: Quantity, largest: Bool) -> Int? {
    let extreme = extreme(of: quantity, largest: largest)
    return checkpoints.first { value(of: quantity, at: $0, largest: largest) == extreme }?.time
  }

  /// Returns the value of a quantity of one arm at a checkpoint, errors as counts; nil if it is not defined.
  ///
  /// - Parameters:
  ///   - quantity: The quantity.
  ///   - checkpoint: The checkpoint of this run.
  ///   - largest: Whether undecided answers are counted so that the value is largest, rather than smallest.
  package func value(of quantity: Quantity, at checkpoint: Checkpoint, largest: Bool) -> Double? {
    switch quantity {
    case .trainingLoss: checkpoint.trainingLoss
    case .sourceLoss: checkpoint.sourceLoss
    case .error(let kind, let readout): errors(on: kind, by: readout, at: checkpoint, largest: largest)
    case .accuracy(let kind):
      errors(on: kind, by: .max, at: checkpoint, largest: !largest).map { Double(trial.parameters.testSamples) - $0 }
    case .observed(let observable): self.value(of: observable, at: checkpoint)
    case .ratio(let first, let second):
      self.value(of: first, at: checkpoint).flatMap { first in
        self.value(of: second, at: checkpoint).map { first / $0 }
      }
    case .under(_, let quantity): value(of: quantity, at: checkpoint, largest: largest)
    case .timeToFit, .conformance, .difference, .distance: nil
    }
  }

  private func errors(
    on kind: Sample.Kind, by readout: Readout, at checkpoint: Checkpoint, largest: Bool
  ) -> Double? {
    checkpoint.errors(by: readout).map { errors in
      switch kind {
      case .easy: errors.easy
      case .hard: errors.hard + (largest ? 0.5 : -0.5) * Double(errors.undecided)
      }
    }
  }

  private func value(of observable: Observable, at checkpoint: Checkpoint) -> Double? {
    switch observable {
    case .commonGrowthError: checkpoint.time == 1 ? nil : checkpoint.commonGrowth.map { abs($0 - 1) }
    case .easyResponse:
      checkpoint.commonResponse.flatMap { common in
        checkpoint.rareResponse.map { Double(trial.parameters.s) * (common + $0) }
      }
    case .noiseFirings: Double(checkpoint.noiseFirings)
    default: checkpoint.number(named: observable.rawValue)
    }
  }

  // MARK: Quantities of a whole run

  private func ofRun(_ quantity: Quantity) -> Double? {
    switch quantity {
    case .timeToFit: trace.timeToFit.map(Double.init)
    case .conformance(let conformance): value(of: conformance)
    case .observed(let observable): ofRun(observable)
    case .under(_, let quantity): ofRun(quantity)
    case .trainingLoss, .sourceLoss, .error, .accuracy, .ratio, .difference, .distance: nil
    }
  }

  private func ofRun(_ observable: Observable) -> Double? {
    switch observable {
    case .luckyDeviation:
      trace.census.flatMap { census in
        let pairs = Double(census.common + census.rare)
        let expected = census.expected * Double(ownPairs)
        return expected > 0 ? abs(pairs - expected) / expected.squareRoot() : nil
      }
    case .fewestLucky: trace.census.flatMap { $0.fewest.map(Double.init) }
    case .overlapShare: trace.census.flatMap { $0.lucky > 0 ? Double($0.overlapping) / Double($0.lucky) : nil }
    case .lateCommonGrowth: lateCommonGrowth
    default: nil
    }
  }

  /// The number of (head, own feature) pairs, over which the census of lucky neurons is taken.
  private var ownPairs: Int {
    let features =
      switch trial.labels {
      case .coarse: 1 + trial.parameters.k
      case .merged(let group): 1 + group
      case .fine, .split, .instance: 2
      case .misaligned, .random: 0
      }
    return trial.heads * features
  }

  /// The ratio of growths |Δ⟨w, v_y⟩| / |Δ⟨w, v_{y,c}⟩| in the last half of training.
  private var lateCommonGrowth: Double? {
    guard let last = trace.checkpoints.last,
      let half = trace.checkpoints.last(where: { 2 * $0.time <= last.time }),
      let common = last.commonWeight, let rare = last.rareWeight, let earlierCommon = half.commonWeight,
      let earlierRare = half.rareWeight, rare != earlierRare
    else { return nil }
    return abs((common - earlierCommon) / (rare - earlierRare))
  }

  private func value(of conformance: Conformance) -> Double? {
    switch conformance {
    case .coherence: trace.inspection?.coherence
    case .compositionDefects: trace.inspection.map { Double($0.compositionDefects) }
    case .strengthDeviation: trace.inspection?.strengthDeviation
    case .noiseDeviation: trace.inspection?.noiseDeviation
    case .labelDefects: trace.inspection.map { Double($0.labelDefects) }
    case .labelDeviation: trace.inspection?.labelDeviation
    case .hardInTraining: trace.inspection.map { Double($0.hardInTraining) }
    case .balanceDeviation: trace.inspection?.balanceDeviation
    case .repetitionDefects: trace.inspection.map { Double($0.repetitionDefects) }
    case .differences: trace.audit.map { Double($0.differences) }
    case .lateAwakenings: trace.audit.map { Double($0.awakenings) }
    case .certificateFailures: trace.audit.map { $0.isCertified ? 0 : 1 }
    }
  }
}

extension Trial {
  /// A value of a quantity in the unit of means: a count of test samples as their share, every other value as it is.
  package func share(of value: Double, as quantity: Quantity) -> Double {
    quantity.range == .count ? value / Double(parameters.testSamples) : value
  }
}
