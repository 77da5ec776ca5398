import Foundation
import Statistics

/// A linear combination of the means at the scales, with Welch's degrees of freedom.
///
/// se² = Σ c² s²/R and ν = se⁴/Σ[(c² s²/R)²/(R−1)], so that no common variance is assumed.
/// Source: decision procedure §4.
struct Contrast {
  /// Σ c z̄.
  let value: Double
  /// se, rounding included.
  let error: Double
  /// ν, at most 10⁴; only the variance between runs is estimated, because that of rounding is known.
  let degreesOfFreedom: Double

  /// A contrast of scales; `rounding` is the variance v that rounded values add to each mean.
  init(_ coefficients: [Double], of samples: ArraySlice<LogSample>, values: [Double]? = nil, rounding: Double = 0) {
    var (value, squares, spread, addition) = (0.0, 0.0, 0.0, 0.0)
    for (index, sample) in samples.enumerated() {
      let c = coefficients[index]
      let part = c * c * sample.squaredError
      value += c * (values?[index] ?? sample.mean)
      squares += part
      spread += part * part / (sample.count - 1)
      addition += c * c * rounding
    }
    self.value = value
    error = (squares + addition).squareRoot()
    let total = squares + addition
    degreesOfFreedom = spread > 0 ? min(1e4, total * total / spread) : 1e4
  }

  /// The share of Welch's degrees of freedom that the p-values that decide use (§2).
  static let trustedShare = 0.45

  /// Returns P(t > distance/se), the p-value of "the contrast lies beyond a bound", given its distance to that bound.
  ///
  /// - Parameter share: The share of ν to use.
  func tail(_ distance: Double, trusting share: Double = 1) -> Double {
    guard error > 0 else { return distance > 0 ? 0 : (distance < 0 ? 1 : 0.5) }
    return StudentT.upperTail(distance / error, degreesOfFreedom: max(1, share * degreesOfFreedom))
  }
}

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
