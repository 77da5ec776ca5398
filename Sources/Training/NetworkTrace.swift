/// The result of a trial: observables at every checkpoint, and the certificate under which neurons were left out.
package struct NetworkTrace: Hashable, Sendable, Codable {
  /// Number of output heads H.
  package let heads: Int
  /// Neurons held in memory, over all heads.
  package let aliveNeurons: Int
  /// The certificate of dormant-neuron elimination.
  package let certificate: Certificate
  /// T*; nil if the schedule does not ask for it or the trial did not reach it.
  package let timeToFit: Int?
  /// The counts of neurons that were lucky at initialisation; nil where no network was trained.
  package let census: LuckyCensus?
  /// The observables, in order of time.
  package let checkpoints: [Checkpoint]
  /// The observables while fine-tuning, in order of time; nil without fine-tuning.
  ///
  /// Time goes on counting from the end of pretraining.
  package let finetuning: [Checkpoint]?
  /// The findings of an inspection of the generator, where the schedule asks for one.
  package let inspection: Inspection?
  /// The findings of an audit of the screen, where the schedule asks for one.
  package let audit: Audit?
  /// The comparison with the exact trial, where the schedule asks for one.
  package let comparison: Comparison?
  /// What separates a concentrated trial from the exact one in law; nil for exact trials.
  package let law: LawCertificate?
  /// Multiply–adds spent in products and updates: a cost that does not depend on the speed of the machine.
  package let work: Int

  /// A trace from its parts.
  package init(
    heads: Int, aliveNeurons: Int, certificate: Certificate, timeToFit: Int?, census: LuckyCensus? = nil,
    checkpoints: [Checkpoint], finetuning: [Checkpoint]? = nil, inspection: Inspection? = nil, audit: Audit? = nil,
    law: LawCertificate? = nil, comparison: Comparison? = nil, work: Int
  ) {
    self.heads = heads
    self.aliveNeurons = aliveNeurons
    self.certificate = certificate
    self.timeToFit = timeToFit
    self.census = census
    self.checkpoints = checkpoints
    self.finetuning = finetuning
    self.inspection = inspection
    self.audit = audit
    self.law = law
    self.comparison = comparison
    self.work = work
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case heads, aliveNeurons, certificate, timeToFit, census, checkpoints, finetuning, inspection, audit, law,
      comparison,
      work
  }
}

/// A bound on the probability that dormant-neuron elimination changed the result of a trial (model.md §5).
package struct Certificate: Hashable, Sendable, Codable {
  /// The budget δ for the probability that any eliminated evaluation would have fired; 0 in dense mode.
  package let delta: Double
  /// The multiplier z of the screen; 0 in dense mode, where nothing is screened.
  package let multiplier: Double
  /// Uses of the screen: (neuron, patch) pairs not evaluated, dormant neurons included.
  ///
  /// The count is a `Double` because it may exceed 2⁵³.
  package let screened: Double
  /// Whether Q(z)·screened plus the other risks stays within δ.
  ///
  /// The other risks are that some initial ‖w‖ exceeds its bound ρσ0, and that the bound on dominant noise fails.
  package let met: Bool

  /// A certificate from its parts.
  package init(delta: Double, multiplier: Double, screened: Double, met: Bool) {
    self.delta = delta
    self.multiplier = multiplier
    self.screened = screened
    self.met = met
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case delta, multiplier, screened, met
  }
}

/// How many neurons were lucky for each feature at initialisation: ⟨w, v⟩ + b > 0 (model.md §3).
///
/// Counts are those of the whole network in both modes, because elimination never leaves out a lucky neuron. The own
/// features of a head of y are v_y and its rare features: all v_{y,c} under coarse labels, the one v_{y,c} under fine
/// ones.
package struct LuckyCensus: Hashable, Sendable, Codable {
  /// The count of each head (outer) and feature (inner), features in the order of their coordinates in `Features`.
  ///
  /// Empty for a concentrated trial that leaves out pairs outside the label map.
  package let counts: [[Int]]
  /// The expected count m·Q(c_b√(ln d)) of each head and feature.
  package let expected: Double
  /// Neurons lucky for the common feature of their own head, all heads together; 0 where heads have no own features.
  package let common: Int
  /// As ``common``, for own rare features; a neuron counts once per feature.
  package let rare: Int
  /// The smallest count over heads and their own features; nil where heads have no own features.
  package let fewest: Int?
  /// Neurons lucky for at least one feature, own or not, all heads together.
  package let lucky: Int
  /// Neurons lucky for two features or more.
  package let overlapping: Int

  /// A census from its counts.
  package init(
    counts: [[Int]], expected: Double, common: Int, rare: Int, fewest: Int?, lucky: Int, overlapping: Int
  ) {
    self.counts = counts
    self.expected = expected
    self.common = common
    self.rare = rare
    self.fewest = fewest
    self.lucky = lucky
    self.overlapping = overlapping
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case counts, expected, common, rare, fewest, lucky, overlapping
  }
}

/// The findings of an inspection of the generator at one dimension and seed (Definitions 4.1 to 4.4).
///
/// Patches are drawn as for training and projected on the nominal dictionary; the results are compared with the stated
/// parameters. A *deviation* is a statistic in units of its own sampling error. A sound generator exceeds 5 about once
/// in a million inspections.
package struct Inspection: Hashable, Sendable, Codable {
  /// The number of samples inspected of each kind.
  var samples: Int
  /// max |⟨v_i, v_j⟩ − δ_ij| over the standard dictionary and an explicitly rotated one (Definition 4.1).
  package var coherence = 0.0
  /// Samples of both kinds that do not show exactly the stated features, each on the stated number of patches
  /// (Definition 4.2).
  ///
  /// Examples are an own common feature in a hard sample, a missing or weak distractor, and a foreign feature.
  package var compositionDefects = 0
  /// Deviation of the mean signal strength, and of strengths beyond their range (infinite counts as 10⁶).
  package var strengthDeviation = 0.0
  /// The largest deviation of the noise from N(0, σ_ζ²): mean, variance, kurtosis, and the Kolmogorov–Smirnov
  /// statistic.
  package var noiseDeviation = 0.0
  /// Training labels, over all maps, that are not the stated function of the features shown (Definition 4.3).
  package var labelDefects = 0
  /// The largest deviation of random labels from uniformity and independence of the subclass.
  package var labelDeviation = 0.0
  /// Hard samples among the training samples (Definition 4.4).
  package var hardInTraining = 0
  /// Deviation of subclass frequencies from balance.
  package var balanceDeviation = 0.0
  /// Training and test samples that repeat an earlier training or test sample.
  ///
  /// With a finite set, samples that do not occur exactly once in each epoch, or not in a new order, are counted too.
  package var repetitionDefects = 0

  /// Creates an inspection without findings.
  package init(samples: Int) { self.samples = samples }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case samples, coherence, compositionDefects, strengthDeviation, noiseDeviation, labelDefects, labelDeviation,
      hardInTraining, balanceDeviation, repetitionDefects
  }
}

/// The result of checking dormant-neuron elimination on a dense network in training (model.md §5).
///
/// The screen is compared with every neuron on every patch of every training step.
package struct Audit: Hashable, Sendable, Codable {
  /// Skipped pairs: (neuron, patch) pairs that the screen would have left out.
  var screened: Int
  /// Missed firings: skipped pairs that fired nevertheless, each an error of the screen.
  package var awakenings: Int
  /// Checkpoints at which any observable of the pruned network differs from the dense one's.
  package var differences: Int
  /// Whether the pruned network's certificate was met.
  package var isCertified: Bool

  /// An audit from its counts.
  package init(screened: Int, awakenings: Int, differences: Int, isCertified: Bool) {
    self.screened = screened
    self.awakenings = awakenings
    self.differences = differences
    self.isCertified = isCertified
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case screened, awakenings
    case differences = "departures"
    case isCertified
  }
}
