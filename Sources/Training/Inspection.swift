/// What an inspection of the generator found at one dimension and seed (Definitions 4.1 to 4.4).
///
/// Everything is measured on patches as training gets them, by projecting them on the stated dictionary, and compared with
/// the stated parameters. A *deviation* is a statistic in units of its own sampling error: a sound generator exceeds 5
/// about once in a million inspections.
public struct Inspection: Hashable, Sendable, Codable {
  /// Samples of each kind that were looked at.
  public var samples: Int
  /// max |⟨v_i, v_j⟩ − δ_ij| over the standard dictionary and an explicitly rotated one (Definition 4.1).
  public var coherence = 0.0
  /// Samples of both kinds that do not show exactly the stated features, each on the stated number of patches
  /// (Definition 4.2): an own common feature in a hard sample, a missing or weak distractor, a foreign feature.
  public var compositionDefects = 0
  /// Deviation of the mean signal strength, and of strengths beyond their range (infinite counts as 10⁶).
  public var strengthDeviation = 0.0
  /// The largest deviation of the noise from N(0, σ_ζ²): mean, variance, kurtosis, and the Kolmogorov–Smirnov statistic.
  public var noiseDeviation = 0.0
  /// Training labels, over all maps, that are not the stated function of the features shown (Definition 4.3).
  public var labelDefects = 0
  /// The largest deviation of random labels from uniformity and independence of the subclass.
  public var labelDeviation = 0.0
  /// Hard samples among the training samples (Definition 4.4).
  public var hardInTraining = 0
  /// Deviation of subclass frequencies from balance.
  public var balanceDeviation = 0.0
  /// Training and test samples that repeat an earlier one of either, plus samples of a finite set that are not seen exactly
  /// once in each epoch, or not in a new order.
  public var repetitionDefects = 0

  /// An inspection that found nothing yet.
  public init(samples: Int) { self.samples = samples }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case samples, coherence, compositionDefects, strengthDeviation, noiseDeviation, labelDefects, labelDeviation,
      hardInTraining, balanceDeviation, repetitionDefects
  }
}
