import MultiView
import Training

/// What the trials behind a finding amount to; every number is the same on every machine.
public struct Totals: Hashable, Sendable {
  /// Different trials, those of the controls and pictures included.
  public let trials: Int
  /// Registered runs of the claim in its own world, over all scales; a run may be a pair of trials.
  public let runs: Int
  /// Multiply–adds spent in training and observing all trials.
  public let work: Int
  /// Whether every certificate of dormant-neuron elimination was met, those of planted faults aside.
  public let certificatesMet: Bool
  /// Answers to hard samples that eliminated neurons could have changed, over all checkpoints and read-outs; each counts
  /// against the conclusion that reads it.
  public let undecided: Int
  /// How the networks were held: pruned, dense or both.
  public let modes: [NetworkMode]
  /// The trials that failed, one line each with its reason.
  public let failures: [String]

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
          work = Self._sum(work, trace.work)
          // A planted fault may break the certificate on purpose.
          met = met && (trace.certificate.met || trial.fault != nil)
          for checkpoint in trace.checkpoints + (trace.finetuning ?? []) {
            undecided = Readout.allCases.reduce(undecided) { Self._sum($0, checkpoint.errors(by: $1)?.undecided ?? 0) }
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
  private static func _sum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? (second < 0 ? .min : .max) : sum
  }
}
