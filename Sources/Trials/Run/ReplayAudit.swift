import Training

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

  /// An audit of some records.
  ///
  /// - Parameters:
  ///   - records: The records to check.
  ///   - runner: Trains their trials; its archive must be nil, or nothing would be trained.
  package init(_ records: [TrialRecord], runner: TrialRunner) {
    self.records = records
    self.runner = runner
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
      do {
        planned.append(PlannedTrial(trial: record.trial, key: record.key, demand: try Demand.checked(record.trial)))
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
    if CanonicalJSON.data(trace) == CanonicalJSON.data(recorded) { return .same }
    let times = zip(trace.checkpoints, recorded.checkpoints).first { CanonicalJSON.data($0) != CanonicalJSON.data($1) }
    if let times { return .differs("the checkpoint at T = \(times.1.time)") }
    if trace.checkpoints.count != recorded.checkpoints.count { return .differs("the number of checkpoints") }
    if trace.work != recorded.work { return .differs("the multiply–adds") }
    if trace.certificate != recorded.certificate { return .differs("the certificate") }
    return .differs("a value outside the checkpoints")
  }
}
