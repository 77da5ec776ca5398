import ClaimKit

/// Whether the test of a conclusion can fail: whether a control that is aimed at it refuted it.
package enum Discrimination: String, Sendable, CaseIterable {
  /// At least one control that is aimed at it was decided and refuted it.
  case discriminated
  /// Controls are aimed at it, and none of them refuted it.
  case undiscriminated
  /// No control is aimed at it.
  case uncontrolled
}

extension Finding {
  /// Returns whether a control refuted a conclusion of the claim.
  ///
  /// A control that is aimed at several conclusions of one quantity counts only for the one that it refuted.
  package func discrimination(of conclusion: Conclusion) -> Discrimination {
    let aimed = controls.filter { $0.control.refutes(conclusion) }
    if aimed.isEmpty { return .uncontrolled }
    return aimed.contains { $0.isRefuted && $0.refuted?.conclusion == conclusion } ? .discriminated : .undiscriminated
  }
}
