/// A statement that is known to be false, decided on the trials of a claim; it must never be supported.
///
/// It tests the checker and not the claim: the claim's verdict does not depend on it. Its p-values are corrected for no
/// other statement, which makes support easier and the test stricter.
public struct FalseForm: Sendable {
  /// The false conclusion.
  public let conclusion: Conclusion
  /// The size from which on a deviation counts.
  public let materiality: Materiality
  /// The reason why the conclusion is false; what it would mean, if it is an opposite.
  public let reason: String
  /// Whether it is the opposite of a conclusion whose sign the data decide, rather than known to be false.
  public let isOpposite: Bool

  /// A false form from its parts.
  ///
  /// - Parameters:
  ///   - quantity: A quantity of the claim's own trials.
  ///   - order: How the quantity does not behave.
  ///   - materiality: The size from which on a deviation counts; it must suit the conclusion.
  ///   - reason: Why the conclusion is false, or what it would mean.
  ///   - isOpposite: Whether it is the opposite of a conclusion whose sign the data decide.
  public init(
    _ quantity: Quantity, is order: Order, by materiality: Materiality, because reason: String, isOpposite: Bool = false
  ) {
    conclusion = Conclusion(quantity: quantity, order: order)
    self.materiality = materiality
    self.reason = reason
    self.isOpposite = isOpposite
  }

  /// Returns the first reason why the form cannot be decided on the trials of a claim; nil if there is none.
  func defect(in claim: any Claim) -> String? {
    let place = "\(claim.name): false form “\(conclusion.text)”"
    if claim.conclusions.contains(conclusion) { return "\(place) is a conclusion of the statement." }
    if !materiality.suits(conclusion) { return "\(place) has a materiality that does not suit it." }
    let arms = conclusion.quantity.arms
    if arms.isEmpty && claim.arms.count != 1 { return "\(place) is ambiguous between several arms." }
    if let arm = arms.first(where: { !claim.arms.contains($0) }) {
      return "\(place) reads the trials under \(arm.words), which the claim does not read."
    }
    return nil
  }
}
