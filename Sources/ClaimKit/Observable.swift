/// A number that the mechanism claims read, once per trial or at every checkpoint (model.md §6).
public enum Observable: String, Hashable, Sendable, CaseIterable {
  // MARK: At initialisation

  /// |N − E|/√E for the number N of lucky (neuron, own feature) pairs of the network and its expectation E.
  case luckyDeviation
  /// The smallest number of lucky neurons over all (head, own feature) pairs.
  case fewestLucky
  /// The share of lucky neurons that are lucky for at least two features.
  case overlapShare

  // MARK: Weights

  /// ⟨w, v_y⟩, mean over neurons of y's heads that were lucky for v_y.
  case commonWeight
  /// ⟨w, v_{y,c}⟩, mean over neurons of the own head that were lucky for v_{y,c}.
  case rareWeight
  /// |growth of ⟨w, v_y⟩ / (η·s·P(y)·(1 − p_y)·E[α]) − 1|, the relative error of the predicted growth between
  /// checkpoints.
  case commonGrowthError
  /// |growth of ⟨w, v_y⟩| over |growth of ⟨w, v_{y,c}⟩| in the last half of training.
  case lateCommonGrowth
  /// Share of pairs (neuron, feature of the other superclass), lucky at initialisation, in which the neuron would still
  /// fire on the feature.
  case otherClassShare
  /// Share of the squared norm of trained lucky neurons that is orthogonal to their own feature.
  case offFeatureShare
  /// |b|/‖w‖, mean over trained lucky neurons.
  case biasRatio

  // MARK: Responses to single patches, without noise

  /// The own heads' response to one patch of their common feature.
  case commonResponse
  /// The own heads' response to one patch of a rare feature.
  case rareResponse
  /// The heads' response to one distractor patch that shows their common feature.
  case distractorResponse
  /// The own heads' response to an easy sample, which has s common and s rare patches.
  case easyResponse

  // MARK: Awakenings

  /// The number of (neuron, patch) pairs in which a neuron fired on pure noise during training.
  case noiseFirings

  /// The name in sentences and tables.
  public var text: String {
    switch self {
    case .luckyDeviation: "deviation of the lucky count from m·Q(c_b√L)"
    case .fewestLucky: "least lucky count of a (head, own feature)"
    case .overlapShare: "share of lucky neurons with two features"
    case .commonWeight: "⟨w, v_y⟩"
    case .rareWeight: "⟨w, v_{y,c}⟩"
    case .commonGrowthError: "|growth of ⟨w, v_y⟩ / (η s P(y) (1 − p_y) E[α]) − 1|"
    case .lateCommonGrowth: "late growth of ⟨w, v_y⟩ / late growth of ⟨w, v_{y,c}⟩"
    case .otherClassShare: "share of other-class features still answered"
    case .offFeatureShare: "share of ‖w‖² off the own feature"
    case .biasRatio: "|b| / ‖w‖"
    case .commonResponse: "response to a common patch"
    case .rareResponse: "response to a rare patch"
    case .distractorResponse: "response to a distractor"
    case .easyResponse: "response to an easy sample"
    case .noiseFirings: "firings on pure noise"
    }
  }

  /// Whether it is a share in [0, 1]; otherwise it is any number that is not negative.
  var isShare: Bool {
    switch self {
    case .otherClassShare: true
    default: false
    }
  }
}

/// A number that the conformance claims read once per run: a deviation of generator or trainer from its definition.
public enum Conformance: String, Hashable, Sendable, CaseIterable {
  // MARK: Inspections of the generator

  /// The deviation of the features from an orthonormal system: max |⟨v_i, v_j⟩ − δ_ij| over the dictionaries in use
  /// (Definition 4.1).
  case coherence
  /// The number of samples that do not show exactly the stated features (Definition 4.2).
  case compositionDefects
  /// Deviation of signal strengths from their law, in standard errors (Definition 4.2).
  case strengthDeviation
  /// Deviation of the noise from its law, in standard errors (Definition 4.2).
  case noiseDeviation
  /// The number of labels that are not the stated function of the features shown (Definition 4.3).
  case labelDefects
  /// Deviation of random labels from uniformity and independence, in standard errors (Definition 4.3).
  case labelDeviation
  /// The number of hard samples among the training samples (Definition 4.4).
  case hardInTraining
  /// Deviation of subclass frequencies from balance, in standard errors (Definition 4.4).
  case balanceDeviation
  /// The number of repeated online samples, or of samples of a finite set not seen exactly once per epoch (Definition
  /// 4.4).
  case repetitionDefects

  // MARK: Audits of the screen

  /// The number of checkpoints at which the pruned and the dense network differ in any observable.
  case differences = "departures"
  /// The number of (neuron, patch) pairs that the screen would leave out although the neuron fired.
  case lateAwakenings
  /// 1 if the screen's certificate was not met, otherwise 0.
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
    case .differences: "checkpoints where pruned and dense differ"
    case .lateAwakenings: "late awakenings"
    case .certificateFailures: "certificates not met"
    }
  }
}
