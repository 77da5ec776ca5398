/// What an archive knows about a trial.
public enum TrialState: Hashable, Sendable {
  /// Nothing: the trial has to be trained.
  case missing
  /// A record that passed every check.
  case done(TrialRecord)
  /// A file that failed a check; it is not used and the trial has to be trained. One line with its path and the reason.
  case damaged(String)
}
