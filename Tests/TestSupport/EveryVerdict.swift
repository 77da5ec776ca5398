import Decision

/// Every verdict that there is: one per strength of support, refuted, and one per reason.
package let everyVerdict: [Verdict] =
  Strength.allCases.map(\.verdict) + [.refuted] + Reason.allCases.map(Verdict.inconclusive)

extension Decision {
  /// A decision that has the given verdict on its own.
  package static func planted(
    _ verdict: Verdict, diagnostics: Diagnostics = Diagnostics(), scales: [ScaleSummary] = []
  ) -> Decision {
    switch verdict {
    case .supported, .extrapolated, .notContradicted:
      let strength = Strength.allCases.first { $0.verdict == verdict } ?? .observed
      return Decision(
        pSupport: 1e-4, pRefute: 1, strength: strength, diagnostics: diagnostics, scales: scales)
    case .refuted: return Decision(pSupport: 1, pRefute: 1e-4, diagnostics: diagnostics, scales: scales)
    case .inconclusive(let reason):
      return Decision(pSupport: 1, pRefute: 1, fallback: reason, diagnostics: diagnostics, scales: scales)
    }
  }
}
