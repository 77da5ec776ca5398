/// News of a running plan.
public enum RunEvent: Sendable {
  /// How far it is.
  case progress(RunProgress)
  /// One line about a record that was not trusted or not written.
  case notice(String)
  /// A trial was trained, with its multiply–adds and how long they took.
  case trained(work: Int, seconds: Double)
}

/// How far the trials of a plan are.
public struct RunProgress: Hashable, Sendable {
  /// Trials that need no more work: taken from the archive, trained, or failed.
  public let done: Int
  /// Trials of the plan.
  public let total: Int
  /// Trials taken from the archive.
  public let cacheHits: Int
  /// Trials that failed.
  public let failures: Int
  /// Seconds left, estimated from the work that remains; nil before the first trial is trained.
  public let secondsLeft: Double?
}
