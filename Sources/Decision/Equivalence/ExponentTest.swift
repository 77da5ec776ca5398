import Foundation
import Statistics

/// The decision on an exponent of growth, by the slope of ln y against ln d over all scales.
///
/// Support is an equivalence test: two one-sided t tests exclude a slope on either side of the zone, so too few runs
/// never support. The slope is a contrast of independent means, with Welch's degrees of freedom. The p-values that
/// decide use less than half of them, as those of Θ do. Source: decision procedure §6a; Schuirmann, Journal of
/// Pharmacokinetics and Biopharmaceutics 15 (1987), 657–680.
struct ExponentTest {
  private let samples: [LogSample]
  /// The logarithms that tables show.
  private let shown: [LogSample]
  private let exponent: Double
  private let tolerance: Double
  private let rules: DecisionRules

  /// A test of samples.
  ///
  /// - Parameters:
  ///   - logarithms: The logarithms at each scale, at least four of them.
  ///   - runs: The runs that they come from.
  ///   - kind: The kind of the numbers.
  ///   - exponent: θ, the exponent that is claimed.
  ///   - tolerance: The largest distance of the true slope from θ.
  ///   - rules: The levels of the gates, and which p-values decide.
  init(
    _ logarithms: [LogSample], of runs: [ScaleSample], kind: MetricKind, exponent: Double, tolerance: Double,
    rules: DecisionRules
  ) {
    shown = logarithms
    samples =
      kind == .positive
      ? logarithms : zip(logarithms, runs).map { LogSample(jackknifing: $1, registered: $0.registered) ?? $0 }
    self.exponent = exponent
    self.tolerance = tolerance
    self.rules = rules
  }

  /// Returns the decision; nil if the slope has a standard error of 0, so that it cannot be tested.
  func decision() -> Decision? {
    let slope = self.slope(from: 0)
    guard slope.error > 0 else { return nil }
    let fit = lackOfFit(slope.value)
    var diagnostics = Diagnostics()
    diagnostics.slope = slope.value
    diagnostics.slopeError = slope.error
    diagnostics.pLackOfFit = fit.p
    let share = rules.procedure == .corrected ? Contrast.trustedShare : 1
    let isBent = fit.p < rules.lackOfFitLevel && fit.largestResidual > log(1.1)
    return Decision(
      pSupport: support(slope, trusting: share), pRefute: refute(slope, trusting: share),
      formulaSupport: support(slope), formulaRefute: refute(slope),
      gateSupport: isBent || endsElsewhere ? .preAsymptotic : nil,
      gateRefute: refutationIsUnstable(slope) ? .preAsymptotic : nil, diagnostics: diagnostics,
      scales: shown.map { $0.summary(level: rules.gateLevel) })
  }

  // MARK: p-values

  /// The slope of the unweighted line through the scales from a given one on.
  private func slope(from start: Int) -> Contrast {
    let x = samples[start...].map { log($0.scale) }
    let centre = x.reduce(0, +) / Double(x.count)
    let spread = x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return Contrast(x.map { ($0 - centre) / spread }, of: samples[start...])
  }

  /// The larger p-value of two one-sided tests: that the slope is above the zone, and that it is below.
  private func support(_ slope: Contrast, trusting share: Double = 1) -> Double {
    let offset = slope.value - exponent
    return max(slope.tail(tolerance - offset, trusting: share), slope.tail(tolerance + offset, trusting: share))
  }

  /// The p-value against the zone; it counts estimates on both sides of it.
  private func refute(_ slope: Contrast, trusting share: Double = 1) -> Double {
    let offset = abs(slope.value - exponent)
    guard offset > tolerance else { return 1 }
    return slope.tail(offset - tolerance, trusting: share) + slope.tail(offset + tolerance, trusting: share)
  }

  // MARK: Gates

  /// Whether the slope without the first scale, or that of the top three scales, is surely outside the zone.
  private var endsElsewhere: Bool {
    [1, samples.count - 3].contains { refute(slope(from: $0)) <= rules.gateLevel }
  }

  /// Whether the refutation is lost without the first scale, or without the first two if four scales remain.
  private func refutationIsUnstable(_ slope: Contrast) -> Bool {
    (samples.count >= 6 ? [1, 2] : [1]).contains { start in
      let dropped = self.slope(from: start)
      return refute(dropped) > rules.dropLevel || (dropped.value > exponent) != (slope.value > exponent)
    }
  }

  /// F = Σ R (z̄ − line)²/(K−2)/s² with the pooled variance between runs, and the largest residual.
  private func lackOfFit(_ slope: Double) -> (p: Double, largestResidual: Double) {
    let count = Double(samples.count)
    let x = samples.map { log($0.scale) }
    let (centreX, centreZ) = (x.reduce(0, +) / count, samples.reduce(0) { $0 + $1.mean } / count)
    let residuals = zip(samples, x).map { $0.mean - centreZ - slope * ($1 - centreX) }
    let freedom = samples.reduce(0) { $0 + $1.count - 1 }
    let pooled = samples.reduce(0) { $0 + ($1.count - 1) * $1.variance } / freedom
    let misfit = zip(samples, residuals).reduce(0) { $0 + $1.0.count * $1.1 * $1.1 } / (count - 2)
    let p = FDistribution.upperTail(misfit / pooled, numerator: count - 2, denominator: freedom)
    return (p, residuals.reduce(0) { max($0, abs($1)) })
  }
}

extension LogSample {
  /// The logarithm of the mean of bounded runs, with its bias and variance by the jackknife.
  ///
  /// The delta method understates the variance of skewed runs: exponents of rates near 0 were wrongly refuted in 3 %.
  /// The jackknife errs to the other side (Efron and Stein, Annals of Statistics 9 (1981), 586–596). Nil if the mean
  /// without some run is not positive.
  fileprivate init?(jackknifing sample: ScaleSample, registered: Int) {
    let rest = sample.count - 1
    let total = sample.mean * sample.count
    let means = sample.values.map { (total - $0) / rest }
    guard sample.variance > 0, sample.mean > 0, means.allSatisfy({ $0 > 0 }) else { return nil }
    let logarithms = means.map { log($0) }
    let centre = logarithms.reduce(0, +) / sample.count
    scale = sample.scale
    self.registered = registered
    count = sample.count
    mean = sample.count * log(sample.mean) - rest * centre
    // n times the jackknife's variance of the mean, (n − 1)/n·Σ.
    variance = rest * logarithms.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
  }
}
