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

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case delta, multiplier, screened, met
  }
}
