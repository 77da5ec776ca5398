import ClaimKit
import Decision
import Planning
import Experiments
import Statistics
import Trials

/// Turns trained trials into findings: it reads the numbers, decides, and corrects for multiplicity.
package struct Verifier: Sendable {
  /// The claims to verify, with their trials.
  package let plan: Plan
  /// The error rates of the family, on each side.
  package let levels: ErrorLevels
  /// Whether p-values are adjusted over all claims of the plan in one family, and those of their controls too.
  ///
  /// The known theorems are one family, and otherwise the claims about one experiment are. Families are different papers
  /// or tests of the checker; neither owes the other anything.
  package let isFamily: Bool
  /// The claims that cannot be run here; they and their controls stay in their families with p = 1.
  private let absent: [any Claim]

  /// A verification of everything in a plan, family by family or with each claim and each control on its own.
  package init(_ plan: Plan, isFamily: Bool, levels: ErrorLevels = ErrorLevels(), absent: [any Claim] = []) {
    self.plan = plan
    self.isFamily = isFamily
    self.levels = levels
    self.absent = absent
  }

  /// The claims that cannot be run here, of the family that a claim of the plan is in.
  private func absent(beside draft: Draft) -> [any Claim] {
    isFamily ? absent.filter { $0.family == draft.planned.claim.family } : []
  }

  /// Returns each claim's verdict by name and nothing else, much faster than ``judge(_:)``.
  package func verdicts(_ outcomes: [Trial: TrialOutcome]) -> [String: Verdict] {
    answers(outcomes).mapValues(\.verdict)
  }

  /// Returns each claim's verdict by name, with whether each of its conclusions is supported on its own.
  package func answers(_ outcomes: [Trial: TrialOutcome]) -> [String: ClaimAnswer] {
    let drafts = plan.claims.map { Draft($0, outcomes) }
    let answers = zip(drafts, judgements(on: drafts)).map { draft, judgement in
      let isSupported = draft.conclusions.map {
        ($0.conclusion.text, $0.decision.verdict(levels: levels).isSupport)
      }
      return (
        draft.planned.claim.name,
        // Of the two readings of Θ, both must be supported.
        ClaimAnswer(
          verdict: judgement.verdict, isSupported: Dictionary(isSupported, uniquingKeysWith: { $0 && $1 }))
      )
    }
    return Dictionary(answers, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the verdict on one claim of the plan, decided on its own, and how many of its controls are refuted so.
  ///
  /// - Parameters:
  ///   - planned: The claim.
  ///   - outcomes: The outcomes of its trials, and perhaps others.
  package func alone(_ planned: PlannedClaim, _ outcomes: [Trial: TrialOutcome]) -> (verdict: Verdict, refuted: Int) {
    let draft = Draft(planned, outcomes)
    let verdict = ClaimFamily.judge([draft.conjunction], levels: levels).first?.verdict ?? .inconclusive(.health)
    return (verdict, draft.controls.count { $0.verdict(adjustedRefute: $0.pRefute, levels: levels) == .refuted })
  }

  /// Returns one judgement per claim, in the order of the claims.
  ///
  /// A claim that no family held would be undecided. Without a judgement of its own it would take that of the next claim.
  private func judgements(on drafts: [Draft]) -> [ClaimFamily.Judgement] {
    var judgements = drafts.map { _ in ClaimFamily.Judgement.undecided }
    for family in families(of: drafts) {
      // What cannot be run is not left out of its family: that would make support easier.
      let missing = family.first.map { absent(beside: drafts[$0]).map { _ in Conjunction(judging: []) } } ?? []
      let judged = ClaimFamily.judge(family.map { drafts[$0].conjunction } + missing, levels: levels)
      for (index, judgement) in zip(family, judged) {
        judgements[index] = judgement
      }
    }
    return judgements
  }

  /// Returns the families by the places of their claims, or each claim on its own.
  private func families(of drafts: [Draft]) -> [[Int]] {
    guard isFamily else { return drafts.indices.map { [$0] } }
    let names = drafts.map(\.planned.claim.family)
    return Set(names).sorted().map { name in drafts.indices.filter { names[$0] == name } }
  }

  /// Returns the findings on all claims of the plan, given the outcomes of its trials.
  package func judge(_ outcomes: [Trial: TrialOutcome]) -> [Finding] {
    let drafts = plan.claims.map { Draft($0, outcomes, stableAt: levels) }
    let judgements = self.judgements(on: drafts)
    // Controls test the checker and not the paper, so they are a family of their own.
    var adjusted = drafts.map { $0.controls.map(\.pRefute) }
    var sizes: [Int: (claims: Int, controls: Int)] = [:]
    for family in families(of: drafts) {
      let missing = family.first.map { absent(beside: drafts[$0]) } ?? []
      let raw = family.flatMap { adjusted[$0] } + missing.flatMap { $0.controls.map { _ in 1 } }
      var corrected = (isFamily ? Holm.adjusted(raw) : raw)[...]
      for index in family {
        adjusted[index] = Array(corrected.prefix(adjusted[index].count))
        corrected = corrected.dropFirst(adjusted[index].count)
        sizes[index] = (family.count + missing.count, isFamily ? raw.count : 1)
      }
    }
    return zip(drafts.indices, zip(drafts, judgements)).map { index, pair in
      let (draft, judgement) = pair
      let size = sizes[index] ?? (1, 1)
      let setup = draft.planned.claim.standIn.setup
      let experiment = plan.experiments[setup.experiment]
      let controls = zip(draft.controls, adjusted[index]).map { control, adjustedRefute in
        control.finding(adjustedRefute: adjustedRefute, levels: levels, outcomes)
      }
      return Finding(
        entry: draft.planned.entry, registration: Registration(of: draft.planned, levels: levels),
        design: draft.planned.design, hypotheses: HypothesisAudit.all(of: draft.planned.study),
        conclusions: draft.conclusions, conjunction: draft.conjunction, adjustedSupport: judgement.adjustedSupport,
        adjustedRefute: judgement.adjustedRefute, verdict: judgement.verdict,
        settlement: ClaimSettlement(
          draft.planned, conclusions: draft.conclusions, verdict: judgement.verdict,
          familySize: size.claims, levels: levels, experiments: plan.experiments,
          outcomes: outcomes),
        controls: controls,
        falseForms: ConclusionFinding.falseForms(of: draft.planned.study, from: outcomes),
        surveys: LabelSurvey.all(of: draft.planned, by: experiment, from: outcomes),
        diagram: DiagramFinding(draft.planned.diagram, of: draft.planned.claim, from: outcomes),
        kinds: draft.planned.study.kinds,
        overlaps: OverlapFinding.all(of: draft.planned, draft.conclusions, from: outcomes),
        heldOut: HeldOutFinding.all(of: draft.planned.study, draft.conclusions),
        learning: LearningCurves(
          of: draft.planned.study, arms: draft.planned.claim.arms, curves: experiment?.curves ?? [], from: outcomes),
        counterExample: judgement.verdict == .refuted ? draft.counterExample(from: outcomes) : nil,
        lines: SingleRun.ends(of: draft.planned.study, arms: draft.planned.claim.arms, from: outcomes),
        fits: FitSummary.summaries(of: draft.planned.study, from: outcomes),
        totals: Totals(of: draft.planned, by: experiment, from: outcomes), levels: levels,
        familySize: size.claims,
        controlFamilySize: size.controls, version: experiment?.version ?? "",
        pictures: experiment?.pictures(for: draft.conclusions.flatMap(\.conclusion.quantity.observables)) ?? [])
    }
  }
}

/// A claim's verdict, and which of its conclusions are supported.
package struct ClaimAnswer: Sendable, Equatable {
  /// The verdict.
  package let verdict: Verdict
  /// Whether each conclusion is supported on its own, by its text.
  package let isSupported: [String: Bool]
}

/// A finding before the correction for the other claims.
private struct Draft {
  let planned: PlannedClaim
  let conclusions: [ConclusionFinding]
  let conjunction: Conjunction
  let controls: [ControlDraft]

  /// Reads and decides every conclusion of a claim and of its controls.
  ///
  /// No plan contains a claim without conclusions. If one occurred, it would be undecided and stay in its family.
  init(_ planned: PlannedClaim, _ outcomes: [Trial: TrialOutcome], stableAt levels: ErrorLevels? = nil) {
    self.planned = planned
    conclusions = ConclusionFinding.all(of: planned.study, from: outcomes, stableAt: levels)
    conjunction = Conjunction(judging: conclusions.map(\.decision))
    controls = planned.controls.map { study in
      guard let control = study.control else { preconditionFailure("\(study.place): the study of a control has none") }
      return ControlDraft(
        study: study, control: control, all: ConclusionFinding.all(of: study, from: outcomes))
    }
  }
}

extension Draft {
  /// The run to look at first against the conclusion that refutes the claim.
  func counterExample(from outcomes: [Trial: TrialOutcome]) -> CounterExample? {
    guard conclusions.indices.contains(conjunction.refutingConclusion) else { return nil }
    let finding = conclusions[conjunction.refutingConclusion]
    return CounterExampleSearch(study: planned.study, finding: finding, outcomes: outcomes).first()
  }
}

/// The finding on a control before the correction for the other controls.
private struct ControlDraft {
  let study: Study
  let control: Control
  /// Every conclusion in the control's world, also those whose quantity its labels do not define.
  let all: [ConclusionFinding]

  /// The conclusions that were measured.
  private var conclusions: [ConclusionFinding] { all.filter(\.isMeasured) }

  /// The readings of the conclusion that the control must refute: two for Θ, otherwise one.
  private var readings: [ConclusionFinding] { all.filter { control.refutes($0.conclusion) } }

  private var refuted: Decision? {
    readings.filter(\.isMeasured).map(\.decision).min { $0.pRefute < $1.pRefute }
  }

  /// The smallest refutation p-value of the readings times their number (Bonferroni).
  var pRefute: Double { refuted.map { min(1, Double(readings.count) * $0.pRefute) } ?? 1 }

  func verdict(adjustedRefute: Double, levels: ErrorLevels) -> Verdict {
    refuted.map { $0.verdict(adjustedSupport: $0.pSupport, adjustedRefute: adjustedRefute, levels: levels) }
      ?? .inconclusive(.health)
  }

  func finding(adjustedRefute: Double, levels: ErrorLevels, _ outcomes: [Trial: TrialOutcome]) -> ControlFinding {
    ControlFinding(
      control: control, conclusions: conclusions, adjustedRefute: adjustedRefute,
      verdict: verdict(adjustedRefute: adjustedRefute, levels: levels),
      fits: FitSummary.summaries(of: study, from: outcomes))
  }
}
