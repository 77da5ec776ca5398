import Foundation
import Statistics

/// What the smaller scales of a conclusion's evidence forecast for the largest one, and what was seen there.
///
/// No verdict depends on it.
package enum HeldOutScale: Sendable, Equatable {
  /// The largest scale was forecast.
  case forecast(Forecast)
  /// At the scale before, every run already was at the same end of the range, so nothing was left to forecast.
  case saturated
  /// There is no forecast, with the reason.
  case none(String)

  /// A 95 % prediction interval for the mean at the largest scale, and the mean.
  package struct Forecast: Sendable, Equatable {
    /// The largest scale.
    package let scale: Double
    /// The lower end of the interval.
    package let lower: Double
    /// The upper end of the interval.
    package let upper: Double
    /// The mean over the runs at the largest scale; the geometric mean for positive numbers.
    package let observed: Double
    /// Whether the mean lies in the interval.
    package let holds: Bool
  }

  /// The share of the forecast's law that the interval covers.
  ///
  /// Many curves are smoother than those of the forecast's prior. On smooth planted laws, the central 90 % of the forecast
  /// hold the mean in 95 % of all repetitions; on the laws of the calibration, many of which were built to mislead, in
  /// 91 %. The share was fixed on the smooth laws, before any claim was forecast.
  package static let share = 0.9

  /// The fewest scales that a forecast needs beside the largest.
  static let fewestScales = 4

  /// Forecasts the largest scale of some evidence.
  ///
  /// Means are put on a scale without ends: shares and signed numbers by the logit, positive numbers by the logarithm.
  /// The horizontal axis is ln d. The noise of the largest scale is taken from the two scales before it, so the interval
  /// uses no number of the largest scale but its count of registered runs.
  package init(of evidence: Evidence) {
    guard evidence.scales.count > Self.fewestScales, let last = evidence.scales.last else {
      self = .none("a forecast needs \(Self.fewestScales) scales beside the largest")
      return
    }
    let runs = evidence.runs.map { $0.compactMap { $0 } }
    guard runs.allSatisfy({ $0.count > 1 && $0.allSatisfy(evidence.kind.admits) }) else {
      self = .none("runs are missing")
      return
    }
    let before = runs[runs.count - 2]
    if let first = before.first, evidence.kind.isEnd(first), before.allSatisfy({ $0 == first }) {
      self = .saturated
      return
    }
    let straightened = runs.map { StraightenedMean($0, evidence.kind) }
    let means = straightened.compactMap { $0 }
    guard means.count == runs.count, let seen = means.last else {
      self = .none("a value is 0, which has no logarithm")
      return
    }
    let earlier = means.dropLast()
    let points = zip(evidence.scales, earlier).map {
      SmoothForecast.Point(place: log($0), mean: $1.value, variance: $1.variance)
    }
    guard let forecast = SmoothForecast(from: points, at: log(last)) else {
      self = .none("the means are no finite numbers")
      return
    }
    let spread = earlier.suffix(2).reduce(0) { $0 + $1.spread } / 2
    let noise = { StraightenedMean.variance(at: $0, spread: spread, runs: runs.last?.count ?? 2, evidence.kind) }
    let lower = forecast.quantile((1 - Self.share) / 2, noise: noise)
    let upper = forecast.quantile((1 + Self.share) / 2, noise: noise)
    // An end that no observation could lie beyond is printed as the end of the range.
    let (least, most) = StraightenedMean.ends(evidence.kind, runs: runs.last?.count ?? 2)
    self = .forecast(
      Forecast(
        scale: last,
        lower: lower <= least ? evidence.kind.range?.lowerBound ?? 0 : StraightenedMean.unit(lower, evidence.kind),
        upper: upper >= most
          ? evidence.kind.range?.upperBound ?? .infinity : StraightenedMean.unit(upper, evidence.kind),
        observed: seen.observed, holds: (lower...upper).contains(seen.value)))
  }

  /// The forecast; nil if there is none.
  package var forecast: Forecast? {
    if case .forecast(let forecast) = self { return forecast }
    return nil
  }
}

extension MetricKind {
  /// Whether a run's number is an end of the range.
  fileprivate func isEnd(_ number: Double) -> Bool {
    guard let range else { return number == 0 }
    let share = share(of: number)
    return share == range.lowerBound || share == range.upperBound
  }
}

/// The mean of one scale on a scale without ends.
private struct StraightenedMean {
  /// The mean over the runs; the geometric mean for positive numbers.
  let observed: Double
  /// The logit or the logarithm of the mean.
  let value: Double
  /// How much runs scatter: for positive numbers the variance of their logarithms, otherwise the variance of the runs
  /// divided by that of all-or-nothing runs with the same mean.
  let spread: Double
  /// The variance of ``value``.
  let variance: Double

  /// The smallest spread of a number in [−1, 1], so that equal runs have a logit, too.
  private static let finest = 1e-9

  /// The straightened mean of some runs; nil if a positive number is 0.
  init?(_ runs: [Double], _ kind: MetricKind) {
    let count = Double(runs.count)
    if kind == .positive {
      guard runs.allSatisfy({ $0 > 0 }) else { return nil }
      let (mean, square) = Self.moments(runs.map { log($0) })
      (observed, value, spread, variance) = (exp(mean), mean, square, square / count)
      return
    }
    let (mean, square) = Self.moments(runs.map { Self.share(kind.share(of: $0), kind) })
    let atoms = Self.atoms(kind)
    // Half a count at either end keeps the logit finite.
    let share = kind.isCount ? (count * atoms * mean + 0.5) / (count * atoms + 1) : min(max(mean, 1e-6), 1 - 1e-6)
    observed = kind == .signed ? 2 * mean - 1 : mean
    value = log(share / (1 - share))
    spread = max(square / (share * (1 - share)), 1 / atoms)
    variance = spread / count / (share * (1 - share))
  }

  /// Returns the variance of a mean on the scale without ends, given its height there.
  static func variance(at value: Double, spread: Double, runs: Int, _ kind: MetricKind) -> Double {
    if kind == .positive { return spread / Double(runs) }
    let share = 1 / (1 + exp(-min(max(value, -30), 30)))
    return spread / Double(runs) / max(share * (1 - share), 1 / (Double(runs) * atoms(kind)))
  }

  /// The smallest and the largest possible height of a mean.
  static func ends(_ kind: MetricKind, runs: Int) -> (Double, Double) {
    switch kind {
    case .positive: return (-.infinity, .infinity)
    case .signed: return (log(1e-6 / (1 - 1e-6)), log((1 - 1e-6) / 1e-6))
    case .count, .boolean:
      let end = log(2 * Double(runs) * kind.trials + 1)
      return (-end, end)
    }
  }

  /// Returns the mean in its own unit, given its height on the scale without ends.
  static func unit(_ value: Double, _ kind: MetricKind) -> Double {
    switch kind {
    case .positive: exp(value)
    case .signed: 2 / (1 + exp(-value)) - 1
    case .count, .boolean: 1 / (1 + exp(-value))
    }
  }

  /// A number as a share of its range.
  private static func share(_ number: Double, _ kind: MetricKind) -> Double {
    kind == .signed ? (number + 1) / 2 : number
  }

  /// How many all-or-nothing trials one run is made of.
  private static func atoms(_ kind: MetricKind) -> Double { kind == .signed ? 1 / finest : kind.trials }

  private static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1))
  }
}
