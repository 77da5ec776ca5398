import Training

/// Trials kept for the life of the process only, for tests that must train what they check.
public actor TrialMemory: TrialArchive {
  private var _records: [TrialKey: TrialRecord] = [:]

  /// An empty memory.
  public init() {}

  /// The number of records held.
  public var count: Int { _records.count }

  /// Returns the record of a trial, or that it is missing.
  public func state(of trial: Trial, key: TrialKey) -> TrialState {
    guard let record = _records[key] else { return .missing }
    return .done(record)
  }

  /// Returns the right to train a trial, which no other process wants.
  public func claim(_ key: TrialKey) -> TrialClaim? { TrialClaim() }

  /// Keeps a record.
  public func save(_ record: TrialRecord) {
    _records[record.key] = record
  }
}
