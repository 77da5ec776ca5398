import Foundation
import Statistics

/// The decision that the mean at every scale equals a predicted one up to a tolerance.
///
/// - *Support* takes the largest p-value over the scales, where each scale has two one-sided tests. It needs no
///   correction for their number: support needs every scale inside the zone. If one scale lies outside, its own test
///   already excludes a false support, whatever the others show (intersection–union test, Berger 1982).
/// - *Refutation* needs one scale that is surely outside, so its p-value is multiplied by the number of scales. This is
///   the first step of Holm's procedure.
///
/// A missing run of a bounded metric counts as the end of the range that is worst for the side tested.
/// Source: decision procedure §6b.
struct CurveTest {
  private let kind: MetricKind
  private let samples: [ScaleSample]
  private let prediction: [Double]
  private let tolerance: CurveTolerance
  private let rules: DecisionRules
  /// The samples with every missing run at the upper end of the range, and those with it at the lower end.
  private let filled: (high: [ScaleSample], low: [ScaleSample])

  /// A test of evidence whose values are possible.
  ///
  /// - Parameters:
  ///   - evidence: One number per run and scale.
  ///   - samples: The runs present at each scale.
  ///   - prediction: The predicted mean at each scale.
  ///   - tolerance: How far the mean may be from it.
  ///   - rules: The level of the limits, and which p-values decide.
  init(
    _ evidence: Evidence, samples: [ScaleSample], prediction: [Double], tolerance: CurveTolerance,
    rules: DecisionRules
  ) {
    kind = evidence.kind
    self.samples = samples
    self.prediction = prediction
    self.tolerance = tolerance
    self.rules = rules
    filled = (
      Self.filled(evidence, samples, with: evidence.kind.range?.upperBound),
      Self.filled(evidence, samples, with: evidence.kind.range?.lowerBound)
    )
  }

  /// Returns the samples with a value in place of every missing run; without a value, the samples themselves.
  private static func filled(_ evidence: Evidence, _ samples: [ScaleSample], with end: Double?) -> [ScaleSample] {
    guard let end else { return samples }
    let kind = evidence.kind
    let value = end * kind.trials
    return evidence.scales.indices.map { index in
      ScaleSample(scale: evidence.scales[index], runs: evidence.runs[index].map { $0 ?? value }, kind: kind)
    }
  }

  func decision() -> Decision {
    let share = rules.procedure == .corrected ? Contrast.trustedShare : 1
    let (deciding, formula) = (pValues(trusting: share), pValues(trusting: 1))
    var diagnostics = Diagnostics()
    let farthest = samples.indices.max { excess($0) < excess($1) }
    if let farthest {
      diagnostics.farthestScale = samples[farthest].scale
      diagnostics.farthestDeviation = samples[farthest].mean - prediction[farthest]
    }
    return Decision(
      pSupport: deciding.support, pRefute: deciding.refute, formulaSupport: formula.support,
      formulaRefute: formula.refute, diagnostics: diagnostics, scales: samples.indices.map(summary))
  }

  /// The deviation of a mean from its prediction as a multiple of what is allowed.
  private func excess(_ index: Int) -> Double {
    abs(samples[index].mean - prediction[index]) / tolerance.margin(at: prediction[index])
  }

  private func pValues(trusting share: Double) -> (support: Double, refute: Double) {
    var (support, refute) = (0.0, 1.0)
    for index in samples.indices {
      let margin = tolerance.margin(at: prediction[index])
      let (lower, upper) = (prediction[index] - margin, prediction[index] + margin)
      let (high, low) = (filled.high[index], filled.low[index])
      support = max(support, pBelow(upper, high, index, share), pAbove(lower, low, index, share))
      // At an end of the zone, an estimate as far outside on the other side would count as well.
      let outside =
        samples[index].mean >= prediction[index]
        ? pAbove(upper, low, index, share) + pAbove(lower, low, index, share)
        : pBelow(lower, high, index, share) + pBelow(upper, high, index, share)
      refute = min(refute, outside)
    }
    return (support, min(1, Double(samples.count) * refute))
  }

  // MARK: One scale

  /// The p-value of "the mean is at most the bound": small where it is surely above.
  private func pAbove(_ bound: Double, _ sample: ScaleSample, _ index: Int, _ share: Double) -> Double {
    if let range = kind.range {
      if bound < range.lowerBound { return 0 }
      if bound >= range.upperBound { return 1 }
    } else if bound < 0 {
      return 0
    }
    return OneScale(sample, kind: kind, variance: variance(index, sample), needed: rules.deviatingRunsNeeded)
      .pAbove(bound, trusting: share)
  }

  /// The p-value of "the mean is at least the bound": small where it is surely below.
  private func pBelow(_ bound: Double, _ sample: ScaleSample, _ index: Int, _ share: Double) -> Double {
    if let range = kind.range {
      if bound > range.upperBound { return 0 }
      if bound <= range.lowerBound { return 1 }
    } else if bound <= 0 {
      return 1
    }
    return OneScale(sample, kind: kind, variance: variance(index, sample), needed: rules.deviatingRunsNeeded)
      .pBelow(bound, trusting: share)
  }

  /// s², or for positive numbers that agree exactly at this scale the pooled relative variance of all scales.
  private func variance(_ index: Int, _ sample: ScaleSample) -> Double {
    guard kind == .positive, sample.variance == 0 else { return sample.variance }
    let freedom = samples.reduce(0) { $0 + $1.count - 1 }
    let relative = samples.reduce(0) { $0 + ($1.count - 1) * $1.variance / ($1.mean * $1.mean) } / freedom
    return relative * sample.mean * sample.mean
  }

  private func summary(_ index: Int) -> ScaleSummary {
    let sample = samples[index]
    let width =
      StudentT.upperQuantile(tail: rules.gateLevel, degreesOfFreedom: sample.count - 1)
      * (variance(index, sample) / sample.count).squareRoot()
    let range = kind.range ?? 0...Double.infinity
    return ScaleSummary(
      scale: sample.scale, registeredRuns: sample.registered, presentRuns: sample.values.count, mean: sample.mean,
      lower: max(range.lowerBound, sample.mean - width), upper: min(range.upperBound, sample.mean + width))
  }
}

/// Tests of the mean at one scale against a bound, on either side.
///
/// Which test is used depends on the runs:
/// - all at the ends of a range from 0 to 1: the exact binomial test;
/// - bounded, and too few deviating ones to estimate a variance: Hoeffding's bound exp(−R·KL), which holds for all
///   bounded independent runs (Hoeffding, Journal of the American Statistical Association 58 (1963), theorem 1);
/// - all others: Student's t test, or that test after Hall's transformation for skewed runs, whichever has the larger
///   p-value (Hall, Journal of the Royal Statistical Society B 54 (1992), 221–228). Without it, gamma runs with a spread
///   of 60 % were wrongly supported in 3.5 %. The variance of counts is at least the binomial one at the bound.
private struct OneScale {
  private let values: [Double]
  private let count: Double
  private let mean: Double
  private let variance: Double
  private let kind: MetricKind
  private let test: Test

  private enum Test { case binomial, bounded(ClosedRange<Double>), student }

  init(_ sample: ScaleSample, kind: MetricKind, variance: Double, needed: Int) {
    values = sample.values
    count = sample.count
    mean = sample.mean
    self.variance = variance
    self.kind = kind
    if kind.isCount, sample.values.allSatisfy({ $0 == 0 || $0 == 1 }) {
      test = .binomial
    } else if let range = kind.range, sample.deviating < needed || variance == 0 {
      test = .bounded(range)
    } else {
      test = .student
    }
  }

  func pAbove(_ bound: Double, trusting share: Double) -> Double {
    switch test {
    case .binomial: Binomial.atLeast(values.reduce(0, +), of: count, probability: bound)
    case .bounded(let range): mean > bound ? hoeffding(bound, range) : 1
    case .student: student(1, bound, share)
    }
  }

  func pBelow(_ bound: Double, trusting share: Double) -> Double {
    switch test {
    case .binomial: Binomial.atMost(values.reduce(0, +), of: count, probability: bound)
    case .bounded(let range): mean < bound ? hoeffding(bound, range) : 1
    case .student: student(-1, bound, share)
    }
  }

  /// The p-value against a mean on this side of the bound: sign 1 for above, −1 for below.
  private func student(_ sign: Double, _ bound: Double, _ share: Double) -> Double {
    let binomial = kind.isCount ? bound * (1 - bound) / kind.trials : 0
    let variance = max(variance, binomial)
    let error = (variance / count).squareRoot()
    guard error > 0 else { return sign * (mean - bound) > 0 ? 0 : 1 }
    let t = (mean - bound) / error
    // Hall's cubic never decreases in t.
    let skewness = thirdMoment / (variance * variance.squareRoot() * count.squareRoot())
    let transformed = t + skewness * (t * t / 3 + 1.0 / 6) + skewness * skewness * t * t * t / 27
    return StudentT.upperTail(min(sign * t, sign * transformed), degreesOfFreedom: max(1, share * (count - 1)))
  }

  /// The unbiased estimate of the third central moment; 0 for fewer than three runs.
  private var thirdMoment: Double {
    guard count > 2 else { return 0 }
    return values.reduce(0) { $0 + pow($1 - mean, 3) } * count / ((count - 1) * (count - 2))
  }

  /// exp(−R·KL(mean ‖ bound)), with both scaled to [0, 1].
  private func hoeffding(_ bound: Double, _ range: ClosedRange<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    let (x, m) = ((mean - range.lowerBound) / width, (bound - range.lowerBound) / width)
    func term(_ x: Double, _ m: Double) -> Double { x > 0 ? x * log(x / m) : 0 }
    return min(1, exp(-count * (term(x, m) + term(1 - x, 1 - m))))
  }
}
