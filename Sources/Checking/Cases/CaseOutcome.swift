/// The decision that a case expects.
///
/// Gates, stop and notes left out mean that there must be none; p-values, verdict and reason left out are not compared.
public struct CaseOutcome: Decodable, Sendable {
  /// supported, refuted, inconclusive, or error for data without a decision.
  public let verdict: String?
  /// Why it is inconclusive; empty for a verdict that is not.
  public let reason: String?
  /// The unadjusted p-value for the conclusion.
  public let pS: Double?
  /// The unadjusted p-value against it.
  public let pR: Double?
  /// Why support is withheld.
  public let gateS: String?
  /// Why refutation is withheld.
  public let gateR: String?
  /// Why the data were not judged.
  public let stop: String?
  /// The remarks.
  public let notes: [String]?
  /// Intermediate numbers; names that are not known are not compared.
  public let diagnostics: CaseDiagnostics?
  /// How far the logarithm of a p-value may be off.
  public let tol_ln_p: Double?

  /// Whether the data must be refused.
  public var isError: Bool { verdict == "error" }

  /// The verdict as ``Verdict/description`` has it, such as `inconclusive(power)`.
  public var words: String {
    let reason = reason ?? ""
    return (verdict ?? "") + (reason.isEmpty ? "" : "(\(reason))")
  }
}
