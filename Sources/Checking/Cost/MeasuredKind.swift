import Training

/// Measured trials that differ in the seed only.
struct MeasuredKind: Sendable {
  /// One of them.
  let trial: Trial
  /// How many there are.
  let count: Int
  /// Their median time, in seconds of one thread.
  let seconds: Double
  /// The work of the one at the median, with the T* that it had.
  let workload: Workload

  /// Sorts records into kinds, in the order of their first keys.
  static func kinds(of records: [TrialRecord]) -> [MeasuredKind] {
    var groups: [Trial: [TrialRecord]] = [:]
    for record in records where record.seconds > 0 && record.trial.fault == nil {
      groups[record.trial.seeded(0), default: []].append(record)
    }
    return groups.values.sorted { ($0.map(\.key).min()?.hex ?? "") < ($1.map(\.key).min()?.hex ?? "") }.map { group in
      let sorted = group.sorted { ($0.seconds, $0.key) < ($1.seconds, $1.key) }
      let middle = sorted[sorted.count / 2]
      return MeasuredKind(
        trial: middle.trial, count: group.count, seconds: middle.seconds,
        workload: Workload(of: middle.trial, timeToFit: middle.trace.timeToFit.map(Double.init)))
    }
  }
}
