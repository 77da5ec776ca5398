import Experiments

/// The quantities that the shared trainer yields (model.md §6).
extension Observable {
  // MARK: Fit and errors

  /// Cross-entropy on fresh samples of the training distribution.
  package static let trainingLoss = Observable("trainingLoss", "training loss", .positive, notation: "L(%)")
  /// Cross-entropy on a finite training set, evaluated on at most as many samples as a test set has.
  package static let sourceLoss = Observable(
    "sourceLoss", "loss on the training set", .positive, notation: "L_S(%)")
  /// T*, the first checkpoint with a training loss within its bound, in steps.
  package static let timeToFit = Observable("timeToFit", "T*", .positive, isOfRun: true)

  /// The share of misclassified test samples of a kind under a read-out; ties count half.
  package static func error(on kind: Sample.Kind, by readout: Readout = .max) -> Observable {
    let suffix = readout == .max ? "" : "By" + readout.rawValue.prefix(1).uppercased() + readout.rawValue.dropFirst()
    let words = "\(kind.rawValue)-sample error" + (readout == .max ? "" : " by \(readout.rawValue)")
    return Observable(
      "\(kind.rawValue)Error\(suffix)", words, .count,
      notation: "P[% errs on \(kind.rawValue) X\(readout == .max ? "" : ", by \(readout.rawValue)")]")
  }

  /// The share of correctly classified test samples of a kind, 1 − error.
  package static func accuracy(on kind: Sample.Kind) -> Observable {
    Observable(
      "\(kind.rawValue)Accuracy", "\(kind.rawValue)-sample accuracy", .count,
      notation: "P[% is right on \(kind.rawValue) X]")
  }

  /// The share of misclassified test samples of a kind under the cheapest read-out that the labels define.
  ///
  /// Pictures show it; no conclusion reads it.
  package static func shownError(on kind: Sample.Kind) -> Observable {
    Observable("\(kind.rawValue)ErrorShown", "\(kind.rawValue)-sample error", .count)
  }

  /// η·T·(training loss)·s²·λ/2 at time T.
  ///
  /// Gradient flow from small weights predicts about 1 under coarse labels, and about k under fine ones. It does so for ι
  /// near 0: otherwise strong patches fire more than λ neurons.
  public static let scaledLoss = Observable("scaledLoss", "η T · training loss · s² λ/2", .positive)

  // MARK: Margins

  // A margin is the largest output of the sample's own superclass minus the largest of the other. It has no bound, while
  // decisions about a signed quantity take values in [−1, 1] only. Larger margins can be read with high probability, or
  // as a ratio.

  /// The median margin over easy samples.
  public static let easyMargin = Observable("easyMargin", "median easy margin", .signed)
  /// The median margin over hard samples.
  public static let hardMargin = Observable("hardMargin", "median hard margin", .signed)
  /// The 5 % quantile of the margins over easy samples.
  public static let easyMarginLow = Observable("easyMarginLow", "5 % quantile of easy margins", .signed)
  /// The 5 % quantile of the margins over hard samples.
  public static let hardMarginLow = Observable("hardMarginLow", "5 % quantile of hard margins", .signed)
  /// The median hard margin divided by the median easy one, where that is positive.
  public static let marginRatio = Observable(
    "marginRatio", "median hard margin / median easy margin", .signed, mayStartLate: true)

  // MARK: At initialisation

  /// |N − E|/√E for the number N of lucky (neuron, own feature) pairs of the network and its expectation E.
  public static let luckyDeviation = Observable(
    "luckyDeviation", "deviation of the lucky count from m·Q(c_b√L)", .positive, isOfRun: true)
  /// The smallest number of lucky neurons over all (head, own feature) pairs.
  public static let fewestLucky = Observable(
    "fewestLucky", "least lucky count of a (head, own feature)", .positive, isOfRun: true)
  /// The share of lucky neurons that are lucky for at least two features.
  public static let overlapShare = Observable(
    "overlapShare", "share of lucky neurons with two features", .positive, isOfRun: true)

  // MARK: Weights

  /// ⟨w, v_y⟩, mean over neurons of y's heads that were lucky for v_y.
  public static let commonWeight = Observable("commonWeight", "⟨w, v_y⟩", .positive)
  /// ⟨w, v_{y,c}⟩, mean over neurons of the own head that were lucky for v_{y,c}.
  public static let rareWeight = Observable("rareWeight", "⟨w, v_{y,c}⟩", .positive)
  /// ⟨w, v_y⟩, smallest over the neurons of ``commonWeight``.
  public static let leastCommonWeight = Observable("leastCommonWeight", "least ⟨w, v_y⟩", .positive)
  /// ⟨w, v_{y,c}⟩, smallest over the neurons and features of ``rareWeight``.
  public static let leastRareWeight = Observable("leastRareWeight", "least ⟨w, v_{y,c}⟩", .positive)
  /// Share of pairs (neuron, feature of its own head), lucky at initialisation, in which the neuron would still fire on
  /// the feature.
  public static let firingShare = Observable("firingShare", "share of own features still answered", .share)
  /// |growth of ⟨w, v_y⟩ / (η·s·P(y)·(1 − p_y)·E[α]) − 1|, the relative error of the predicted growth between
  /// checkpoints.
  public static let commonGrowthError = Observable(
    "commonGrowthError", "|growth of ⟨w, v_y⟩ / (η s P(y) (1 − p_y) E[α]) − 1|", .positive, mayStartLate: true)
  /// |growth of ⟨w, v_y⟩| over |growth of ⟨w, v_{y,c}⟩| in the last half of training.
  public static let lateCommonGrowth = Observable(
    "lateCommonGrowth", "late growth of ⟨w, v_y⟩ / late growth of ⟨w, v_{y,c}⟩", .positive, isOfRun: true)
  /// Share of pairs (neuron, feature of the other superclass), lucky at initialisation, in which the neuron would still
  /// fire on the feature.
  public static let otherClassShare = Observable(
    "otherClassShare", "share of other-class features still answered", .share)
  /// Share of the squared norm of trained lucky neurons that is orthogonal to their own feature.
  public static let offFeatureShare = Observable("offFeatureShare", "share of ‖w‖² off the own feature", .positive)
  /// |b|/‖w‖, mean over trained lucky neurons.
  public static let biasRatio = Observable("biasRatio", "|b| / ‖w‖", .positive)

  /// Σ ‖w − w₀‖² / Σ ‖w₀‖² over trained lucky neurons since fine-tuning with a new head began; 0 if they are frozen.
  public static let hiddenMotion = Observable(
    "hiddenMotion", "motion ‖w − w₀‖² / ‖w₀‖² in fine-tuning", .positive)

  // MARK: Residuals

  /// k times the largest share of a subclass in the residuals Σ (1 − p_y) of its superclass since the checkpoint before;
  /// under coarse labels only.
  ///
  /// It is 1 if residuals are even.
  public static let residualConcentration = Observable(
    "residualConcentration", "k · largest share of a subclass in Σ (1 − p_y)", .positive)

  // MARK: Responses to single patches, without noise

  /// The own heads' response to one patch of their common feature.
  public static let commonResponse = Observable("commonResponse", "response to a common patch", .positive)
  /// The own heads' response to one patch of a rare feature.
  public static let rareResponse = Observable("rareResponse", "response to a rare patch", .positive)
  /// The smallest response of an own head to one patch of its common feature.
  public static let leastCommonResponse = Observable(
    "leastCommonResponse", "least response to a common patch", .positive)
  /// The smallest response of an own head to one patch of a rare feature.
  public static let leastRareResponse = Observable("leastRareResponse", "least response to a rare patch", .positive)
  /// The largest response of an own head to one patch of a rare feature.
  public static let largestRareResponse = Observable(
    "largestRareResponse", "largest response to a rare patch", .positive)
  /// The heads' response to one distractor patch that shows their common feature.
  public static let distractorResponse = Observable("distractorResponse", "response to a distractor", .positive)
  /// The own heads' response to an easy sample, which has s common and s rare patches.
  public static let easyResponse = Observable("easyResponse", "response to an easy sample", .positive)

  /// B / (A + (1 − 1/k)(e^A − 1)), with A = s·(response to a common patch) and B = s·(response to a rare patch).
  ///
  /// Gradient flow under fine labels from small weights predicts 1. Undefined where A is 0.
  public static let settlingRatio = Observable("settlingRatio", "B / (A + (1 − 1/k)(e^A − 1))", .positive)

  // MARK: Awakenings

  /// The number of trained neurons that no feature alone could fire at initialisation.
  public static let awakened = Observable("awakened", "awakened neurons", .positive)
  /// The number of (neuron, patch) pairs in which a neuron fired on pure noise during training.
  public static let noiseFirings = Observable("noiseFirings", "firings on pure noise", .positive)
}

/// Deviations of generator or trainer from a definition, once per run.
extension Observable {
  // MARK: Inspections of the generator

  /// The deviation of the features from an orthonormal system: max |⟨v_i, v_j⟩ − δ_ij| over the dictionaries in use
  /// (Definition 4.1).
  public static let coherence = Observable("coherence", "max |⟨v_i, v_j⟩ − δ_ij|", .positive, isOfRun: true)
  /// The number of samples that do not show exactly the stated features (Definition 4.2).
  public static let compositionDefects = Observable(
    "compositionDefects", "samples without exactly the stated features", .positive, isOfRun: true)
  /// Deviation of signal strengths from their law, in standard errors (Definition 4.2).
  public static let strengthDeviation = Observable(
    "strengthDeviation", "deviation of signal strengths", .positive, isOfRun: true)
  /// Deviation of the noise from its law, in standard errors (Definition 4.2).
  public static let noiseDeviation = Observable(
    "noiseDeviation", "deviation of the noise from N(0, σ_ζ²)", .positive, isOfRun: true)
  /// The number of labels that are not the stated function of the features shown (Definition 4.3).
  public static let labelDefects = Observable(
    "labelDefects", "labels that are not the stated function", .positive, isOfRun: true)
  /// Deviation of random labels from uniformity and independence, in standard errors (Definition 4.3).
  public static let labelDeviation = Observable(
    "labelDeviation", "deviation of random labels", .positive, isOfRun: true)
  /// The number of hard samples among the training samples (Definition 4.4).
  public static let hardInTraining = Observable("hardInTraining", "hard samples in training", .positive, isOfRun: true)
  /// Deviation of subclass frequencies from balance, in standard errors (Definition 4.4).
  public static let balanceDeviation = Observable(
    "balanceDeviation", "deviation from balanced subclasses", .positive, isOfRun: true)
  /// The number of repeated online samples, or of samples of a finite set not seen exactly once per epoch (Definition
  /// 4.4).
  public static let repetitionDefects = Observable(
    "repetitionDefects", "samples repeated out of turn", .positive, isOfRun: true)

  // MARK: Audits of the screen

  /// The number of checkpoints at which the pruned and the dense network differ in any observable.
  public static let differences = Observable(
    "departures", "checkpoints where pruned and dense differ", .positive, isOfRun: true)
  /// The number of (neuron, patch) pairs that the screen would leave out although the neuron fired.
  public static let lateAwakenings = Observable("lateAwakenings", "late awakenings", .positive, isOfRun: true)
  /// 1 if the screen's certificate was not met, otherwise 0.
  public static let certificateFailures = Observable(
    "certificateFailures", "certificates not met", .positive, isOfRun: true)

  // MARK: Comparisons of a concentrated trial with the exact one

  /// The training loss of a concentrated trial divided by that of the exact trial with the same neurons and samples.
  public static let lossRatio = Observable(
    "lossRatio", "training loss, concentrated / exact", .positive, isOfRun: true)
  /// The same for median margins on easy samples.
  public static let easyMarginRatio = Observable(
    "easyMarginRatio", "median easy margin, concentrated / exact", .positive, isOfRun: true)
  /// The same for the share of hard samples answered correctly.
  public static let hardAccuracyRatio = Observable(
    "hardAccuracyRatio", "hard-sample accuracy, concentrated / exact", .positive, isOfRun: true)
  /// The same for the mean weight on own common features.
  public static let commonWeightRatio = Observable(
    "commonWeightRatio", "⟨w, v_y⟩, concentrated / exact", .positive, isOfRun: true)
  /// The same for the mean weight on own rare features.
  public static let rareWeightRatio = Observable(
    "rareWeightRatio", "⟨w, v_{y,c}⟩, concentrated / exact", .positive, isOfRun: true)
  /// The same for the share of ‖w‖² off the own feature.
  public static let offFeatureRatio = Observable(
    "offFeatureRatio", "share of ‖w‖² off the own feature, concentrated / exact", .positive, isOfRun: true)
  /// The same for the noise of heads' answers: the norm of Σ w off the feature, over the neurons sure to answer it.
  public static let answerNoiseRatio = Observable(
    "answerNoiseRatio", "noise of answers, concentrated / exact", .positive, isOfRun: true)
  /// The same for the number of trained neurons that more than one feature fires, each number increased by 1.
  public static let severalFeaturesRatio = Observable(
    "severalFeaturesRatio", "1 + neurons that several features fire, concentrated / exact", .positive, isOfRun: true)
}
