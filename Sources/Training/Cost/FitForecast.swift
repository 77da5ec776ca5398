import Foundation
import MultiView

/// A power law that predicts T* from a trial's parameters, fitted to trials that reached T*.
///
/// T* = c · (1/bound)^a · k^b · (1/stepSize)^e with exponents of at least 0. One law is for trials that only have to
/// learn common features: those on coarse labels and easy samples. The other law is for all other trials.
package struct FitForecast: Hashable, Sendable {
  /// The law for trials that only have to learn common features: ln c and −ln c, then a, b, e.
  ///
  /// The fit allows no negative coefficients, so ln c is split into two, of which one is zero.
  package let common: [Double]
  /// The same for trials that have to learn rare features.
  package let rare: [Double]

  /// The laws fitted to the trials of the standard profile, d = 64 to 1024.
  package static let reference = FitForecast(common: [0, 4.34, 0.97, 0.15, 1.06], rare: [0, 3.23, 0.72, 1.19, 1.06])

  /// The coefficients of both laws by name, each in the order ln c, −ln c, a, b, e.
  package var laws: [String: [Double]] { ["common": common, "rare": rare] }

  /// A forecast from the coefficients of both laws.
  package init(common: [Double], rare: [Double]) {
    self.common = common
    self.rare = rare
  }

  /// Returns the T* expected of a trial.
  ///
  /// - Returns: nil if the trial does not search for T*, or cannot be expected to reach it: its labels are random, or
  ///   its step size or bound is not positive.
  package func timeToFit(of trial: NetworkTrial) -> Double? {
    guard let row = Self.row(of: trial) else { return nil }
    return exp(zip(Self.isCommon(trial) ? common : rare, row).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// Whether a trial only has to learn common features.
  package static func isCommon(_ trial: NetworkTrial) -> Bool {
    trial.labels == .coarse && trial.parameters.hardShare == 0
  }

  /// Returns a trial's row in the regression of ln T*; the columns belong to ln c, −ln c, a, b, e.
  package static func row(of trial: NetworkTrial) -> [Double]? {
    guard case .window(let bound, _, _) = trial.schedule, trial.parameters.stepSize > 0, bound > 0 else { return nil }
    if case .random = trial.labels { return nil }
    return [1, -1, max(0, -log(bound)), log(Double(trial.parameters.k)), -log(trial.parameters.stepSize)]
  }
}
