import Experiments
import MultiView

/// Reads the declared quantities from a checkpoint or a whole trace of the trainer.
///
/// To add a quantity: a row here, its declaration in `Observables.swift`, and what computes it.
enum ObservableReadings {
  /// A quantity that is read at every checkpoint.
  struct OfCheckpoint {
    let observable: Observable
    let value: @Sendable (Checkpoint, NetworkTrial) -> Value?

    init(_ observable: Observable, _ value: @escaping @Sendable (Checkpoint, NetworkTrial) -> Value?) {
      self.observable = observable
      self.value = value
    }

    /// A plain number.
    init(number observable: Observable, _ number: @escaping @Sendable (Checkpoint, NetworkTrial) -> Double?) {
      self.init(observable) { number($0, $1).map { Value($0) } }
    }
  }

  /// A quantity that is read once per run.
  struct OfTrace {
    let observable: Observable
    let number: @Sendable (NetworkTrace, NetworkTrial) -> Double?

    init(_ observable: Observable, _ number: @escaping @Sendable (NetworkTrace, NetworkTrial) -> Double?) {
      self.observable = observable
      self.number = number
    }
  }

  /// Every quantity that claims can read.
  static let declared = ofCheckpoint.map(\.observable) + ofTrace.map(\.observable)

  /// The names of quantities on which training sets no bound.
  ///
  /// Weights can turn negative, and a margin or a quotient of weights, growths or margins can be any number. The decision
  /// refuses what its statistics cannot use.
  static let unbounded: Set<String> = Set(
    [
      .commonWeight, .rareWeight, .leastCommonWeight, .leastRareWeight, .commonGrowthError, .lateCommonGrowth,
      .offFeatureShare, .biasRatio, .easyMargin, .hardMargin, .easyMarginLow, .hardMarginLow, .marginRatio,
      .easyMarginRatio, .commonWeightRatio, .rareWeightRatio, .offFeatureRatio,
      .answerNoiseRatio, .severalFeaturesRatio,
    ].map { (observable: Observable) in observable.name })

  /// The quantities of a checkpoint.
  static let ofCheckpoint: [OfCheckpoint] =
    [
      OfCheckpoint(number: .trainingLoss) { checkpoint, _ in checkpoint.trainingLoss },
      OfCheckpoint(number: .sourceLoss) { checkpoint, _ in checkpoint.sourceLoss },
      OfCheckpoint(number: .scaledLoss) { scaledLoss($0, of: $1.parameters) },
      OfCheckpoint(number: .easyMargin) { checkpoint, _ in checkpoint.easyMargin?.median },
      OfCheckpoint(number: .hardMargin) { checkpoint, _ in checkpoint.hardMargin?.median },
      OfCheckpoint(number: .easyMarginLow) { checkpoint, _ in checkpoint.easyMargin?.low },
      OfCheckpoint(number: .hardMarginLow) { checkpoint, _ in checkpoint.hardMargin?.low },
      OfCheckpoint(number: .marginRatio) { checkpoint, _ in marginRatio(checkpoint) },
    ]
    + Sample.Kind.allCases.flatMap { kind in
      Readout.allCases.map { readout in
        OfCheckpoint(.error(on: kind, by: readout)) { errors(on: kind, by: readout, at: $0, of: $1) }
      } + [
        OfCheckpoint(.accuracy(on: kind)) { checkpoint, trial in
          errors(on: kind, by: .max, at: checkpoint, of: trial).map { errors in
            Value(Double(trial.parameters.testSamples) - errors.number, of: errors.of, doubt: errors.doubt)
          }
        },
        OfCheckpoint(.shownError(on: kind)) { checkpoint, trial in
          let readout = Readout.max.isDefined(under: trial.labels) ? Readout.max : .probe
          return checkpoint.errors(by: readout).map {
            Value(kind == .easy ? $0.easy : $0.hard, of: trial.parameters.testSamples)
          }
        },
      ]
    } + [
      OfCheckpoint(number: .commonWeight) { checkpoint, _ in checkpoint.commonWeight },
      OfCheckpoint(number: .rareWeight) { checkpoint, _ in checkpoint.rareWeight },
      OfCheckpoint(number: .leastCommonWeight) { checkpoint, _ in checkpoint.leastCommonWeight },
      OfCheckpoint(number: .leastRareWeight) { checkpoint, _ in checkpoint.leastRareWeight },
      OfCheckpoint(number: .firingShare) { checkpoint, _ in checkpoint.firingShare },
      OfCheckpoint(number: .commonGrowthError) { checkpoint, _ in
        checkpoint.time == 1 ? nil : checkpoint.commonGrowth.map { abs($0 - 1) }
      },
      OfCheckpoint(number: .otherClassShare) { checkpoint, _ in checkpoint.otherClassShare },
      OfCheckpoint(number: .offFeatureShare) { checkpoint, _ in checkpoint.offFeatureShare },
      OfCheckpoint(number: .biasRatio) { checkpoint, _ in checkpoint.biasRatio },
      OfCheckpoint(number: .residualConcentration) { checkpoint, _ in checkpoint.residualConcentration },
      OfCheckpoint(number: .hiddenMotion) { checkpoint, _ in checkpoint.hiddenMotion },
      OfCheckpoint(number: .commonResponse) { checkpoint, _ in checkpoint.commonResponse },
      OfCheckpoint(number: .rareResponse) { checkpoint, _ in checkpoint.rareResponse },
      OfCheckpoint(number: .leastCommonResponse) { checkpoint, _ in checkpoint.leastCommonResponse },
      OfCheckpoint(number: .leastRareResponse) { checkpoint, _ in checkpoint.leastRareResponse },
      OfCheckpoint(number: .largestRareResponse) { checkpoint, _ in checkpoint.largestRareResponse },
      OfCheckpoint(number: .distractorResponse) { checkpoint, _ in checkpoint.distractorResponse },
      OfCheckpoint(number: .easyResponse) { checkpoint, trial in
        checkpoint.commonResponse.flatMap { common in
          checkpoint.rareResponse.map { Double(trial.parameters.s) * (common + $0) }
        }
      },
      OfCheckpoint(number: .settlingRatio) { settlingRatio($0, of: $1.parameters) },
      OfCheckpoint(number: .noiseFirings) { checkpoint, _ in Double(checkpoint.noiseFirings) },
      OfCheckpoint(number: .awakened) { checkpoint, _ in checkpoint.awakened.map(Double.init) },
    ]

  /// Errors as a count; an undecided answer of a hard sample may move it by half an error either way.
  private static func errors(
    on kind: Sample.Kind, by readout: Readout, at checkpoint: Checkpoint, of trial: NetworkTrial
  ) -> Value? {
    checkpoint.errors(by: readout).map { errors in
      switch kind {
      case .easy: Value(errors.easy, of: trial.parameters.testSamples)
      case .hard:
        Value(errors.hard, of: trial.parameters.testSamples, doubt: 0.5 * Double(errors.undecided))
      }
    }
  }

  /// The quantities of a whole run.
  static let ofTrace: [OfTrace] = [
    OfTrace(.timeToFit) { trace, _ in trace.timeToFit.map(Double.init) },
    OfTrace(.luckyDeviation) { trace, trial in
      trace.census.flatMap { census in
        let pairs = Double(census.common) + Double(census.rare)
        let expected = census.expected * ownPairs(of: trial)
        return expected > 0 ? abs(pairs - expected) / expected.squareRoot() : nil
      }
    },
    OfTrace(.fewestLucky) { trace, _ in trace.census.flatMap { $0.fewest.map(Double.init) } },
    OfTrace(.overlapShare) { trace, _ in
      trace.census.flatMap { $0.lucky > 0 ? Double($0.overlapping) / Double($0.lucky) : nil }
    },
    OfTrace(.lateCommonGrowth) { trace, _ in lateCommonGrowth(of: trace) },
    OfTrace(.coherence) { trace, _ in trace.inspection?.coherence },
    OfTrace(.compositionDefects) { trace, _ in trace.inspection.map { Double($0.compositionDefects) } },
    OfTrace(.strengthDeviation) { trace, _ in trace.inspection?.strengthDeviation },
    OfTrace(.noiseDeviation) { trace, _ in trace.inspection?.noiseDeviation },
    OfTrace(.labelDefects) { trace, _ in trace.inspection.map { Double($0.labelDefects) } },
    OfTrace(.labelDeviation) { trace, _ in trace.inspection?.labelDeviation },
    OfTrace(.hardInTraining) { trace, _ in trace.inspection.map { Double($0.hardInTraining) } },
    OfTrace(.balanceDeviation) { trace, _ in trace.inspection?.balanceDeviation },
    OfTrace(.repetitionDefects) { trace, _ in trace.inspection.map { Double($0.repetitionDefects) } },
    OfTrace(.differences) { trace, _ in trace.audit.map { Double($0.differences) } },
    OfTrace(.lateAwakenings) { trace, _ in trace.audit.map { Double($0.awakenings) } },
    OfTrace(.lossRatio) { trace, _ in trace.comparison?.loss },
    OfTrace(.easyMarginRatio) { trace, _ in trace.comparison?.easyMargin },
    OfTrace(.hardAccuracyRatio) { trace, _ in trace.comparison?.hardAccuracy },
    OfTrace(.commonWeightRatio) { trace, _ in trace.comparison?.commonWeight },
    OfTrace(.rareWeightRatio) { trace, _ in trace.comparison?.rareWeight },
    OfTrace(.offFeatureRatio) { trace, _ in trace.comparison?.offFeatureShare },
    OfTrace(.answerNoiseRatio) { trace, _ in trace.comparison?.answerNoise },
    OfTrace(.severalFeaturesRatio) { trace, _ in trace.comparison?.severalFeatures },
    OfTrace(.certificateFailures) { trace, _ in trace.audit.map { $0.isCertified ? 0 : 1 } },
  ]

  /// The number of (head, own feature) pairs, over which the census of lucky neurons is taken.
  private static func ownPairs(of trial: NetworkTrial) -> Double {
    let features: Double =
      switch trial.labels {
      // k labels with 2 features each, and one with 1 + k.
      case .mixed: (1 + 3 * Double(trial.parameters.k)) / Double(trial.heads)
      case .coarse: 1 + Double(trial.parameters.k)
      case .merged(let group): 1 + Double(group)
      case .fine, .split, .instance: 2
      case .misaligned, .random: 0
      }
    return Double(trial.heads) * features
  }

  /// The ratio of growths |Δ⟨w, v_y⟩| / |Δ⟨w, v_{y,c}⟩| in the last half of training.
  private static func lateCommonGrowth(of trace: NetworkTrace) -> Double? {
    guard let last = trace.checkpoints.last,
      let half = trace.checkpoints.last(where: { $0.time <= last.time / 2 }),
      let common = last.commonWeight, let rare = last.rareWeight, let earlierCommon = half.commonWeight,
      let earlierRare = half.rareWeight, rare != earlierRare
    else { return nil }
    return abs((common - earlierCommon) / (rare - earlierRare))
  }
}

extension Trace {
  /// The names of the counts that the shared trainer notes.
  package enum Note {
    /// Answers to hard samples that eliminated neurons could have changed, over all checkpoints and read-outs.
    static let undecided = "undecided"
    /// Certificates of dormant-neuron elimination that were not met, without trials with a planted defect.
    static let missedCertificates = "missedCertificates"
    /// Trials with a planted defect.
    static let defective = "defective"
    /// Trials that were trained rather than inspected.
    static let trained = "trained"
    /// Concentrated trials whose estimated relative error of outputs exceeds ``LawCertificate/notable``.
    static let notableLaws = "notableLaws"
  }

  /// The readings of a trace of the shared trainer; its own JSON is what a store keeps.
  package init(_ trace: NetworkTrace, of trial: NetworkTrial) {
    var notes: [String: Int] = [:]
    var undecided = 0
    for checkpoint in trace.checkpoints + (trace.finetuning ?? []) {
      for readout in Readout.allCases {
        let (sum, overflow) = undecided.addingReportingOverflow(checkpoint.errors(by: readout)?.undecided ?? 0)
        undecided = overflow ? .max : sum
      }
    }
    if undecided != 0 { notes[Note.undecided] = undecided }
    // A planted defect may break the certificate on purpose.
    if trial.fault == nil, !trace.certificate.met { notes[Note.missedCertificates] = 1 }
    if trial.fault != nil { notes[Note.defective] = 1 }
    if case .inspection = trial.schedule {} else { notes[Note.trained] = 1 }
    if let law = trace.law, law.logitBound > LawCertificate.notable { notes[Note.notableLaws] = 1 }
    notes[trial.parameters.mode.rawValue] = 1
    // An audit trains both networks.
    if case .audit = trial.schedule { for mode in NetworkMode.exact { notes[mode.rawValue] = 1 } }
    // A comparison trains the pruned network beside the concentrated one.
    if case .comparison = trial.schedule { notes[NetworkMode.pruned.rawValue] = 1 }
    var ofRun: [String: Value] = [:]
    for row in ObservableReadings.ofTrace {
      ofRun[row.observable.name] = row.number(trace, trial).map { Value($0) }
    }
    self.init(
      stages: [trace.checkpoints, trace.finetuning].compactMap { $0 }.map { Stage($0, of: trial) }, ofRun: ofRun,
      timeToFit: trace.timeToFit, notes: notes, work: trace.work, content: CanonicalJSON.data(trace))
  }
}

extension Trace.Stage {
  fileprivate init(_ checkpoints: [Checkpoint], of trial: NetworkTrial) {
    var columns: [String: Trace.Column] = [:]
    for row in ObservableReadings.ofCheckpoint {
      let values = checkpoints.map { row.value($0, trial) }
      if values.contains(where: { $0 != nil }) { columns[row.observable.name] = Trace.Column(values) }
    }
    self.init(times: checkpoints.map(\.time), columns: columns)
  }
}
