import Experiments

/// A place where finished trials are kept, so that no trial is trained twice.
package protocol TrialArchive: Sendable {
  /// Returns whether a trial has a record; a record that fails a check is never used.
  func state(of planned: PlannedTrial) async -> TrialState
  /// Returns the right to train a trial; nil while another process has it.
  func lock(_ key: TrialKey) async -> TrialLock?
  /// Stores a record.
  func save(_ record: TrialRecord) async throws(StoreError)
}

/// The state of a trial in an archive.
package enum TrialState: Hashable, Sendable {
  /// The archive has no record: the trial has to be trained.
  case missing
  /// A record that passed every check.
  case done(TrialRecord)
  /// The record failed a check or its file cannot be opened now, so the trial has to be trained.
  ///
  /// The text is one line with the file's path and the reason.
  case damaged(String)
}

/// An archive in memory, for tests that must train the trials they check.
package actor TrialMemory: TrialArchive {
  private var records: [TrialKey: TrialRecord] = [:]

  /// An empty memory.
  package init() {}

  /// The number of records held.
  var count: Int { records.count }

  /// Returns the record of a trial, or that it is missing.
  package func state(of planned: PlannedTrial) -> TrialState {
    guard let record = records[planned.key] else { return .missing }
    return .done(record)
  }

  /// Returns the right to train a trial, which no other process wants.
  package func lock(_ key: TrialKey) -> TrialLock? { TrialLock() }

  /// Stores a record until the process ends.
  package func save(_ record: TrialRecord) {
    records[record.key] = record
  }
}
