import ClaimKit
import Decision
import Planning
import Training
import Trials

/// One conclusion of a claim with the numbers it was read from and what they say, before any correction.
package struct ConclusionFinding: Sendable {
  /// The conclusion.
  package let conclusion: Conclusion
  /// Which extreme of a run's window the numbers are.
  package let extreme: WindowExtreme
  /// What the decision procedure was asked.
  package let predicate: Predicate
  /// What single runs yielded, for a conclusion that holds with high probability; empty for others.
  package let runValues: [[Double?]]
  /// What counts as material, with its reason.
  package let materiality: Materiality
  /// One number per run and scale.
  package let evidence: Evidence
  /// The p-values, gates and per-scale summaries.
  package let decision: Decision
  /// The two sides of a difference, each on its own; empty for other quantities.
  package let sides: [SideFinding]

  /// Whether any run yielded a number; labels without information define no errors, for instance.
  package var isMeasured: Bool { evidence.runs.contains { $0.contains { $0 != nil } } }
}

extension ConclusionFinding {
  /// The conclusion without its smallest scales; empty where nothing can be left out.
  package func stability(levels: ErrorLevels = ErrorLevels()) -> [StabilityCheck] {
    let checks = try? Stability.check(
      evidence, that: predicate, rules: materiality.rules, levels: levels)
    return checks ?? []
  }

  /// The conclusion in words, with the extreme where both are read.
  package var text: String {
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
          evidence: evidence, decision: decide(evidence, reading.predicate, materiality),
          sides: reading.sides(from: outcomes).map { side in
            SideFinding(
              quantity: side.quantity, arm: side.arm, evidence: side.evidence,
              decision: decide(side.evidence, reading.predicate, materiality))
          })
      }
    }
  }

  private static func decide(_ evidence: Evidence, _ predicate: Predicate, _ materiality: Materiality) -> Decision {
    do {
      return try DecisionEngine.decide(evidence, that: predicate, rules: materiality.rules)
    } catch {
      // The plan has checked rules and shape; should an input still be malformed, the claim is not decided.
      return Decision(pSupport: 1, pRefute: 1, stop: .health, fallback: .health, notes: ["\(error)"])
    }
  }
}

/// One side of a difference: the quantity under one arm, for charts and tables; nothing is decided from it.
package struct SideFinding: Sendable {
  /// The quantity that is compared.
  package let quantity: Quantity
  /// The arm.
  package let arm: Arm
  /// One number per run and scale, the ones that the difference was formed from.
  package let evidence: Evidence
  /// Means and limits per scale, by the same procedure as for the difference.
  package let decision: Decision
}

/// What became of a claim in a world in which it must be refuted.
package struct ControlFinding: Sendable {
  /// The control.
  package let control: Control
  /// The claim's conclusions in that world; those that its labels do not define are left out.
  package let conclusions: [ConclusionFinding]
  /// The refutation p-value of the conclusion that must fail, adjusted over all controls verified together.
  package let adjustedRefute: Double
  /// The verdict on the conclusion that must fail.
  package let verdict: Verdict
  /// When the trials fitted, per label set and scale.
  let fits: [FitSummary]

  /// Whether the conclusion that must fail was refuted.
  package var isRefuted: Bool { verdict == .refuted }
  private var candidates: [ConclusionFinding] { conclusions.filter { control.refutes($0.conclusion) } }
  /// The conclusion that must fail, nil if the world yields no number for it; of two readings of Θ, the one that fails more.
  package var refuted: ConclusionFinding? {
    candidates.min { $0.decision.decisiveRefute < $1.decision.decisiveRefute }
  }
}
