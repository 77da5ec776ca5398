import Training

/// A trial that a plan needs, with its key and what it will cost.
public struct PlannedTrial: Hashable, Sendable {
  /// The trial.
  public let trial: Trial
  /// Its key in a store.
  public let key: TrialKey
  /// Predicted memory and work.
  public let demand: Demand
}
