import Foundation
import Statistics

/// The logarithm of a metric at one scale: its centre, and the variance of one run about it.
struct LogSample {
  let scale: Double
  let registered: Int
  /// The runs present.
  let count: Double
  /// z̄: the mean of ln y over positive runs, the logarithm of the mean for bounded ones.
  let mean: Double
  /// s²: the variance of ln y between runs; for bounded kinds by the delta method, s²/ȳ².
  let variance: Double

  /// Returns nil where the logarithm does not exist.
  init?(_ sample: ScaleSample, kind: MetricKind) {
    scale = sample.scale
    registered = sample.registered
    count = sample.count
    guard kind == .positive else {
      guard sample.mean > 0 else { return nil }
      mean = log(sample.mean)
      variance = sample.variance / (sample.mean * sample.mean)
      return
    }
    guard sample.values.allSatisfy({ $0 > 0 }), let first = sample.values.first else { return nil }
    // Equal runs must have variance 0 exactly, not a rounding error of their logarithms.
    if sample.values.allSatisfy({ $0 == first }) {
      mean = log(first)
      variance = 0
      return
    }
    let logarithms = sample.values.map { log($0) }
    let centre = logarithms.reduce(0, +) / count
    mean = centre
    variance = logarithms.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / (count - 1)
  }

  /// The variance of the centre, s²/R.
  var squaredError: Double { variance / count }

  /// The geometric mean with Student limits, each side at the given level.
  func summary(level: Double) -> ScaleSummary {
    let width = StudentT.upperQuantile(tail: level, degreesOfFreedom: count - 1) * squaredError.squareRoot()
    return ScaleSummary(
      scale: scale, registeredRuns: registered, presentRuns: Int(count), mean: exp(mean), lower: exp(mean - width),
      upper: exp(mean + width))
  }
}
