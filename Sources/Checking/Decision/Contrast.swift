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
  /// ν, at most 10⁴: rounding is a known variance, only the part between runs is estimated.
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

  /// The share of Welch's degrees of freedom that decisive p-values trust (§3.6).
  static let trustedShare = 0.45

  /// Returns P(t > distance/se), the p-value of "the contrast lies beyond a bound" from its distance to it.
  ///
  /// - Parameter share: The share of ν that is trusted.
  func tail(_ distance: Double, trusting share: Double = 1) -> Double {
    guard error > 0 else { return distance > 0 ? 0 : (distance < 0 ? 1 : 0.5) }
    return StudentT.upperTail(distance / error, degreesOfFreedom: max(1, share * degreesOfFreedom))
  }
}
