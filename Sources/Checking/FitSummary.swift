import ClaimKit
import Training

/// When the runs of one arm reached T* at one scale.
public struct FitSummary: Hashable, Sendable {
  /// The arm that the claim reads, whose place another may have taken in a control.
  public let arm: Arm
  /// The scale: the dimension in most claims.
  public let d: Int
  /// Registered runs.
  public let runs: Int
  /// Runs whose trial failed.
  public let failed: Int
  /// Runs that reached T* within the step limit.
  public let reached: Int
  /// Median T* over the runs that reached it, in steps; nil if none did.
  public let medianTimeToFit: Double?

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
