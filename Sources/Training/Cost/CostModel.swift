import MultiView

/// Predicts how long trials take on one thread, from measured trials.
///
/// The predicted time is a sum over the parts of a trial's `Workload`: amount times price. The prices are fitted to
/// measured trials and differ from machine to machine.
package struct CostModel: Hashable, Sendable {
  /// Seconds per unit of each part of a workload.
  package let prices: [Workload.Part: Double]
  /// Predicts the T* of trials that search for it.
  package let forecast: FitForecast

  /// A model from its prices and its forecast.
  package init(prices: [Workload.Part: Double], forecast: FitForecast) {
    self.prices = prices
    self.forecast = forecast
  }

  /// Returns the seconds that a trial is expected to take on one thread.
  package func seconds(of trial: NetworkTrial) -> Double {
    seconds(of: Workload(of: trial, timeToFit: forecast.timeToFit(of: trial)))
  }

  /// Returns the seconds that an amount of work is expected to take on one thread.
  package func seconds(of workload: Workload) -> Double {
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
      .observedResponses: 1.8e-8, .inspection: 1e-9, .audit: 1e-10, .concentrated: 4e-9,
    ], forecast: .reference)
}
