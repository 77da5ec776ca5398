/// What a conclusion says of the limit of a mean.
public enum LimitPredicate: String, Sendable, CaseIterable {
  /// The mean tends to 0: o(1).
  case vanishes
  /// The mean stays away from 0: Ω(1).
  case staysAway
}
