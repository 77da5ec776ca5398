import Training

/// Somewhere that finished trials are kept so that they need not be trained twice.
package protocol TrialArchive: Sendable {
  /// Returns what is known about a trial; never trusts what fails a check.
  func state(of trial: Trial, key: TrialKey) async -> TrialState
  /// Returns the right to train a trial; nil while another process has it.
  func claim(_ key: TrialKey) async -> TrialClaim?
  /// Keeps a record.
  func save(_ record: TrialRecord) async throws(StoreError)
}

/// What an archive knows about a trial.
package enum TrialState: Hashable, Sendable {
  /// Nothing: the trial has to be trained.
  case missing
  /// A record that passed every check.
  case done(TrialRecord)
  /// A file that failed a check; it is not used and the trial has to be trained. One line with its path and the reason.
  case damaged(String)
}

/// Trials kept for the life of the process only, for tests that must train what they check.
package actor TrialMemory: TrialArchive {
  private var records: [TrialKey: TrialRecord] = [:]

  /// An empty memory.
  package init() {}

  /// The number of records held.
  var count: Int { records.count }

  /// Returns the record of a trial, or that it is missing.
  package func state(of trial: Trial, key: TrialKey) -> TrialState {
    guard let record = records[key] else { return .missing }
    return .done(record)
  }

  /// Returns the right to train a trial, which no other process wants.
  package func claim(_ key: TrialKey) -> TrialClaim? { TrialClaim() }

  /// Keeps a record.
  package func save(_ record: TrialRecord) {
    records[record.key] = record
  }
}
