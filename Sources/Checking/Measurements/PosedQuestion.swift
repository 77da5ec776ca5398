/// A question with the numbers it is asked of, ready for the engine.
public struct PosedQuestion: Sendable {
  /// What is asked.
  public let question: Question
  /// The numbers.
  public let evidence: Evidence
  /// What the engine is asked.
  public let predicate: Predicate
  /// What one number is, such as `value` or `a − b`.
  public let metric: String
  /// Why the numbers are of their kind.
  public let kindReason: String
  /// What a reader should know about how the numbers were read.
  public let remarks: [String]

  /// The rules if none are given: materiality relative to the first mean for limits of positive numbers.
  public var usualRules: DecisionRules {
    evidence.kind == .positive && predicate.isLimit ? .losses : DecisionRules()
  }
}
