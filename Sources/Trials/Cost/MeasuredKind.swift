import Foundation
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

/// How far predictions of a cost model are off, on trials that it was not fitted to.
package struct CostError: Hashable, Sendable {
  /// Kinds of trials compared: those that differ in the seed only are one.
  package let kinds: Int
  /// Trials compared.
  package let trials: Int
  /// Seconds predicted for all of them, over the seconds measured.
  package let totalRatio: Double
  /// The median over kinds of |predicted / measured − 1|.
  package let medianError: Double
  /// The same at nine kinds in ten.
  package let largeError: Double

  /// Compares predictions with measured trials.
  ///
  /// - Returns: nil if there is nothing to compare.
  init?(_ pairs: [(predicted: Double, measured: Double, count: Int)]) {
    guard !pairs.isEmpty else { return nil }
    kinds = pairs.count
    trials = pairs.reduce(0) { $0 + $1.count }
    let measured = pairs.reduce(0) { $0 + $1.measured * Double($1.count) }
    totalRatio = pairs.reduce(0) { $0 + $1.predicted * Double($1.count) } / measured
    let errors = pairs.map { abs($0.predicted / $0.measured - 1) }.sorted()
    medianError = errors[errors.count / 2]
    largeError = errors[min(errors.count - 1, errors.count * 9 / 10)]
  }

  /// The error of prices fitted to some of the trials on the others, each kind predicted from four fifths of the others.
  ///
  /// - Returns: nil where there are too few trials to fit prices to.
  package static func crossValidated(_ records: [TrialRecord]) -> CostError? {
    let folds = 5
    let groups = Dictionary(grouping: records.filter { $0.trial.fault == nil }) { $0.trial.seeded(0) }
    // The fold of a kind depends on nothing but the kind.
    func fold(_ kind: Trial) -> Int {
      Int(TrialKey(of: kind).hex.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }) % folds
    }
    var pairs: [(predicted: Double, measured: Double, count: Int)] = []
    let byFold = Dictionary(grouping: groups) { fold($0.key) }
    for left in 0..<folds {
      let others = byFold.filter { $0.key != left }.flatMap { $0.value.flatMap(\.value) }
      guard let model = CostModel(others) else { return nil }
      for kind in MeasuredKind.kinds(of: (byFold[left] ?? []).flatMap(\.value)) {
        pairs.append((model.seconds(of: kind.trial), kind.seconds, kind.count))
      }
    }
    return CostError(pairs)
  }

  /// The error of a model on trials.
  package init?(of model: CostModel, on records: [TrialRecord]) {
    self.init(
      MeasuredKind.kinds(of: records).map { (model.seconds(of: $0.trial), $0.seconds, $0.count) })
  }
}
