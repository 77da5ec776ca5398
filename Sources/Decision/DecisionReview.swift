/// A decision with two additions: how it changes without the smallest scales, and what would settle it if it is open.
package struct DecisionReview: Sendable {
  /// One number per run and scale.
  package let evidence: Evidence
  /// The statement about the numbers that was tested.
  package let predicate: Predicate
  /// Thresholds and levels of gates.
  package let rules: DecisionRules
  /// The error rates for support and refutation.
  package let levels: ErrorLevels
  /// The decision.
  package let decision: Decision
  /// The decisions without the smallest scales, up to the four smallest; empty if no scale can be left out.
  package let stability: [StabilityCheck]
  /// The runs and scales that would settle the question; nil if it is decided.
  package let settlement: Settlement?

  /// Decides, repeats the decision without the smallest scales, and plans for an open verdict.
  ///
  /// - Throws: ``DecisionError`` as ``DecisionEngine/decide(_:that:rules:decays:)`` does.
  /// - Complexity: one decision, one more per scale left out (at most four), and for an open verdict at most
  ///   `SettlementSearch/judgementLimit` simulated ones.
  package init(
    of evidence: Evidence, that predicate: Predicate, rules: DecisionRules = DecisionRules(),
    levels: ErrorLevels = ErrorLevels()
  ) throws(DecisionError) {
    self.evidence = evidence
    self.predicate = predicate
    self.rules = rules
    self.levels = levels
    decision = try DecisionEngine.decide(evidence, that: predicate, rules: rules)
    stability = try Stability.check(evidence, that: predicate, rules: rules, levels: levels, decided: decision)
    settlement = try Settlement.estimate(evidence, that: predicate, rules: rules, levels: levels, decided: decision)
  }
}
