import Training

/// What became of a planned trial.
public enum TrialOutcome: Hashable, Sendable {
  /// It was trained, now or earlier.
  case trained(Trace)
  /// It could not be trained, for the reason given; its run counts as missing.
  case failed(String)

  /// The trace, nil if the trial failed.
  public var trace: Trace? {
    if case .trained(let trace) = self { return trace }
    return nil
  }
}
