import ClaimKit
import Training

/// One conclusion of a claim with the numbers it was read from and what they say, before any correction.
public struct ConclusionFinding: Sendable {
  /// The conclusion.
  public let conclusion: Conclusion
  /// What counts as material, with its reason.
  public let materiality: Materiality
  /// One number per run and scale.
  public let evidence: Evidence
  /// The p-values, gates and per-scale summaries.
  public let decision: Decision
  /// The two sides of a difference, each on its own; empty for other quantities.
  public let sides: [SideFinding]

  /// Whether any run yielded a number; labels without information define no errors, for instance.
  public var isMeasured: Bool { evidence.runs.contains { $0.contains { $0 != nil } } }
}

extension ConclusionFinding {
  /// The conclusion without its smallest scales; empty where nothing can be left out.
  public func stability(levels: ErrorLevels = ErrorLevels()) -> [StabilityCheck] {
    let checks = try? Stability.check(
      evidence, that: conclusion.order.predicate, rules: materiality.rules, levels: levels)
    return checks ?? []
  }

  /// Returns the finding on every conclusion of a study, in the claim's order.
  static func all(of study: Study, from outcomes: [Trial: TrialOutcome]) -> [ConclusionFinding] {
    study.claim.conclusions.compactMap { conclusion in
      guard let materiality = study.claim.instance.materiality(of: conclusion.quantity) else { return nil }
      let reading = Reading(study, of: conclusion)
      let evidence = reading.evidence(from: outcomes)
      return ConclusionFinding(
        conclusion: conclusion, materiality: materiality, evidence: evidence,
        decision: _decide(evidence, conclusion, materiality),
        sides: reading.sides(from: outcomes).map { side in
          SideFinding(
            quantity: side.quantity, labels: side.labels, evidence: side.evidence,
            decision: _decide(side.evidence, conclusion, materiality))
        })
    }
  }

  private static func _decide(
    _ evidence: Evidence, _ conclusion: Conclusion, _ materiality: Materiality
  ) -> Decision {
    do {
      return try DecisionEngine.decide(evidence, that: conclusion.order.predicate, rules: materiality.rules)
    } catch {
      // The plan has checked rules and shape; should an input still be malformed, the claim is not decided.
      return Decision(pSupport: 1, pRefute: 1, stop: .health, fallback: .health, notes: ["\(error)"])
    }
  }
}
