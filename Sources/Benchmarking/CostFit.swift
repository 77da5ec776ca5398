import Foundation
import MultiView
import Training
import Trials

/// A measured trial of the shared trainer, from which costs are fitted.
struct MeasuredTrial {
  let trial: NetworkTrial
  let timeToFit: Int?
  let seconds: Double
  let key: TrialKey

  /// Returns the trials of the shared trainer among some records.
  static func all(of records: [TrialRecord]) -> [MeasuredTrial] {
    records.compactMap { record in
      guard record.trial.experiment == NetworkTrial.experiment, let trial = try? NetworkTrial(record.trial) else {
        return nil
      }
      return MeasuredTrial(
        trial: trial, timeToFit: record.trace.timeToFit, seconds: record.seconds, key: record.key)
    }
  }
}

extension CostModel {
  /// Fits prices to trials that were trained.
  ///
  /// Trials that differ only in the seed count once, with their median time, so that a busy moment of the machine does
  /// not change a price.
  ///
  /// - Returns: nil unless there are more kinds of trials than parts of a workload.
  package init?(_ records: [TrialRecord], otherwise: FitForecast? = nil) {
    self.init(measured: MeasuredTrial.all(of: records), otherwise: otherwise)
  }

  init?(measured: [MeasuredTrial], otherwise: FitForecast? = nil) {
    let kinds = MeasuredKind.kinds(of: measured)
    guard kinds.count > Workload.Part.allCases.count else { return nil }
    // Errors are assumed to be proportional to √seconds, and each row is divided by it. So neither many short trials
    // nor a few long ones dominate the fit.
    let rows = kinds.map { kind in kind.workload.amounts.map { $0 / kind.seconds.squareRoot() } }
    let fitted = NonnegativeLeastSquares.fit(rows, to: kinds.map { $0.seconds.squareRoot() })
    self.init(
      prices: Dictionary(zip(Workload.Part.allCases, fitted), uniquingKeysWith: { first, _ in first }),
      forecast: FitForecast(measured, otherwise: otherwise ?? .reference))
  }

}

/// Predicts how long planned trials of any experiment take on one thread.
package struct TrialPrices: Sendable {
  private let model: CostModel
  /// The mean seconds of measured trials of other experiments, by experiment and scale.
  private let measured: [String: [Int: Double]]

  /// Prices from a model of the shared trainer, and from measured trials of other experiments.
  package init(_ model: CostModel, _ records: [TrialRecord]) {
    self.model = model
    let others = records.filter { $0.trial.experiment != NetworkTrial.experiment }
    measured = Dictionary(grouping: others) { $0.trial.experiment }.mapValues { records in
      Dictionary(grouping: records) { $0.trial.scale }.mapValues { group in
        group.reduce(0) { $0 + $1.seconds } / Double(group.count)
      }
    }
  }

  /// Returns the seconds that a planned trial is expected to take on one thread.
  ///
  /// A trial of another experiment takes as long as those that were measured at its scale; without any, as long as its
  /// demand says.
  package func seconds(of planned: PlannedTrial) -> Double {
    if planned.trial.experiment == NetworkTrial.experiment, let trial = try? NetworkTrial(planned.trial) {
      return model.seconds(of: trial)
    }
    return measured[planned.trial.experiment]?[planned.trial.scale] ?? planned.demand.seconds
  }
}

extension FitForecast {
  /// Fits both laws to the trials that reached T*; a law with fewer than 10 trials is taken from another forecast.
  init(_ measured: [MeasuredTrial], otherwise: FitForecast) {
    var rows: [Bool: (rows: [[Double]], values: [Double])] = [:]
    for kind in measured {
      guard let time = kind.timeToFit, let row = Self.row(of: kind.trial) else { continue }
      rows[Self.isCommon(kind.trial), default: ([], [])].rows.append(row)
      rows[Self.isCommon(kind.trial), default: ([], [])].values.append(log(Double(time)))
    }
    func law(_ isCommon: Bool, _ other: [Double]) -> [Double] {
      guard let data = rows[isCommon], data.rows.count >= 10 else { return other }
      return NonnegativeLeastSquares.fit(data.rows, to: data.values)
    }
    self.init(common: law(true, otherwise.common), rare: law(false, otherwise.rare))
  }
}
