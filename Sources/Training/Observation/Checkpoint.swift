import MultiView

/// The observables of a trial at one time (model.md §6).
///
/// Optional values are nil where labels tell no superclass or subclass, or where there is no neuron to average over.
/// *Lucky* means lucky at initialisation (``LuckyCensus``); *trained* means updated at least once. Weights and
/// responses are read in the trial's `Frame`. Sums are exact to double precision and agree bit for bit between dense
/// and pruned networks.
package struct Checkpoint: Hashable, Sendable, Codable {
  // MARK: Fit and errors

  /// Steps taken, T ≥ 1.
  package var time: Int
  /// Mean cross-entropy on fresh samples of the training distribution, in nats.
  ///
  /// This is (1 − ρ)·loss on easy test samples + ρ·loss on hard ones; ρ is the share of hard samples in training.
  package var trainingLoss: Double
  /// Mean cross-entropy on the first samples of a finite training set; nil if every step draws fresh samples.
  ///
  /// While a new head is fine-tuned, the set is its own.
  ///
  /// It uses at most as many samples as a test set has. Under `instance` labels it is ``trainingLoss`` too, since fresh
  /// samples have no such label.
  package var sourceLoss: Double?
  /// Misclassified easy samples out of the regime's `testSamples`; a tie counts ½.
  package var easyErrors: Double?
  /// Misclassified hard samples out of the regime's `testSamples`; a tie counts ½.
  package var hardErrors: Double?
  /// Margins over easy samples: the largest output of the sample's own superclass minus the largest of the other.
  package var easyMargin: Quantiles?
  /// Margins over hard samples.
  package var hardMargin: Quantiles?
  /// Hard samples whose answer the eliminated neurons could have changed; counted half an error each.
  package var undecided: Int
  /// Errors by the sums of softmax probabilities (`Readout/marginal`); nil unless the trial takes this read-out.
  package var marginal: TestErrors?
  /// Errors of the fitted probe (`Readout/probe`); nil unless the trial takes this read-out.
  package var probe: TestErrors?

  // MARK: Weights of neurons that were lucky at initialisation

  /// Mean of ⟨w, v_y⟩ over neurons of y's heads that were lucky for v_y.
  package var commonWeight: Double?
  /// Mean of ⟨w, v_{y,c}⟩ over neurons of the head of (y, c), or of y, that were lucky for v_{y,c}.
  package var rareWeight: Double?
  /// Mean of ⟨w, v_{−y}⟩ over neurons of y's heads that were lucky for v_{−y}.
  package var otherCommonWeight: Double?
  /// Mean of ⟨w, v_{−y,c}⟩ over neurons of y's heads that were lucky for v_{−y,c}, all c.
  package var otherRareWeight: Double?
  /// The smallest ⟨w, v_y⟩ over the neurons of ``commonWeight``.
  package var leastCommonWeight: Double?
  /// The smallest ⟨w, v_{y,c}⟩ over the neurons and features of ``rareWeight``.
  package var leastRareWeight: Double?
  /// Share of pairs (neuron, feature of its own head), lucky at initialisation, that still have ⟨w, v⟩ + b > 0.
  package var firingShare: Double?
  /// Growth of ``commonWeight`` divided by the growth that the stated gradient predicts; coarse labels only.
  ///
  /// See `Drive` for the prediction. Growth counts from the previous checkpoint, at the first one from initialisation.
  /// In the first step it falls short by about c_b² L ι/8, because neurons that were barely lucky do not fire on the
  /// weakest patches yet.
  package var commonGrowth: Double?
  /// Share of pairs (neuron of y's heads, feature of −y), lucky at initialisation, that still have ⟨w, v⟩ + b > 0.
  package var otherClassShare: Double?
  /// Σ (‖w‖² − ⟨w, v⟩²) / Σ ‖w‖² over trained neurons that were lucky for a feature v of their own head.
  ///
  /// A neuron counts once per such feature.
  package var offFeatureShare: Double?
  /// Mean of |b|/‖w‖ over trained neurons that were lucky for a feature of their own head.
  package var biasRatio: Double?

  /// Σ ‖w − w₀‖² / Σ ‖w₀‖² since fine-tuning with a new head began; nil at every other time (`HiddenMotion`).
  package var hiddenMotion: Double?

  // MARK: Responses to one patch without noise: F_h(α v) = Σ_r ReLU(α⟨w_r, v⟩ + b_r) over the neurons of head h, α = 1

  /// Mean over heads of their response to a patch of their common feature, v_y for a head of y.
  package var commonResponse: Double?
  /// Mean response over heads and the rare features of each: all v_{y,c} for a head of y, one for a head of (y, c).
  package var rareResponse: Double?
  /// The smallest response of ``commonResponse``.
  package var leastCommonResponse: Double?
  /// The smallest response of ``rareResponse``.
  package var leastRareResponse: Double?
  /// The largest response of ``rareResponse``.
  package var largestRareResponse: Double?
  /// Mean over heads of their response to a distractor, a patch ι† v_y of their common feature.
  ///
  /// For these heads the distractor is the common feature; it occurs in hard samples of −y.
  package var distractorResponse: Double?

  // MARK: Residuals

  /// k times the largest share of a subclass in the residuals of its superclass; while training on coarse labels only.
  ///
  /// See `Residuals`. They are summed since the previous checkpoint, at the first one since the start of the stage.
  package var residualConcentration: Double?

  // MARK: Awakenings

  /// (neuron, patch) pairs that fired on patches of pure noise in training so far.
  ///
  /// In pruned mode only evaluated neurons are counted; the certificate says that no other neuron would have fired.
  package var noiseFirings: Int
  /// Trained neurons with √(1+ι)·max ⟨w, v⟩ + b ≤ 0 over all features v at initialisation: no feature alone fired them.
  ///
  /// Nil where a concentrated trial cannot count them: once few samples stood for many, or if it leaves out pairs.
  package var awakened: Int?

  /// Returns the errors under a read-out; nil where it was not taken.
  package func errors(by readout: Readout) -> TestErrors? {
    switch readout {
    case .max:
      easyErrors.flatMap { easy in hardErrors.map { TestErrors(easy: easy, hard: $0, undecided: undecided) } }
    case .marginal: marginal
    case .probe: probe
    }
  }

  /// A checkpoint with the values that every trial has; the other values are set afterwards.
  package init(time: Int, trainingLoss: Double) {
    self.time = time
    self.trainingLoss = trainingLoss
    undecided = 0
    noiseFirings = 0
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case time, trainingLoss, sourceLoss, easyErrors, hardErrors, easyMargin, hardMargin, undecided, marginal, probe,
      commonWeight, rareWeight, otherCommonWeight, otherRareWeight, leastCommonWeight, leastRareWeight, firingShare,
      commonGrowth, otherClassShare, offFeatureShare, biasRatio, hiddenMotion, commonResponse, rareResponse,
      leastCommonResponse,
      leastRareResponse, largestRareResponse, distractorResponse, residualConcentration, noiseFirings, awakened
  }
}

extension Checkpoint {
  /// A number per checkpoint that `littleo trial` shows.
  ///
  /// To add one: a property of the checkpoint with its `CodingKeys` case, a row here, and a row in
  /// `ObservableReadings` under the same name. It also needs a new `Trainer.version`, because stored traces lack the
  /// number.
  package struct NamedNumber: Sendable {
    /// The table of `littleo trial` that shows it.
    package enum Group: Sendable {
      /// Weights, biases and norms.
      case weights
      /// Responses to single patches.
      case responses
    }

    /// The name, that of the `Observable` where claims read it.
    package let name: String
    /// The table.
    package let group: Group
    /// The heading of its column.
    package let heading: String
    /// Reads the value; nil where the trial does not define it.
    package let value: @Sendable (Checkpoint) -> Double?
  }

  /// The named observables, in the order of their tables.
  package static let named = [
    NamedNumber(name: "commonWeight", group: .weights, heading: "common") { $0.commonWeight },
    NamedNumber(name: "rareWeight", group: .weights, heading: "rare") { $0.rareWeight },
    NamedNumber(name: "otherCommonWeight", group: .weights, heading: "other common") { $0.otherCommonWeight },
    NamedNumber(name: "otherRareWeight", group: .weights, heading: "other rare") { $0.otherRareWeight },
    NamedNumber(name: "leastCommonWeight", group: .weights, heading: "least common") { $0.leastCommonWeight },
    NamedNumber(name: "leastRareWeight", group: .weights, heading: "least rare") { $0.leastRareWeight },
    NamedNumber(name: "firingShare", group: .weights, heading: "firing share") { $0.firingShare },
    NamedNumber(name: "commonGrowth", group: .weights, heading: "common growth") { $0.commonGrowth },
    NamedNumber(name: "otherClassShare", group: .weights, heading: "other-class share") { $0.otherClassShare },
    NamedNumber(name: "offFeatureShare", group: .weights, heading: "off-feature share") { $0.offFeatureShare },
    NamedNumber(name: "biasRatio", group: .weights, heading: "bias ratio") { $0.biasRatio },
    NamedNumber(name: "hiddenMotion", group: .weights, heading: "hidden motion") { $0.hiddenMotion },
    NamedNumber(name: "commonResponse", group: .responses, heading: "response to common") { $0.commonResponse },
    NamedNumber(name: "rareResponse", group: .responses, heading: "to rare") { $0.rareResponse },
    NamedNumber(name: "leastCommonResponse", group: .responses, heading: "least to common") { $0.leastCommonResponse },
    NamedNumber(name: "leastRareResponse", group: .responses, heading: "least to rare") { $0.leastRareResponse },
    NamedNumber(name: "largestRareResponse", group: .responses, heading: "largest to rare") {
      $0.largestRareResponse
    },
    NamedNumber(name: "distractorResponse", group: .responses, heading: "to distractor") {
      $0.distractorResponse
    },
    NamedNumber(name: "residualConcentration", group: .responses, heading: "k · residual share") {
      $0.residualConcentration
    },
  ]
}

/// Quantiles of a sample.
package struct Quantiles: Hashable, Sendable, Codable {
  /// The 5 % quantile.
  package let low: Double
  /// The median.
  package let median: Double
  /// The 95 % quantile.
  package let high: Double

  /// Quantiles from their values.
  package init(low: Double, median: Double, high: Double) {
    self.low = low
    self.median = median
    self.high = high
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case low, median, high
  }
}

/// Misclassified test samples under one read-out, out of the regime's `testSamples` of each kind; a tie counts ½.
package struct TestErrors: Hashable, Sendable, Codable {
  /// Among easy samples.
  package var easy: Double
  /// Among hard samples.
  package var hard: Double
  /// Hard samples whose answer the eliminated neurons could have changed; counted half an error each in ``hard``.
  package var undecided: Int

  /// Errors from their counts.
  package init(easy: Double, hard: Double, undecided: Int) {
    self.easy = easy
    self.hard = hard
    self.undecided = undecided
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case easy, hard, undecided
  }

  /// The errors as shares of the test samples of each kind.
  package func shares(in parameters: ModelParameters) -> (easy: Double, hard: Double) {
    let samples = Double(parameters.testSamples)
    return (easy / samples, hard / samples)
  }
}

/// Counts the errors of one read-out on one test set.
struct AnswerTally {
  private(set) var errors = 0.0
  private(set) var undecided = 0

  /// Adds an answer, which is right if its margin is positive.
  ///
  /// A tie counts as half an error, and so does an answer that eliminated neurons could change.
  ///
  /// - Parameter slack: How much eliminated neurons can move the margin.
  mutating func add(margin: Double, slack: Double) {
    if abs(margin) <= slack {
      errors += 0.5
      if slack > 0 { undecided += 1 }
    } else if margin < 0 {
      errors += 1
    }
  }
}
