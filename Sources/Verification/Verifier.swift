import ClaimKit
import Decision
import Planning
import Statistics
import Training
import Trials

/// The way from a plan to findings: train, read, decide, correct for multiplicity.
package struct Verifier: Sendable {
  /// What is verified.
  package let plan: Plan
  /// Trains the trials.
  package let runner: TrialRunner
  /// The error rates of the family, on each side.
  package let levels: ErrorLevels

  /// Whether the claims of the plan are corrected for each other, and the controls likewise.
  package let isFamily: Bool

  /// A verification of everything in a plan, as one family or each claim and each control on its own.
  package init(_ plan: Plan, runner: TrialRunner, isFamily: Bool, levels: ErrorLevels = ErrorLevels()) {
    self.plan = plan
    self.runner = runner
    self.isFamily = isFamily
    self.levels = levels
  }

  /// Returns one finding per claim, in the plan's order.
  ///
  /// - Parameter report: Called with news of the trials, never concurrently.
  /// - Throws: `CancellationError` if the task was cancelled.
  package func findings(
    report: @Sendable (RunEvent) -> Void = { _ in }
  ) async throws(CancellationError) -> [Finding] {
    let outcomes = try await runner.run(plan.trials, report: report)
    return judge(outcomes)
  }

  /// Returns each claim's verdict by name and nothing else, much faster than ``judge(_:)``.
  package func verdicts(_ outcomes: [Trial: TrialOutcome]) -> [String: Verdict] {
    let drafts = plan.claims.compactMap { Draft($0, outcomes) }
    return Dictionary(
      zip(drafts, judgements(on: drafts)).map { ($0.planned.claim.name, $1.verdict) },
      uniquingKeysWith: { first, _ in first })
  }

  private func judgements(on drafts: [Draft]) -> [ClaimFamily.Judgement] {
    isFamily
      ? ClaimFamily.judge(drafts.map(\.conjunction), levels: levels)
      : drafts.flatMap { ClaimFamily.judge([$0.conjunction], levels: levels) }
  }

  /// Returns the findings that given outcomes of the plan's trials amount to.
  package func judge(_ outcomes: [Trial: TrialOutcome]) -> [Finding] {
    let drafts = plan.claims.compactMap { Draft($0, outcomes) }
    let judgements = self.judgements(on: drafts)
    // The controls are tests of the checker, not of the paper: they are corrected for each other only.
    let raw = drafts.flatMap { $0.controls.map(\.pRefute) }
    let adjusted = isFamily ? Holm.adjusted(raw) : raw
    var next = 0
    return zip(drafts, judgements).map { draft, judgement in
      let controls = draft.controls.map { control in
        defer { next += 1 }
        return control.finding(adjustedRefute: adjusted[next], levels: levels, outcomes)
      }
      return Finding(
        entry: draft.planned.entry, registration: Registration(of: draft.planned, levels: levels),
        design: draft.planned.design,
        conclusions: draft.conclusions, conjunction: draft.conjunction, adjustedSupport: judgement.adjustedSupport,
        adjustedRefute: judgement.adjustedRefute, verdict: judgement.verdict,
        settlement: ClaimSettlement(
          draft.planned, conclusions: draft.conclusions, verdict: judgement.verdict,
          familySize: isFamily ? drafts.count : 1, levels: levels, outcomes: outcomes),
        controls: controls, surveys: LabelSurvey.all(of: draft.planned, from: outcomes),
        diagram: DiagramFinding(draft.planned.diagram, of: draft.planned.claim, from: outcomes),
        learning: LearningCurves(of: draft.planned.study, arms: draft.planned.claim.arms, from: outcomes),
        counterExample: judgement.verdict == .refuted ? draft.counterExample(from: outcomes) : nil,
        lines: SingleRun.ends(of: draft.planned.study, arms: draft.planned.claim.arms, from: outcomes),
        fits: FitSummary.summaries(of: draft.planned.study, from: outcomes),
        totals: Totals(of: draft.planned, from: outcomes), levels: levels, familySize: isFamily ? drafts.count : 1,
        controlFamilySize: isFamily ? adjusted.count : 1, trainerVersion: Trainer.version)
    }
  }
}

/// A finding before the correction for the other claims.
private struct Draft {
  let planned: PlannedClaim
  let conclusions: [ConclusionFinding]
  let conjunction: Conjunction
  let controls: [ControlDraft]

  /// Nil for a claim without conclusions, which no plan contains.
  init?(_ planned: PlannedClaim, _ outcomes: [Trial: TrialOutcome]) {
    self.planned = planned
    conclusions = ConclusionFinding.all(of: planned.study, from: outcomes)
    guard let conjunction = try? Conjunction(conclusions.map(\.decision)) else { return nil }
    self.conjunction = conjunction
    controls = planned.controls.compactMap { study in
      study.control.map { control in
        ControlDraft(
          study: study, control: control,
          conclusions: ConclusionFinding.all(of: study, from: outcomes).filter(\.isMeasured))
      }
    }
  }
}

extension Draft {
  /// The smallest run against the conclusion that refutes the claim.
  func counterExample(from outcomes: [Trial: TrialOutcome]) -> CounterExample? {
    let finding = conclusions[conjunction.refutingConclusion]
    return CounterExampleSearch(study: planned.study, finding: finding, outcomes: outcomes).smallest()
  }
}

/// The finding on a control before the correction for the other controls.
private struct ControlDraft {
  let study: Study
  let control: Control
  let conclusions: [ConclusionFinding]

  /// The readings of the conclusion that must fail: two for Θ, otherwise one.
  private var readings: [Decision] { conclusions.filter { control.refutes($0.conclusion) }.map(\.decision) }

  private var refuted: Decision? { readings.min { $0.decisiveRefute < $1.decisiveRefute } }

  /// The smaller of two readings' p-values counts twice, because either could have been the smaller by chance.
  var pRefute: Double { refuted.map { min(1, Double(readings.count) * $0.decisiveRefute) } ?? 1 }

  func finding(adjustedRefute: Double, levels: ErrorLevels, _ outcomes: [Trial: TrialOutcome]) -> ControlFinding {
    let verdict = refuted.map {
      $0.verdict(adjustedSupport: $0.decisiveSupport, adjustedRefute: adjustedRefute, levels: levels)
    }
    return ControlFinding(
      control: control, conclusions: conclusions, adjustedRefute: adjustedRefute,
      verdict: verdict ?? .inconclusive(.health), fits: FitSummary.summaries(of: study, from: outcomes))
  }
}
