import ClaimKit
import Decision
import MultiView
import Planning
import Training
import Trials

/// Everything that a verification found out about one claim.
///
/// A pure function of the claim, the design and the traces: it holds no time of day and no duration, so a report
/// made from it is the same bytes however often the verification was interrupted.
package struct Finding: Sendable {
  /// The claim and its folder.
  package let entry: ClaimEntry
  /// What the claim committed to before its data were seen.
  package let registration: Registration
  /// The scales and runs.
  package let design: Design
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
  /// What it would take to settle the claim; nil if it is decided.
  package let settlement: ClaimSettlement?
  /// What became of the claim in each of its controls.
  package let controls: [ControlFinding]
  /// Errors against the number of labels; empty for a claim without companions.
  package let surveys: [LabelSurvey]
  /// The picture over the dimension and another parameter; nil for a claim without one.
  package let diagram: DiagramFinding?
  /// How the runs looked while they trained, at the largest scale; nil where nothing is trained, or observed once only.
  package let learning: LearningCurves?
  /// The smallest run that shows why the claim is refuted; nil for other verdicts, and where only the trend shows it.
  package let counterExample: CounterExample?
  /// The commands that train single runs again: of every arm, the first run at the smallest and at the largest scale.
  package let lines: [SingleRun]
  /// When the trials fitted, per label set and scale.
  package let fits: [FitSummary]
  /// What the trials amount to.
  package let totals: Totals
  /// The error rates it was decided at.
  package let levels: ErrorLevels
  /// How many claims were corrected for together.
  package let familySize: Int
  /// How many controls were corrected for together.
  package let controlFamilySize: Int
  /// The version of the trainer.
  package let trainerVersion: String

  /// The claim's name.
  package var name: String { claim.name }
  /// The folder under `Claims/`.
  package var folder: String { entry.folder }
  /// The claim.
  package var claim: any Claim { entry.claim }
  /// Whether every control was refuted: only then does a support mean anything.
  package var discriminates: Bool { controls.allSatisfy(\.isRefuted) }
}

/// What the trials behind a finding amount to; every number is the same on every machine.
package struct Totals: Hashable, Sendable {
  /// Different trials, those of the controls and pictures included.
  package let trials: Int
  /// Registered runs of the claim in its own world, over all scales; a run may be a pair of trials.
  package let runs: Int
  /// Multiply–adds spent in training and observing all trials.
  package let work: Int
  /// Whether every certificate of dormant-neuron elimination was met, those of planted faults aside.
  package let certificatesMet: Bool
  /// Answers to hard samples that eliminated neurons could have changed, over all checkpoints and read-outs; each counts
  /// against the conclusion that reads it.
  package let undecided: Int
  /// How the networks were held: pruned, dense or both.
  package let modes: [NetworkMode]
  /// The trials that failed, one line each with its reason.
  package let failures: [String]

  /// The totals of a planned claim.
  init(of planned: PlannedClaim, from outcomes: [Trial: TrialOutcome]) {
    var seen: Set<Trial> = []
    var work = 0
    var met = true
    var undecided = 0
    var modes: Set<NetworkMode> = []
    var failures: [String] = []
    let shown = planned.diagram?.trials.joined().joined().map { $0 } ?? []
    for trials in planned.studies.map(\.allTrials) + [shown] {
      for trial in trials where seen.insert(trial).inserted {
        modes.insert(trial.parameters.mode)
        // An audit trains both networks.
        if case .audit = trial.extent { modes.formUnion(NetworkMode.allCases) }
        switch outcomes[trial] {
        case .trained(let trace):
          work = Self.sum(work, trace.work)
          // A planted fault may break the certificate on purpose.
          met = met && (trace.certificate.met || trial.fault != nil)
          for checkpoint in trace.checkpoints + (trace.finetuning ?? []) {
            undecided = Readout.allCases.reduce(undecided) { Self.sum($0, checkpoint.errors(by: $1)?.undecided ?? 0) }
          }
        case .failed(let reason):
          failures.append("d = \(trial.parameters.d), \(trial.labels.name) labels, seed \(trial.seed): \(reason)")
        case nil:
          failures.append("d = \(trial.parameters.d), \(trial.labels.name) labels, seed \(trial.seed): it was not run.")
        }
      }
    }
    trials = seen.count
    runs = planned.design.scales.count * planned.design.runs
    self.work = work
    certificatesMet = met
    self.undecided = undecided
    self.modes = NetworkMode.allCases.filter(modes.contains)
    self.failures = failures
  }

  /// A sum that ends at the largest number: a record may hold any.
  private static func sum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? (second < 0 ? .min : .max) : sum
  }
}

/// When the runs of one arm reached T* at one scale.
package struct FitSummary: Hashable, Sendable {
  /// The arm that the claim reads, whose place another may have taken in a control.
  package let arm: Arm
  /// The scale: the dimension in most claims.
  package let d: Int
  /// Registered runs.
  package let runs: Int
  /// Runs whose trial failed.
  package let failed: Int
  /// Runs that reached T* within the step limit.
  package let reached: Int
  /// Median T* over the runs that reached it, in steps; nil if none did.
  package let medianTimeToFit: Double?

  /// Returns the summaries of a study, by arm and scale.
  ///
  /// None where no trial looks for T*.
  static func summaries(of study: Study, from outcomes: [Trial: TrialOutcome]) -> [FitSummary] {
    study.arms.filter { study.world(of: $0).window.lossBound != nil }.flatMap { arm in
      zip(study.design.scales, study.trials(of: arm)).map { d, trials in
        let traces = trials.compactMap { outcomes[$0]?.trace }
        let times = traces.compactMap(\.timeToFit).sorted()
        var median: Double?
        if !times.isEmpty { median = Double(times[(times.count - 1) / 2] + times[times.count / 2]) / 2 }
        return FitSummary(
          arm: arm, d: d, runs: trials.count, failed: trials.count - traces.count, reached: times.count,
          medianTimeToFit: median)
      }
    }
  }
}
