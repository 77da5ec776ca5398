import Foundation
import Training

/// The T* that trials are expected to have, from those that had one: a power law in what T* depends on.
///
/// T* = c · (1/bound)^a · k^b · (1/stepSize)^e with exponents of at least 0, one law for trials that only have to learn common
/// features, which are those on coarse labels and easy samples, and one for all others.
package struct FitForecast: Hashable, Sendable {
  /// ln c and −ln c, of which one is zero, then a, b, e; for trials that only have to learn common features.
  let common: [Double]
  /// The same for trials that have to learn rare features.
  let rare: [Double]

  /// Seen in the trials of the standard profile, d = 64 to 1024.
  static let reference = FitForecast(common: [0, 4.34, 0.97, 0.15, 1.06], rare: [0, 3.23, 0.72, 1.19, 1.06])

  /// ln c and −ln c, of which one is zero, then a, b, e of both laws, by name.
  package var laws: [String: [Double]] { ["common": common, "rare": rare] }

  init(common: [Double], rare: [Double]) {
    self.common = common
    self.rare = rare
  }

  /// A forecast fitted to trials that were trained; where they say nothing, another one's.
  init(_ records: [TrialRecord], otherwise: FitForecast) {
    var rows: [Bool: (rows: [[Double]], values: [Double])] = [:]
    for record in records {
      guard let time = record.trace.timeToFit, let row = Self.row(of: record.trial) else { continue }
      rows[Self.isCommon(record.trial), default: ([], [])].rows.append(row)
      rows[Self.isCommon(record.trial), default: ([], [])].values.append(log(Double(time)))
    }
    func law(_ isCommon: Bool, _ other: [Double]) -> [Double] {
      guard let data = rows[isCommon], data.rows.count >= 10 else { return other }
      return NonnegativeLeastSquares.fit(data.rows, to: data.values)
    }
    common = law(true, otherwise.common)
    rare = law(false, otherwise.rare)
  }

  /// Returns the T* to expect of a trial; nil if its extent asks for none, or nothing lets it fit.
  package func timeToFit(of trial: Trial) -> Double? {
    guard let row = Self.row(of: trial) else { return nil }
    return exp(zip(Self.isCommon(trial) ? common : rare, row).reduce(0) { $0 + $1.0 * $1.1 })
  }

  private static func isCommon(_ trial: Trial) -> Bool { trial.labels == .coarse && trial.parameters.hardShare == 0 }

  private static func row(of trial: Trial) -> [Double]? {
    guard case .window(let bound, _, _) = trial.extent, trial.parameters.stepSize > 0, bound > 0 else { return nil }
    if case .random = trial.labels { return nil }
    return [1, -1, max(0, -log(bound)), log(Double(trial.parameters.k)), -log(trial.parameters.stepSize)]
  }
}
