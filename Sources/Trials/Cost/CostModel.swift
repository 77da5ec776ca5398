import Foundation
import Training

/// How long trials take on one thread, from how long others took.
///
/// Seconds are a sum of the parts of a trial's `Workload`, each with a price of its own; prices are fitted to measured trials
/// and differ from machine to machine.
package struct CostModel: Hashable, Sendable {
  /// Seconds per unit of each part of a workload.
  package let prices: [Workload.Part: Double]
  /// The T* to expect.
  package let forecast: FitForecast

  init(prices: [Workload.Part: Double], forecast: FitForecast) {
    self.prices = prices
    self.forecast = forecast
  }

  /// Prices fitted to trials that were trained.
  ///
  /// Trials that differ in the seed only count as one, at their median, so that a busy moment of the machine moves no price.
  ///
  /// - Returns: nil with fewer kinds of trials than parts of a workload.
  package init?(_ records: [TrialRecord], otherwise: FitForecast? = nil) {
    let forecast = FitForecast(records, otherwise: otherwise ?? .reference)
    let kinds = MeasuredKind.kinds(of: records)
    guard kinds.count > Workload.Part.allCases.count else { return nil }
    // Errors in proportion to the root of the time: neither many short trials nor a few long ones decide alone.
    let rows = kinds.map { kind in kind.workload.amounts.map { $0 / kind.seconds.squareRoot() } }
    let fitted = NonnegativeLeastSquares.fit(rows, to: kinds.map { $0.seconds.squareRoot() })
    prices = Dictionary(zip(Workload.Part.allCases, fitted), uniquingKeysWith: { first, _ in first })
    self.forecast = forecast
  }

  /// Returns the seconds that a trial is expected to take on one thread.
  package func seconds(of trial: Trial) -> Double {
    seconds(of: Workload(of: trial, timeToFit: forecast.timeToFit(of: trial)))
  }

  /// Returns the seconds that trials are expected to take on one thread, one after the other.
  ///
  /// Trials that differ in the seed only cost the same and are priced once.
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
  /// Prices of one core of an AMD EPYC with AVX2, fitted to the 14,568 trials of the standard profile and its explorations.
  ///
  /// They divide work among machines, so they are constants: every machine must come to the same division.
  package static let reference = CostModel(
    prices: [
      .start: 3.7e-3, .setup: 1.4e-8, .steps: 8.7e-5, .draws: 3.1e-9, .products: 3.3e-11, .overheard: 2.2e-12,
      .repeated: 5.1e-11, .tuning: 8.2e-11, .denseProducts: 7.6e-11, .observedDraws: 4.3e-9, .observedProducts: 2.5e-12,
      .observedResponses: 1.8e-8, .inspection: 1e-9, .audit: 1e-10,
    ], forecast: .reference)
}

/// The trials of a plan that one of several machines trains, by predicted cost.
package struct Share: Sendable {
  /// The trials, dearest first.
  package let trials: [PlannedTrial]
  /// What they are expected to take, in seconds of one thread of the machine that the reference prices are of.
  package let seconds: Double

  /// Divides trials among machines: one after the other, dearest first, each to whoever has least.
  ///
  /// The division depends on the trials and the number of machines alone, never on what a store holds or a machine measures,
  /// so that machines that know nothing of each other agree on it. No share is dearer than the cheapest by more than one trial.
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
