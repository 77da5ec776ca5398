import Training

/// Somewhere that finished trials are kept so that they need not be trained twice.
public protocol TrialArchive: Sendable {
  /// Returns what is known about a trial; never trusts what fails a check.
  func state(of trial: Trial, key: TrialKey) async -> TrialState
  /// Returns the right to train a trial; nil while another process has it.
  func claim(_ key: TrialKey) async -> TrialClaim?
  /// Keeps a record.
  func save(_ record: TrialRecord) async throws(StoreError)
}
