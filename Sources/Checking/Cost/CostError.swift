import Foundation
import Training

/// How far predictions of a cost model are off, on trials that it was not fitted to.
public struct CostError: Hashable, Sendable {
  /// Kinds of trials compared: those that differ in the seed only are one.
  public let kinds: Int
  /// Trials compared.
  public let trials: Int
  /// Seconds predicted for all of them, over the seconds measured.
  public let totalRatio: Double
  /// The median over kinds of |predicted / measured − 1|.
  public let medianError: Double
  /// The same at nine kinds in ten.
  public let largeError: Double

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
  public static func crossValidated(_ records: [TrialRecord]) -> CostError? {
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
  public init?(of model: CostModel, on records: [TrialRecord]) {
    self.init(
      MeasuredKind.kinds(of: records).map { (model.seconds(of: $0.trial), $0.seconds, $0.count) })
  }
}
