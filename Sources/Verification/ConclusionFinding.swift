import ClaimKit
import Decision
import Experiments
import Planning
import Trials

/// One conclusion of a claim with its numbers and its decision, before any correction for multiplicity.
package struct ConclusionFinding: Sendable {
  /// The conclusion.
  package let conclusion: Conclusion
  /// Which extreme of a run's window the numbers are.
  package let extreme: WindowExtreme
  /// The statement about the numbers that the decision procedure tests.
  package let predicate: Predicate
  /// The worst value of every run, by scale, for a conclusion with high probability; empty for others.
  ///
  /// Here ``evidence`` holds only whether each value violates the tolerance.
  package let runValues: [[Double?]]
  /// The smallest effect that counts, with its reason.
  package let materiality: Materiality
  /// One number per run and scale.
  package let evidence: Evidence
  /// The p-values, gates and per-scale summaries.
  package let decision: Decision
  /// The decisions without the smallest scales; empty where no scale can be left out, and in controls.
  package let stability: [StabilityCheck]
  /// h and how far the ratio of the means to h moves; nil for conclusions other than O(h) and Θ(h).
  package let growth: GrowthSummary?
  /// How many runs violate the tolerance; nil for conclusions that are not with high probability.
  package let violations: ViolationSummary?
  /// The two sides of a difference, each on its own; empty for other quantities.
  package let sides: [SideFinding]

  /// Whether any run yielded a number; under random labels, for instance, no error is defined.
  package var isMeasured: Bool { evidence.runs.contains { $0.contains { $0 != nil } } }
}

extension ConclusionFinding {
  /// The conclusion in words; Θ over a window is read twice, and the words then name the extreme.
  package var text: String {
    guard case .bigTheta = conclusion.order, extreme != .only else { return conclusion.text }
    return "\(conclusion.text), \(extreme.rawValue) of the window"
  }

  /// Returns the finding on every conclusion of a study, in the claim's order.
  ///
  /// A conclusion without a materiality is undecided and stays in the list; leaving it out would make support easier. So
  /// is one whose arms are not trained, except in a control, which reads no more than the conclusions it refutes.
  ///
  /// - Parameter levels: The levels for the decisions without the smallest scales; nil to omit those decisions.
  static func all(
    of study: Study, from outcomes: [Trial: TrialOutcome], stableAt levels: ErrorLevels? = nil
  ) -> [ConclusionFinding] {
    study.claim.conclusions.flatMap { conclusion -> [ConclusionFinding] in
      guard study.decides(conclusion) else {
        let note = "\(conclusion.text): its arms are not trained, so it cannot be judged"
        return study.control == nil ? [ConclusionFinding(undecided: conclusion, of: study.design, because: note)] : []
      }
      guard let materiality = study.claim.standIn.materiality(of: conclusion) else {
        let note = "\(conclusion.text): the stand-in holds no materiality for it, so it cannot be judged"
        return [ConclusionFinding(undecided: conclusion, of: study.design, because: note)]
      }
      return Reading.all(of: conclusion, in: study, by: materiality).map { reading in
        ConclusionFinding(reading, materiality, outcomes, stableAt: levels)
      }
    }
  }

  /// Returns the finding on every false form of a study's claim, in its order; of two readings both are returned.
  static func falseForms(of study: Study, from outcomes: [Trial: TrialOutcome]) -> [FalseFormFinding] {
    study.claim.falseForms.map { form in
      FalseFormFinding(
        form: form,
        readings: Reading.all(of: form.conclusion, in: study, by: form.materiality).map { reading in
          ConclusionFinding(reading, form.materiality, outcomes, stableAt: nil)
        })
    }
  }

  private init(
    _ reading: Reading, _ materiality: Materiality, _ outcomes: [Trial: TrialOutcome], stableAt levels: ErrorLevels?
  ) {
    conclusion = reading.conclusion
    extreme = reading.extreme
    predicate = reading.predicate
    runValues = conclusion.isWithHighProbability ? reading.values(from: outcomes) : []
    self.materiality = materiality
    evidence = reading.evidence(from: outcomes)
    decision = Self.cut(Self.decide(evidence, predicate, materiality), to: conclusion.quantity)
    stability =
      if let levels { Self.stability(of: decision, on: evidence, reading.predicate, materiality, levels) } else { [] }
    growth = GrowthSummary(predicate, decision, scales: evidence.scales)
    violations = conclusion.isWithHighProbability ? ViolationSummary(evidence, values: runValues) : nil
    sides = reading.sides(from: outcomes).map { side in
      SideFinding(
        quantity: side.quantity, arm: side.arm, evidence: side.evidence,
        decision: Self.decide(side.evidence, reading.predicate, materiality))
    }
  }

  /// The finding on a conclusion that no plan admits: not judged, both p-values 1.
  private init(undecided conclusion: Conclusion, of design: Design, because note: String) {
    self.conclusion = conclusion
    extreme = .only
    predicate = .littleO
    runValues = []
    materiality = Materiality(of: conclusion.quantity, 0.05, because: note)
    let missing = design.scales.map { _ in [Double?](repeating: nil, count: design.runs) }
    evidence = Evidence(scales: design.scales.map(Double.init), runs: missing, kind: .signed)
    decision = Decision(pSupport: 1, pRefute: 1, stop: .health, fallback: .health, notes: [note])
    stability = []
    growth = nil
    violations = nil
    sides = []
  }

  /// The decisions without the smallest scales; empty if the evidence is malformed and cannot be decided.
  private static func stability(
    of decision: Decision, on evidence: Evidence, _ predicate: Predicate, _ materiality: Materiality,
    _ levels: ErrorLevels
  ) -> [StabilityCheck] {
    let checks = try? Stability.check(
      evidence, that: predicate, rules: materiality.rules, levels: levels, decided: decision)
    return checks ?? []
  }

  /// The decision with the limits of every mean within [0, 1], where the quantity is a share; no verdict uses them.
  private static func cut(_ decision: Decision, to quantity: Quantity) -> Decision {
    guard quantity.kind == .share else { return decision }
    var decision = decision
    decision.scales = decision.scales.map { summary in
      ScaleSummary(
        scale: summary.scale, registeredRuns: summary.registeredRuns, presentRuns: summary.presentRuns,
        mean: summary.mean, lower: summary.lower.map { max(0, $0) }, upper: summary.upper.map { min(1, $0) })
    }
    return decision
  }

  private static func decide(_ evidence: Evidence, _ predicate: Predicate, _ materiality: Materiality) -> Decision {
    do {
      return try DecisionEngine.decide(evidence, that: predicate, rules: materiality.rules)
    } catch {
      // The plan has already checked the rules and the shape of the data. If an input is malformed after all, the
      // conclusion is left undecided.
      return Decision(pSupport: 1, pRefute: 1, stop: .health, fallback: .health, notes: ["\(error)"])
    }
  }
}

/// One side of a difference: the quantity under one arm, for charts and tables.
///
/// No verdict depends on it.
package struct SideFinding: Sendable {
  /// The quantity that is compared.
  package let quantity: Quantity
  /// The arm of this side.
  package let arm: Arm
  /// One number per run and scale, as used in the difference.
  package let evidence: Evidence
  /// Means and limits per scale, by the same procedure as for the difference.
  package let decision: Decision
}

/// The finding on a statement that is known to be false.
package struct FalseFormFinding: Sendable {
  /// The statement.
  package let form: FalseForm
  /// Its readings; Θ over a window is read twice.
  package let readings: [ConclusionFinding]

  /// Returns the verdict on the statement on its own, without correction for other statements.
  package func verdict(levels: ErrorLevels) -> Verdict {
    Conjunction(judging: readings.map(\.decision)).verdict(levels: levels)
  }
}

/// The finding on a control: a changed setting in which one conclusion of the claim must be refuted.
package struct ControlFinding: Sendable {
  /// The control.
  package let control: Control
  /// The claim's conclusions under the control; those that its labels leave undefined are omitted.
  package let conclusions: [ConclusionFinding]
  /// The refutation p-value of the conclusion that must fail, adjusted over all controls verified together.
  package let adjustedRefute: Double
  /// The verdict on the conclusion that must fail.
  package let verdict: Verdict
  /// When the trials reached T*, per arm and scale.
  let fits: [FitSummary]

  /// Whether the conclusion that must fail was refuted.
  package var isRefuted: Bool { verdict == .refuted }
  private var candidates: [ConclusionFinding] { conclusions.filter { control.refutes($0.conclusion) } }
  /// The conclusion that must fail; nil if no run under the control yields a number for it.
  ///
  /// Of two readings of Θ it is the one with the smaller refutation p-value.
  package var refuted: ConclusionFinding? {
    candidates.min { $0.decision.pRefute < $1.decision.pRefute }
  }
}
