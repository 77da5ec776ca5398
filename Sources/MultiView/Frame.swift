/// The coordinates in which features stand (Definition 4.1, model.md §4).
public enum Frame: String, Hashable, Sendable, Codable, CaseIterable {
  /// The features are the first coordinates: without loss of generality, because initialisation and noise are rotation
  /// invariant.
  case standard
  /// The features are random orthonormal vectors, drawn from the trial's seed; in dense mode only.
  case rotated
}
