/// What a trial yields: observables at every checkpoint, and the certificate under which neurons were left out.
public struct Trace: Hashable, Sendable, Codable {
  /// Number of output heads H.
  public let heads: Int
  /// Neurons held in memory, over all heads.
  public let aliveNeurons: Int
  /// The certificate of dormant-neuron elimination.
  public let certificate: Certificate
  /// T*, where the extent asks for it and the trial reached it.
  public let timeToFit: Int?
  /// The observables, in order of time.
  public let checkpoints: [Checkpoint]
  /// Multiply–adds spent in products and updates: the trial's cost in a unit no clock disturbs.
  public let work: Int
}

/// The observables of a trial at one time (model.md §6).
///
/// Optional values are absent where labels say nothing about superclasses or subclasses.
public struct Checkpoint: Hashable, Sendable, Codable {
  /// Steps taken, T ≥ 1.
  public let time: Int
  /// Mean cross-entropy on fresh easy samples, in nats.
  public let trainingLoss: Double
  /// Misclassified easy samples out of the regime's `testSamples`; a tie counts ½.
  public let easyErrors: Double?
  /// Misclassified hard samples out of the regime's `testSamples`; a tie counts ½.
  public let hardErrors: Double?
  /// Median over easy samples of the margin: largest head of the own superclass minus largest of the other.
  public let medianEasyMargin: Double?
  /// Median margin over hard samples.
  public let medianHardMargin: Double?
  /// Mean of ⟨w, v_y⟩ over neurons of y's heads that were lucky for v_y at initialisation.
  public let commonWeight: Double?
  /// Mean of ⟨w, v_{y,c}⟩ over neurons of the head of (y, c), or of y, that were lucky for v_{y,c} at initialisation.
  public let rareWeight: Double?
  /// Number of neurons that ``commonWeight`` averages over, all heads together.
  public let luckyCommon: Int
  /// Number of neurons that ``rareWeight`` averages over, all heads together; a neuron counts once per feature.
  public let luckyRare: Int
  /// Hard samples whose answer the eliminated neurons could have changed; counted half an error each.
  public let undecided: Int
}

/// The bound on the probability that dormant-neuron elimination ever changed a trial (model.md §5).
public struct Certificate: Hashable, Sendable, Codable {
  /// The budget δ for the probability that any eliminated evaluation would have fired; 0 in dense mode.
  public let delta: Double
  /// The multiplier z of the screen; 0 in dense mode, where nothing is screened.
  public let multiplier: Double
  /// Uses of the screen: (neuron, patch) pairs not evaluated, dormant neurons included; a count that may pass 2⁵³.
  public let screened: Double
  /// Whether Q(z)·screened plus the probability of an over-long dormant neuron stays within δ.
  public let met: Bool
}
