import ClaimKit
import Training

/// One conclusion of a claim with the numbers it was read from and what they say, before any correction.
public struct ConclusionFinding: Sendable {
  /// The conclusion.
  public let conclusion: Conclusion
  /// Which extreme of a run's window the numbers are.
  public let extreme: WindowExtreme
  /// What the decision procedure was asked.
  public let predicate: Predicate
  /// What single runs yielded, for a conclusion that holds with high probability; empty for others.
  public let runValues: [[Double?]]
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
      evidence, that: predicate, rules: materiality.rules, levels: levels)
    return checks ?? []
  }

  /// The conclusion in words, with the extreme where both are read.
  public var text: String {
    guard case .proportional = conclusion.order, extreme != .only else { return conclusion.text }
    return "\(conclusion.text), \(extreme.rawValue) of the window"
  }

  /// Returns the finding on every conclusion of a study, in the claim's order.
  static func all(of study: Study, from outcomes: [Trial: TrialOutcome]) -> [ConclusionFinding] {
    study.claim.conclusions.filter(study.decides).flatMap { conclusion -> [ConclusionFinding] in
      guard let materiality = study.claim.instance.materiality(of: conclusion) else { return [] }
      return Reading.all(of: conclusion, in: study, by: materiality).map { reading in
        let evidence = reading.evidence(from: outcomes)
        return ConclusionFinding(
          conclusion: conclusion, extreme: reading.extreme, predicate: reading.predicate,
          runValues: conclusion.isUsual ? reading.values(from: outcomes) : [], materiality: materiality,
          evidence: evidence, decision: _decide(evidence, reading.predicate, materiality),
          sides: reading.sides(from: outcomes).map { side in
            SideFinding(
              quantity: side.quantity, arm: side.arm, evidence: side.evidence,
              decision: _decide(side.evidence, reading.predicate, materiality))
          })
      }
    }
  }

  private static func _decide(_ evidence: Evidence, _ predicate: Predicate, _ materiality: Materiality) -> Decision {
    do {
      return try DecisionEngine.decide(evidence, that: predicate, rules: materiality.rules)
    } catch {
      // The plan has checked rules and shape; should an input still be malformed, the claim is not decided.
      return Decision(pSupport: 1, pRefute: 1, stop: .health, fallback: .health, notes: ["\(error)"])
    }
  }
}
