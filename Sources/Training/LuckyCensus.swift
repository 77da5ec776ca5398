/// How many neurons were lucky for what at initialisation: ⟨w, v⟩ + b > 0 (model.md §3).
///
/// Counts are those of the whole network in both modes, since no lucky neuron is ever left out. The own features of a head
/// of y are v_y and its rare features: all v_{y,c} under coarse labels, the one v_{y,c} under fine ones.
public struct LuckyCensus: Hashable, Sendable, Codable {
  /// The count of each head (outer) and feature (inner), features in the order of their coordinates in `Features`.
  public let counts: [[Int]]
  /// The expected count m·Q(c_b√(ln d)) of each.
  public let expected: Double
  /// Neurons lucky for the common feature of their own head, all heads together; 0 where heads have no own features.
  public let common: Int
  /// As ``common``, for own rare features; a neuron counts once per feature.
  public let rare: Int
  /// The least count of a head and a feature of its own; nil where heads have no own features.
  public let fewest: Int?
  /// Neurons lucky for at least one feature, own or not, all heads together.
  public let lucky: Int
  /// Neurons lucky for two features or more.
  public let overlapping: Int

  /// A census from its counts.
  public init(
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
