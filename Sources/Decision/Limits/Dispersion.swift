import Foundation
import Statistics

/// The dispersion of the runs: their variance relative to the one that their mean implies, or itself for signed runs.
///
/// φ_d = s²/(ȳ(1−ȳ)/n) for counts, s²/ȳ² for positive numbers, s² for signed ones. The largest of the pooled value,
/// those of the last two scales and the trend is used, because smaller choices gave up to 6 % false support where
/// dispersion grows with the scale. Source: decision procedure §3.2.
struct Dispersion {
  /// φ_d; nil for a count whose mean is 0 or 1, which says nothing about dispersion.
  let perScale: [Double?]
  /// The (R−1)-weighted mean of φ_d, at least 1 for counts.
  let pooled: Double
  /// The trend of φ_d read at the last scale; counts only.
  let predicted: Double?
  /// ν = Σ(R−1) over the scales that have a φ_d.
  let degreesOfFreedom: Double
  /// φ₁ of a first scale that is kept apart from all others; nil if it is judged with them.
  private let apart: Double?
  private let ceiling: Double

  /// Estimates the dispersion.
  ///
  /// - Parameter separatesFirst: Whether a first scale with a dispersion far above all others is kept apart. Pooled with
  ///   them, it would count for more than it tells, and they for less.
  init(_ samples: [ScaleSample], kind: MetricKind, separatesFirst: Bool = false) {
    let perScale = samples.map { Self.factor($0, kind) }
    let others = perScale.dropFirst().compactMap { $0 }
    let top = others.max() ?? .infinity
    // If no other scale has a dispersion, that of the first scale is the only one to weight the fits with.
    apart =
      separatesFirst && top > 0
      ? perScale.first?.flatMap { $0 > 3 * max(top, kind.isCount ? 1 : 0) ? $0 : nil } : nil
    let isApart = apart != nil
    let known = zip(samples, perScale).dropFirst(isApart ? 1 : 0).compactMap { sample, factor in
      factor.map { (scale: sample.scale, weight: sample.count - 1, factor: $0) }
    }
    let weight = known.reduce(0) { $0 + $1.weight }
    let mean = weight > 0 ? known.reduce(0) { $0 + $1.weight * $1.factor } / weight : 0
    self.perScale = perScale
    degreesOfFreedom = weight
    pooled = kind.isCount ? max(1, mean) : mean
    predicted =
      kind.isCount
      ? Self.trend(known.map { ($0.scale, $0.factor) }, at: samples.last?.scale ?? 1) : nil
    ceiling = kind.isCount ? kind.trials : .infinity
  }

  /// φ, the dispersion that weights the fits.
  var overall: Double {
    ([pooled, predicted] + perScale.suffix(2)).compactMap { $0 }.max() ?? pooled
  }

  /// Returns the dispersion that weights the mean at one scale in the fits.
  func weighting(_ index: Int) -> Double {
    if index == 0, let apart { return min(Self.apartFactor * apart, ceiling) }
    return overall
  }

  /// The factor by which the variance at one scale is raised: 1, and 2 at a first scale that is kept apart.
  func caution(_ index: Int) -> Double { index == 0 && apart != nil ? Self.apartFactor : 1 }

  /// A dispersion that one scale alone tells is too low just when the mean there is low, so it is doubled (measured).
  private static let apartFactor = 2.0

  /// Returns φ*_d, the dispersion used for the mean at one scale.
  ///
  /// max(pool, φ_{d−1}, φ_d, and the trend at the last scale). For counts it is at most n, the value of runs whose
  /// trials are perfectly correlated.
  func atScale(_ index: Int) -> Double {
    let previous = index > (apart == nil ? 0 : 1) ? perScale[index - 1] : nil
    let trend = index == perScale.count - 1 ? predicted : nil
    let largest = [pooled, previous, perScale[index], trend].compactMap { $0 }.max() ?? pooled
    return min(largest, ceiling)
  }

  private static func factor(_ sample: ScaleSample, _ kind: MetricKind) -> Double? {
    switch kind {
    case .count, .boolean:
      guard sample.mean > 0, sample.mean < 1 else { return nil }
      return sample.variance / (sample.mean * (1 - sample.mean) / kind.trials)
    case .positive: return sample.variance / (sample.mean * sample.mean)
    case .signed: return sample.variance
    }
  }

  /// The least-squares line of ln φ on ln d, read at the last scale; at most four times the largest φ.
  private static func trend(_ points: [(scale: Double, factor: Double)], at last: Double) -> Double? {
    let usable = points.filter { $0.factor > 0 }.map { (x: log($0.scale), y: log($0.factor)) }
    guard usable.count >= 3, let top = points.map(\.factor).max() else { return nil }
    let count = Double(usable.count)
    let meanX = usable.reduce(0) { $0 + $1.x } / count
    let meanY = usable.reduce(0) { $0 + $1.y } / count
    let spread = usable.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    let slope = usable.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    return min(exp(meanY + slope * (log(last) - meanX)), 4 * top)
  }
}

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
