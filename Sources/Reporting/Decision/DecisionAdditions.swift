import Checking

/// The sections of a decision page that need further decisions: its stability, and what would settle it.
public enum DecisionAdditions {
  /// Returns the sections that a decision has: stability if scales can be left out, a plan if it is open.
  ///
  /// - Throws: `DecisionError` as `DecisionEngine/decide(_:that:rules:decays:)` does.
  /// - Complexity: a decision per scale left out, at most four, and for an open verdict at most
  ///   `SettlementSearch/judgementLimit` simulated ones.
  public static func all(
    for decision: Decision, on evidence: Evidence, that predicate: Predicate, rules: DecisionRules, levels: ErrorLevels
  ) throws(DecisionError) -> [PageAddition] {
    let checks = try Stability.check(evidence, that: predicate, rules: rules, levels: levels, decided: decision)
    let plan = try Settlement.estimate(
      evidence, that: predicate, rules: rules, levels: levels, decided: decision)
    return [_stability(checks, evidence.scales), plan.map(_settlement)].compactMap { $0 }
  }

  private static func _stability(_ checks: [StabilityCheck], _ scales: [Double]) -> PageAddition? {
    guard !checks.isEmpty else { return nil }
    let sentences = checks.map { check in
      "Without d = \(scales.prefix(check.dropped).map(NumberText.exact).joined(separator: ", ")): \(check.verdict) "
        + "(p for \(NumberText.probability(check.decision.decisiveSupport)), "
        + "p against \(NumberText.probability(check.decision.decisiveRefute)))."
    }
    let values = checks.map { check in
      JSONValue.object([
        "dropped": .integer(check.dropped), "verdict": .string("\(check.verdict)"),
        "pSupport": .number(check.decision.decisiveSupport), "pRefute": .number(check.decision.decisiveRefute),
      ])
    }
    return PageAddition(
      title: "without the smallest scales", sentences: sentences, key: "stability", value: .array(values))
  }

  private static func _settlement(_ plan: Settlement) -> PageAddition {
    var sentences = [plan.reason, plan.outlook]
    if let obstacle = plan.obstacle, obstacle != plan.outlook { sentences.append(obstacle) }
    if plan.wouldBe != nil {
      sentences.append("This is a plan and no promise: the curve is estimated from the runs at hand.")
    }
    let design = plan.design.map { design in
      JSONValue.object([
        "scales": .array(design.scales.map { .number($0) }), "runs": .integer(design.runs),
        "additionalRuns": .array(design.additionalRuns.map { .integer($0) }), "text": .string(design.text),
      ])
    }
    return PageAddition(
      title: "what it would take to settle", sentences: sentences, key: "settlement",
      value: .object([
        "cause": .string(plan.cause.rawValue), "reason": .string(plan.reason), "outlook": .string(plan.outlook),
        "design": design ?? .null, "wouldBe": .optional(plan.wouldBe.map { "\($0)" }), "power": .optional(plan.power),
      ]))
  }
}
