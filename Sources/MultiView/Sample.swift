/// One patch that carries a signal: strength · v_feature + noise (Definition 4.2).
public struct SignalPatch: Hashable, Sendable {
  /// Number of the patch within its sample; selects the patch's noise.
  public let position: Int
  /// Coordinate of the feature it shows (see ``Features``).
  public let feature: Int
  /// α_p for a full feature, α†_p = ι† α_p for a distractor.
  public let strength: Float
}

/// An input X without its noise: what it is, and which patches show which feature how strongly (Definition 4.2).
///
/// Noise is not stored: patch p's noise is a pure function of (seed, stream, step, sample, p) and is written out only
/// where some neuron may listen. Patches not listed in ``signals`` are pure noise; the last patch of a hard sample is
/// dominant noise where the regime has any.
public struct Sample: Hashable, Sendable {
  /// Easy or hard.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Shows the common feature and the rare feature of its subclass.
    case easy
    /// Shows the rare feature, and a weak common feature of the other superclass, but never its own common feature.
    case hard
  }

  /// Easy or hard.
  public let kind: Kind
  /// The subclass (y, c) it belongs to.
  public let subclass: Subclass
  /// The patches that carry a signal, by position.
  public let signals: [SignalPatch]

  /// A sample from its subclass and its signal patches, which stand at the positions 0 ..< `signals.count` in any order.
  public init(kind: Kind = .easy, subclass: Subclass, signals: [SignalPatch]) {
    self.kind = kind
    self.subclass = subclass
    self.signals = signals
  }
}
