/// What a decision becomes without the smallest scales.
public struct StabilityCheck: Sendable, Equatable {
  /// How many of the smallest scales were left out.
  public let dropped: Int
  /// The decision on the scales that remain.
  public let decision: Decision
  /// Its verdict, as a family of its own.
  public let verdict: Verdict
}
