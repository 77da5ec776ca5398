/// The verdict on a claim about the declared surrogate of a limit, never about the limit itself.
public enum Verdict: Sendable, Equatable, CustomStringConvertible {
  /// The evidence for the claim is significant and no gate failed.
  case supported
  /// The evidence against the claim is significant and no gate failed.
  case refuted
  /// Neither can be said, for the reason given.
  case inconclusive(Reason)

  /// The verdict in words, such as "inconclusive(power)".
  public var description: String {
    switch self {
    case .supported: "supported"
    case .refuted: "refuted"
    case .inconclusive(let reason): "inconclusive(\(reason.rawValue))"
    }
  }

  /// Combines adjusted p-values and gates.
  ///
  /// Both sides significant, whatever their gates, is a contradiction and gives pre-asymptotic; one significant side
  /// gives its verdict, or the reason of its failed gate; none gives the fallback. Source: decision procedure §7.
  static func resolve(
    supportIsSignificant: Bool, gateSupport: Reason?, refutationIsSignificant: Bool, gateRefute: Reason?,
    otherwise fallback: Reason
  ) -> Verdict {
    switch (supportIsSignificant, refutationIsSignificant) {
    case (true, true): .inconclusive(.preAsymptotic)
    case (true, false): gateSupport.map(Verdict.inconclusive) ?? .supported
    case (false, true): gateRefute.map(Verdict.inconclusive) ?? .refuted
    case (false, false): .inconclusive(fallback)
    }
  }
}
