import Foundation
import MultiView
import Training
import Trials

/// A kind of trial that was measured: trials of one kind differ only in the seed.
struct MeasuredKind: Sendable {
  /// The trial of median time.
  let trial: NetworkTrial
  /// The number of measured trials.
  let count: Int
  /// The median time, in seconds of one thread.
  let seconds: Double
  /// The work of the trial of median time, computed with the T* that it reached.
  let workload: Workload

  /// Groups records by kind, in the order of each kind's smallest key; trials with a planted defect are left out.
  static func kinds(of measured: [MeasuredTrial]) -> [MeasuredKind] {
    var groups: [NetworkTrial: [MeasuredTrial]] = [:]
    for kind in measured where kind.seconds > 0 && kind.trial.fault == nil {
      groups[kind.trial.seeded(0), default: []].append(kind)
    }
    return groups.values.sorted { ($0.map(\.key).min()?.hex ?? "") < ($1.map(\.key).min()?.hex ?? "") }.map { group in
      let sorted = group.sorted { ($0.seconds, $0.key) < ($1.seconds, $1.key) }
      let middle = sorted[sorted.count / 2]
      return MeasuredKind(
        trial: middle.trial, count: group.count, seconds: middle.seconds,
        workload: Workload(of: middle.trial, timeToFit: middle.timeToFit.map(Double.init)))
    }
  }
}

/// The errors of the times that a cost model predicts.
package struct CostError: Hashable, Sendable {
  /// The number of kinds compared; trials that differ only in the seed are of one kind.
  package let kinds: Int
  /// The number of trials compared.
  package let trials: Int
  /// The seconds predicted for all trials, divided by the seconds measured.
  package let totalRatio: Double
  /// The median over kinds of |predicted / measured − 1|.
  package let medianError: Double
  /// The 90 % quantile over kinds of |predicted / measured − 1|.
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

  /// Returns the error of a five-fold cross-validation: each kind is predicted by a model fitted to the other four
  /// folds.
  ///
  /// - Returns: nil if there are too few trials to fit a model.
  package static func crossValidated(_ records: [TrialRecord]) -> CostError? {
    let folds = 5
    let measured = MeasuredTrial.all(of: records).filter { $0.trial.fault == nil }
    let groups = Dictionary(grouping: measured) { $0.trial.seeded(0) }
    // The fold of a kind depends only on the kind, not on the other records.
    func fold(_ kind: NetworkTrial) -> Int {
      let key = TrialKey(of: kind.trial, by: MultiViewExperiment())
      return Int(key.hex.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }) % folds
    }
    var pairs: [(predicted: Double, measured: Double, count: Int)] = []
    let byFold = Dictionary(grouping: groups) { fold($0.key) }
    for left in 0..<folds {
      let others = byFold.filter { $0.key != left }.flatMap { $0.value.flatMap(\.value) }
      guard let model = CostModel(measured: others) else { return nil }
      for kind in MeasuredKind.kinds(of: (byFold[left] ?? []).flatMap(\.value)) {
        pairs.append((model.seconds(of: kind.trial), kind.seconds, kind.count))
      }
    }
    return CostError(pairs)
  }

  /// The error of a model on measured trials.
  package init?(of model: CostModel, on records: [TrialRecord]) {
    let kinds = MeasuredKind.kinds(of: MeasuredTrial.all(of: records))
    self.init(kinds.map { (model.seconds(of: $0.trial), $0.seconds, $0.count) })
  }
}
