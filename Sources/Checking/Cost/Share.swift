import Training

/// The trials of a plan that one of several machines trains, by predicted cost.
public struct Share: Sendable {
  /// The trials, dearest first.
  public let trials: [PlannedTrial]
  /// What they are expected to take, in seconds of one thread of the machine that the reference prices are of.
  public let seconds: Double

  /// Divides trials among machines: one after the other, dearest first, each to whoever has least.
  ///
  /// The division depends on the trials and the number of machines alone, never on what a store holds or a machine measures,
  /// so that machines that know nothing of each other agree on it. No share is dearer than the cheapest by more than one trial.
  ///
  /// - Complexity: O(trials · count).
  public static func shares(of trials: [PlannedTrial], count: Int) -> [Share] {
    var loads = Array(repeating: 0.0, count: count)
    var shares = Array(repeating: [PlannedTrial](), count: count)
    let priced = trials.map { (seconds: CostModel.reference.seconds(of: $0.trial), planned: $0) }
      .sorted { ($1.seconds, $0.planned.key) < ($0.seconds, $1.planned.key) }
    for (seconds, planned) in priced {
      let lightest = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[lightest] += seconds
      shares[lightest].append(planned)
    }
    return zip(shares, loads).map { Share(trials: $0, seconds: $1) }
  }
}
