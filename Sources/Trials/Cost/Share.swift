/// The trials of a plan that one of several machines trains.
package struct Share: Sendable {
  /// The trials, the most expensive first.
  package let trials: [PlannedTrial]
  /// The predicted time of all trials, in seconds of one thread of the reference machine.
  package let seconds: Double

  /// Divides trials among machines: the most expensive first, each to the share that costs least so far.
  ///
  /// The division depends only on the trials and the number of machines, never on the contents of a store or on
  /// measured times. So machines agree on it without communication. Shares differ by at most the cost of one trial.
  ///
  /// - Complexity: O(trials · count).
  package static func shares(of trials: [PlannedTrial], count: Int) -> [Share] {
    var loads = Array(repeating: 0.0, count: count)
    var shares = Array(repeating: [PlannedTrial](), count: count)
    let priced = trials.map { (seconds: $0.demand.seconds, planned: $0) }
      .sorted { ($1.seconds, $0.planned.key) < ($0.seconds, $1.planned.key) }
    for (seconds, planned) in priced {
      let lightest = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[lightest] += seconds
      shares[lightest].append(planned)
    }
    return zip(shares, loads).map { Share(trials: $0, seconds: $1) }
  }
}
