import Experiments

/// Trains stored trials again and compares them with their records, bit for bit.
package struct ReplayAudit: Sendable {
  /// The result of training one record's trial again.
  package enum Outcome: Hashable, Sendable {
    /// The new trace has the same bits.
    case same
    /// The new trace has other bits; the name of the first part that differs.
    case differs(String)
    /// The record cannot be trusted, or its trial cannot be trained here; one sentence.
    case unusable(String)
  }

  /// The records to check.
  package let records: [TrialRecord]
  /// Trains the trials of the records; it has no archive.
  package let runner: TrialRunner
  private let experiments: ExperimentCatalogue

  /// An audit of some records.
  ///
  /// - Parameters:
  ///   - records: The records to check.
  ///   - runner: Runs their trials; its archive must be nil, or nothing would be run.
  ///   - experiments: The experiments that the records may name.
  package init(_ records: [TrialRecord], runner: TrialRunner, experiments: ExperimentCatalogue) {
    self.records = records
    self.runner = runner
    self.experiments = experiments
  }

  /// Trains the trial of every record again and returns the outcomes, by key.
  ///
  /// - Throws: `CancellationError` if the task was cancelled.
  package func outcomes(
    report: @Sendable (RunEvent) -> Void = { _ in }
  ) async throws(CancellationError) -> [String: Outcome] {
    var results: [String: Outcome] = [:]
    var planned: [PlannedTrial] = []
    for record in records {
      guard let experiment = experiments[record.trial.experiment] else {
        results[record.key.hex] = .unusable("its experiment is unknown here.")
        continue
      }
      do {
        let demand = try experiment.demand(of: record.trial, memory: MachineMemory.limit)
        planned.append(PlannedTrial(trial: record.trial, experiment: experiment, demand: demand))
      } catch {
        results[record.key.hex] = .unusable(error.description)
      }
    }
    let outcomes = try await runner.run(planned, report: report)
    for record in records where results[record.key.hex] == nil {
      results[record.key.hex] =
        switch outcomes[record.trial] {
        case .trained(let trace): Self.comparison(of: trace, with: record.trace)
        case .failed(let reason): .unusable(reason)
        case nil: .unusable("its trial was not run.")
        }
    }
    return results
  }

  /// Compares two traces by their stored bytes, so that NaN equals NaN and −0 differs from 0.
  static func comparison(of trace: Trace, with recorded: Trace) -> Outcome {
    if trace.content == recorded.content { return .same }
    for (stage, other) in zip(trace.stages, recorded.stages) {
      if stage.times != other.times { return .differs("the number of checkpoints") }
      for (index, time) in stage.times.enumerated() {
        let names = Set(stage.columns.keys).union(other.columns.keys).sorted()
        let isSame = names.allSatisfy { name in
          CanonicalJSON.data(stage.columns[name]?[index]) == CanonicalJSON.data(other.columns[name]?[index])
        }
        if !isSame { return .differs("the checkpoint at T = \(time)") }
      }
    }
    if trace.stages.count != recorded.stages.count { return .differs("the number of checkpoints") }
    if trace.work != recorded.work { return .differs("the work done") }
    return .differs("a value outside the checkpoints")
  }
}
