import Foundation
import Training

/// Predicts how long trials take on one thread, from measured trials.
///
/// The predicted time is a sum over the parts of a trial's `Workload`: amount times price. The prices are fitted to
/// measured trials and differ from machine to machine.
package struct CostModel: Hashable, Sendable {
  /// Seconds per unit of each part of a workload.
  package let prices: [Workload.Part: Double]
  /// Predicts the T* of trials that search for it.
  package let forecast: FitForecast

  init(prices: [Workload.Part: Double], forecast: FitForecast) {
    self.prices = prices
    self.forecast = forecast
  }

  /// Fits prices to trials that were trained.
  ///
  /// Trials that differ only in the seed count once, with their median time, so that a busy moment of the machine does
  /// not change a price.
  ///
  /// - Returns: nil unless there are more kinds of trials than parts of a workload.
  package init?(_ records: [TrialRecord], otherwise: FitForecast? = nil) {
    let forecast = FitForecast(records, otherwise: otherwise ?? .reference)
    let kinds = MeasuredKind.kinds(of: records)
    guard kinds.count > Workload.Part.allCases.count else { return nil }
    // Errors are assumed to be proportional to √seconds, and each row is divided by it. So neither many short trials
    // nor a few long ones dominate the fit.
    let rows = kinds.map { kind in kind.workload.amounts.map { $0 / kind.seconds.squareRoot() } }
    let fitted = NonnegativeLeastSquares.fit(rows, to: kinds.map { $0.seconds.squareRoot() })
    prices = Dictionary(zip(Workload.Part.allCases, fitted), uniquingKeysWith: { first, _ in first })
    self.forecast = forecast
  }

  /// Returns the seconds that a trial is expected to take on one thread.
  package func seconds(of trial: Trial) -> Double {
    seconds(of: Workload(of: trial, timeToFit: forecast.timeToFit(of: trial)))
  }

  /// Returns the seconds that trials are expected to take one after the other on one thread.
  ///
  /// Trials that differ only in the seed cost the same, so the price is computed once for all of them.
  package func seconds(ofAll trials: some Sequence<Trial>) -> Double {
    var known: [Trial: Double] = [:]
    var total = 0.0
    for trial in trials {
      let kind = trial.seeded(0)
      let price = known[kind] ?? seconds(of: kind)
      known[kind] = price
      total += price
    }
    return total
  }

  func seconds(of workload: Workload) -> Double {
    zip(Workload.Part.allCases, workload.amounts).reduce(0) { $0 + (prices[$1.0] ?? 0) * $1.1 }
  }
}

extension CostModel {
  /// The model of the reference machine: one core of an AMD EPYC with AVX2.
  ///
  /// Its prices were fitted to the 14,568 trials of the standard profile and its explorations. They divide work among
  /// machines, so they are constants: every machine must compute the same division.
  package static let reference = CostModel(
    prices: [
      .start: 3.7e-3, .setup: 1.4e-8, .steps: 8.7e-5, .draws: 3.1e-9, .products: 3.3e-11, .offFeature: 2.2e-12,
      .repeated: 5.1e-11, .tuning: 8.2e-11, .denseProducts: 7.6e-11, .observedDraws: 4.3e-9, .observedProducts: 2.5e-12,
      .observedResponses: 1.8e-8, .inspection: 1e-9, .audit: 1e-10,
    ], forecast: .reference)
}

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
