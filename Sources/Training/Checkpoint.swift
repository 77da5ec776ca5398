import MultiView

/// The observables of a trial at one time (model.md §6).
///
/// Optional values are absent where labels say nothing about superclasses or subclasses, or where there is nobody to
/// average over. *Lucky* means lucky at initialisation (``LuckyCensus``), *trained* updated at least once. Weights and
/// responses are read in the trial's `Frame`; sums are exact to double precision and agree bit for bit between dense and
/// pruned networks.
public struct Checkpoint: Hashable, Sendable, Codable {
  // MARK: Fit and errors

  /// Steps taken, T ≥ 1.
  public var time: Int
  /// Mean cross-entropy on fresh samples of the training distribution, in nats.
  ///
  /// That is (1 − ρ)·loss on the easy test samples + ρ·loss on the hard ones, ρ the share of hard samples in training.
  public var trainingLoss: Double
  /// Mean cross-entropy on the first samples of a finite training set, as many as a test set has at most; nil for fresh samples.
  ///
  /// Under `instance` labels, which fresh samples do not have, it is ``trainingLoss`` too.
  public var sourceLoss: Double?
  /// Misclassified easy samples out of the regime's `testSamples`; a tie counts ½.
  public var easyErrors: Double?
  /// Misclassified hard samples out of the regime's `testSamples`; a tie counts ½.
  public var hardErrors: Double?
  /// Margins over easy samples: largest head of the own superclass minus largest of the other.
  public var easyMargin: Quantiles?
  /// Margins over hard samples.
  public var hardMargin: Quantiles?
  /// Hard samples whose answer the eliminated neurons could have changed; counted half an error each.
  public var undecided: Int
  /// Errors by the sums of softmax probabilities, where the trial asks for them (`Readout/marginal`).
  public var marginal: TestErrors?
  /// Errors of the fitted probe, where the trial asks for one (`Readout/probe`).
  public var probe: TestErrors?

  // MARK: Weights of neurons that were lucky at initialisation

  /// Mean of ⟨w, v_y⟩ over neurons of y's heads that were lucky for v_y.
  public var commonWeight: Double?
  /// Mean of ⟨w, v_{y,c}⟩ over neurons of the head of (y, c), or of y, that were lucky for v_{y,c}.
  public var rareWeight: Double?
  /// Mean of ⟨w, v_{−y}⟩ over neurons of y's heads that were lucky for v_{−y}.
  public var otherCommonWeight: Double?
  /// Mean of ⟨w, v_{−y,c}⟩ over neurons of y's heads that were lucky for v_{−y,c}, all c.
  public var otherRareWeight: Double?
  /// Growth of ``commonWeight`` since the previous checkpoint, at first since initialisation, over what the stated gradient
  /// predicts (see `Drive`); coarse labels only.
  ///
  /// The first step falls short by about c_b² L ι/8: neurons that were barely lucky do not fire on the weakest patches yet.
  public var commonGrowth: Double?
  /// Share of pairs (neuron of y's heads, feature of −y), lucky at initialisation, that still have ⟨w, v⟩ + b > 0.
  public var otherClassShare: Double?
  /// Σ (‖w‖² − ⟨w, v⟩²) / Σ ‖w‖² over trained neurons that were lucky for a feature v of their own head; a neuron counts
  /// once per such feature.
  public var offFeatureShare: Double?
  /// Mean of |b|/‖w‖ over trained neurons that were lucky for a feature of their own head.
  public var biasRatio: Double?

  // MARK: Responses to one patch without noise: F_h(α v) = Σ_r ReLU(α⟨w_r, v⟩ + b_r) over the neurons of head h, α = 1

  /// Mean over heads of their response to a patch of their common feature, v_y for a head of y.
  public var commonResponse: Double?
  /// Mean over heads and the rare features of each (all v_{y,c} for a head of y, one for a head of (y, c)) of the response.
  public var rareResponse: Double?
  /// Mean over heads of their response to a distractor, a patch ι† v_y of their common feature.
  ///
  /// Those are the heads that a distractor speaks to: it shows hard samples of −y.
  public var distractorResponse: Double?

  // MARK: Awakenings

  /// (neuron, patch) pairs that fired on patches of pure noise in training so far.
  ///
  /// In pruned mode only evaluated neurons can fire; the certificate says that no other would have.
  public var noiseFirings: Int
  /// Trained neurons with √(1+ι)·max ⟨w, v⟩ + b ≤ 0 over all features v at initialisation: no signal alone could fire them.
  public var awakened: Int

  /// Returns the errors under a read-out; nil where it was not taken.
  public func errors(by readout: Readout) -> TestErrors? {
    switch readout {
    case .max:
      easyErrors.flatMap { easy in hardErrors.map { TestErrors(easy: easy, hard: $0, undecided: undecided) } }
    case .marginal: marginal
    case .probe: probe
    }
  }

  /// An observation of what every trial has; the rest is set afterwards.
  public init(time: Int, trainingLoss: Double) {
    self.time = time
    self.trainingLoss = trainingLoss
    undecided = 0
    noiseFirings = 0
    awakened = 0
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case time, trainingLoss, sourceLoss, easyErrors, hardErrors, easyMargin, hardMargin, undecided, marginal, probe,
      commonWeight, rareWeight, otherCommonWeight, otherRareWeight, commonGrowth, otherClassShare, offFeatureShare,
      biasRatio, commonResponse, rareResponse, distractorResponse, noiseFirings, awakened
  }
}
