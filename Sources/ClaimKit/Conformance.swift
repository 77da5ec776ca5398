/// What the conformance claims read: how far generator and trainer are from their definitions, per run.
public enum Conformance: String, Hashable, Sendable, CaseIterable {
  // MARK: Inspections of the generator

  /// max |⟨v_i, v_j⟩ − δ_ij| over the dictionaries in use (Definition 4.1).
  case coherence
  /// Samples that do not show exactly the stated features (Definition 4.2).
  case compositionDefects
  /// Deviation of signal strengths from their law, in standard errors (Definition 4.2).
  case strengthDeviation
  /// Deviation of the noise from its law, in standard errors (Definition 4.2).
  case noiseDeviation
  /// Labels that are not the stated function of the features shown (Definition 4.3).
  case labelDefects
  /// Deviation of random labels from uniformity and independence, in standard errors (Definition 4.3).
  case labelDeviation
  /// Hard samples among the training samples (Definition 4.4).
  case hardInTraining
  /// Deviation of subclass frequencies from balance, in standard errors (Definition 4.4).
  case balanceDeviation
  /// Online samples that repeat, or samples of a finite set not seen exactly once an epoch (Definition 4.4).
  case repetitionDefects

  // MARK: Audits of the screen

  /// Checkpoints at which pruned and dense network differ in any observable.
  case departures
  /// Spared (neuron, patch) pairs that fired all the same.
  case lateAwakenings
  /// 1 if the certificate was not met, otherwise 0.
  case certificateFailures

  /// The name in sentences and tables.
  public var text: String {
    switch self {
    case .coherence: "max |⟨v_i, v_j⟩ − δ_ij|"
    case .compositionDefects: "samples without exactly the stated features"
    case .strengthDeviation: "deviation of signal strengths"
    case .noiseDeviation: "deviation of the noise from N(0, σ_ζ²)"
    case .labelDefects: "labels that are not the stated function"
    case .labelDeviation: "deviation of random labels"
    case .hardInTraining: "hard samples in training"
    case .balanceDeviation: "deviation from balanced subclasses"
    case .repetitionDefects: "samples repeated out of turn"
    case .departures: "checkpoints where pruned and dense differ"
    case .lateAwakenings: "late awakenings"
    case .certificateFailures: "certificates not met"
    }
  }
}
