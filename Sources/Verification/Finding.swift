import ClaimKit
import Decision
import Experiments
import Planning
import Trials

/// The complete result of verifying one claim.
///
/// It is a pure function of the claim, the design and the traces. It holds no time of day and no duration. A report
/// made from it therefore has the same bytes however often the verification was interrupted.
package struct Finding: Sendable {
  /// The claim and its folder.
  package let entry: ClaimEntry
  /// The statement, stand-in, controls and thresholds that were fixed before the data were seen.
  package let registration: Registration
  /// The scales and runs.
  package let design: Design
  /// The hypotheses of the statement, checked at every registered scale; no verdict depends on them.
  package let hypotheses: [HypothesisAudit]
  /// Each conclusion with its evidence and decision, in the claim's order.
  package let conclusions: [ConclusionFinding]
  /// The conclusions taken together, before correction for the other claims.
  package let conjunction: Conjunction
  /// The support p-value adjusted over the claims verified together.
  package let adjustedSupport: Double
  /// The refutation p-value adjusted over the claims verified together.
  package let adjustedRefute: Double
  /// The verdict on the claim.
  package let verdict: Verdict
  /// The runs and scales that would settle the claim; nil if it is decided.
  package let settlement: ClaimSettlement?
  /// The finding on each control of the claim.
  package let controls: [ControlFinding]
  /// The finding on each false form of the claim.
  package let falseForms: [FalseFormFinding]
  /// Errors against the number of labels; empty for a claim without companions.
  package let surveys: [LabelSurvey]
  /// The picture over the dimension and another parameter; nil for a claim without one.
  package let diagram: DiagramFinding?
  /// The kind of the trials of each scale, such as `exact`; empty if all trials are of one kind.
  package let kinds: [String]
  /// The numbers from trials of two kinds where both run, one per conclusion; empty if all trials are of one kind.
  package let overlaps: [OverlapFinding]
  /// The largest scale of each conclusion, forecast from the smaller ones; in the order of the conclusions.
  package let heldOut: [HeldOutFinding]
  /// Losses, errors and weights during training, at the largest scale; nil with too few checkpoints.
  package let learning: LearningCurves?
  /// The run that shows why the claim is refuted; nil for other verdicts, and where only the trend shows it.
  package let counterExample: CounterExample?
  /// The commands that train single runs again: of every arm, the first run at the smallest and at the largest scale.
  package let lines: [SingleRun]
  /// When the trials reached T*, per arm and scale.
  package let fits: [FitSummary]
  /// Counts over all trials of the claim, its controls and its pictures.
  package let totals: Totals
  /// The error rates at which the claim was decided.
  package let levels: ErrorLevels
  /// The number of claims in the family that the p-values are adjusted over.
  package let familySize: Int
  /// The number of controls in the family that their p-values are adjusted over.
  package let controlFamilySize: Int
  /// The version of the experiment.
  package let version: String
  /// Pictures of the data that the experiment uses; empty for most.
  package let pictures: [DataPicture]

  /// The claim's name.
  package var name: String { claim.name }
  /// The folder under `Claims/`.
  package var folder: String { entry.folder }
  /// The claim.
  package var claim: any Claim { entry.claim }
  /// Whether every control was refuted; a supported verdict means nothing otherwise.
  package var discriminates: Bool { controls.allSatisfy(\.isRefuted) }

  /// Returns the controls in which a conclusion must fail, in the claim's order.
  package func controls(of conclusion: ConclusionFinding) -> [ControlFinding] {
    controls.filter { $0.control.refutes(conclusion.conclusion) }
  }

  /// Returns the controls in which a conclusion must fail and was not refuted.
  package func unrefutedControls(of conclusion: ConclusionFinding) -> [ControlFinding] {
    controls(of: conclusion).filter { !$0.isRefuted }
  }
}

/// Counts over all trials behind a finding; every number is the same on every machine.
package struct Totals: Hashable, Sendable {
  /// The number of distinct trials, including those of controls and pictures.
  package let trials: Int
  /// Registered runs of the claim outside its controls, over all scales; a run may be a pair of trials.
  package let runs: Int
  /// Work spent on running and observing all trials.
  package let work: Int
  /// What the notes of all traces mean.
  package let remarks: TraceRemarks
  /// The trials that failed, one line each with its reason.
  package let failures: [String]

  /// The totals of a planned claim.
  init(of planned: PlannedClaim, by experiment: (any Experiment)?, from outcomes: [Trial: TrialOutcome]) {
    var seen: Set<Trial> = []
    var work = 0
    var notes: [String: Int] = [:]
    var failures: [String] = []
    let shown = planned.diagram?.trials.joined().joined().map { $0 } ?? []
    for trials in planned.studies.map(\.allTrials) + [shown] {
      for trial in trials where seen.insert(trial).inserted {
        let words = "\(experiment?.words(for: trial) ?? trial.experiment), seed \(trial.seed)"
        switch outcomes[trial] {
        case .trained(let trace):
          work = Self.sum(work, trace.work)
          notes.merge(trace.notes, uniquingKeysWith: Self.sum)
        case .failed(let reason): failures.append("\(words): \(reason)")
        case nil: failures.append("\(words): it was not run.")
        }
      }
    }
    trials = seen.count
    runs = planned.design.scales.count * planned.design.runs
    self.work = work
    remarks = experiment?.remarks(on: notes) ?? TraceRemarks()
    self.failures = failures
  }

  /// A sum that stops at the largest or smallest integer instead of overflowing; a stored record may hold any number.
  private static func sum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? (second < 0 ? .min : .max) : sum
  }
}

/// When the runs of one arm reached T* at one scale.
package struct FitSummary: Hashable, Sendable {
  /// The arm of the claim; a control may train another label set in its place.
  package let arm: Arm
  /// The scale: the dimension in most claims.
  package let scale: Int
  /// Registered runs.
  package let runs: Int
  /// Runs whose trial failed.
  package let failed: Int
  /// Runs that reached T* within the step limit.
  package let reached: Int
  /// Median T* over the runs that reached it, in steps; nil if none did.
  package let medianTimeToFit: Double?

  /// Returns the summaries of a study, by arm and scale; none for arms whose trials do not search for T*.
  static func summaries(of study: Study, from outcomes: [Trial: TrialOutcome]) -> [FitSummary] {
    study.arms.filter { study.world(of: $0).window.lossBound != nil }.flatMap { arm in
      zip(study.design.scales, study.trials(of: arm)).map { scale, trials in
        let traces = trials.compactMap { outcomes[$0]?.trace }
        let times = traces.compactMap(\.timeToFit).sorted()
        var median: Double?
        if !times.isEmpty { median = Double(times[(times.count - 1) / 2] + times[times.count / 2]) / 2 }
        return FitSummary(
          arm: arm, scale: scale, runs: trials.count, failed: trials.count - traces.count, reached: times.count,
          medianTimeToFit: median)
      }
    }
  }
}
