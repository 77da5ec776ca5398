/// What a dense network, trained while the screen looks on, says of dormant-neuron elimination (model.md §5).
///
/// The screen is held against every neuron on every patch of every training step.
public struct Audit: Hashable, Sendable, Codable {
  /// (neuron, patch) pairs that the screen would have spared.
  public var screened: Int
  /// Spared pairs that fired all the same.
  public var awakenings: Int
  /// Checkpoints at which any observable of the pruned network differs from the dense one's.
  public var departures: Int
  /// Whether the pruned network's certificate was met.
  public var isCertified: Bool

  /// An audit from its counts.
  public init(screened: Int, awakenings: Int, departures: Int, isCertified: Bool) {
    self.screened = screened
    self.awakenings = awakenings
    self.departures = departures
    self.isCertified = isCertified
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case screened, awakenings, departures, isCertified
  }
}
