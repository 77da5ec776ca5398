/// Cases judged together, with the adjusted p-values and verdicts expected.
public struct CaseFamily: Decodable, Sendable {
  /// The names of the cases.
  public let cases: [String]
  /// α_S.
  public let alphaS: Double?
  /// α_R.
  public let alphaR: Double?
  /// The support p-values after Holm's adjustment.
  public let adjusted_pS: [Double]?
  /// The refutation p-values after Holm's adjustment.
  public let adjusted_pR: [Double]?
  /// The verdicts, such as `inconclusive(power)`.
  public let verdicts: [String]?
  /// How far the logarithm of a p-value may be off.
  public let tol_ln_p: Double?
}
