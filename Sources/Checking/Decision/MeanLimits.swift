import Foundation
import Statistics

/// Confidence limits for the mean at one scale on the model path.
enum MeanLimits {
  /// Returns L_d and U_d, each at the given level on its own side.
  ///
  /// Counts: Clopper–Pearson on the effective trials nR/φ*; positive: ȳ·exp(±t√(φ*/R)); signed: ȳ ± t√(φ*/R), kept
  /// inside [−1, 1]. Source: decision procedure §3.2.
  static func limits(
    _ sample: ScaleSample, dispersion: Double, kind: MetricKind, level: Double
  ) -> ConfidenceLimits {
    if kind.isCount {
      let effective = kind.trials * sample.count / dispersion
      return Binomial.limits(sample.mean * effective, of: effective, levelPerSide: level)
    }
    let quantile = StudentT.upperQuantile(tail: level, degreesOfFreedom: sample.count - 1)
    let width = quantile * (dispersion / sample.count).squareRoot()
    if kind == .positive {
      return ConfidenceLimits(lower: sample.mean * exp(-width), upper: sample.mean * exp(width))
    }
    return ConfidenceLimits(lower: max(-1, sample.mean - width), upper: min(1, sample.mean + width))
  }
}
