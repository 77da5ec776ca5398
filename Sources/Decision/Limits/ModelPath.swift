import Foundation
import Statistics

/// The decision by quasi-likelihood fits with an estimated dispersion.
///
/// Source: decision procedure §3.2 to §3.5.
struct ModelPath {
  let samples: [ScaleSample]
  let last: ScaleSample
  let first: ScaleSample
  let kind: MetricKind
  let rules: DecisionRules
  let dispersion: Dispersion
  /// ε as an absolute number, also where the materiality is a fraction of the first mean.
  let threshold: Double
  let limits: [ConfidenceLimits]
  let problem: FloorProblem
  let fit: FloorFit
  /// The likelihood-ratio scale and degrees of freedom after the lack-of-fit test.
  let lackOfFit: LackOfFit
  /// The fit of the wider class, where it was needed to judge the fit; ``broadFit()`` computes it otherwise.
  private let broad: BroadFit?

  /// Returns nil for fewer than two scales, which the design check has already excluded.
  init?(_ samples: [ScaleSample], kind: MetricKind, rules: DecisionRules, decays: DecayClass) {
    guard let first = samples.first, let last = samples.last else { return nil }
    let isCorrected = rules.procedure == .corrected
    let dispersion = Dispersion(samples, kind: kind, separatesFirst: isCorrected)
    let problem = FloorProblem(
      response: kind.response, scales: samples.map(\.scale), means: samples.map(\.mean),
      weights: samples.indices.map { kind.trials * samples[$0].count / dispersion.weighting($0) },
      materiality: rules.materiality,
      isRelative: rules.isRelative, decays: decays)
    guard let fit = FloorFit(problem) else { return nil }
    self.samples = samples
    self.first = first
    self.last = last
    self.kind = kind
    self.rules = rules
    self.dispersion = dispersion
    threshold = rules.isRelative ? rules.materiality * first.mean : rules.materiality
    limits = samples.indices.map {
      MeanLimits.limits(samples[$0], dispersion: dispersion.atScale($0), kind: kind, level: rules.gateLevel)
    }
    self.problem = problem
    self.fit = fit
    func lackOfFit(_ best: Double) -> LackOfFit {
      LackOfFit(
        saturated: fit.saturated, best: best, scales: samples.count, degreesOfFreedom: dispersion.degreesOfFreedom,
        level: rules.lackOfFitLevel)
    }
    let onGrid = lackOfFit(fit.decayingOrRising)
    // A law between two shapes of the grid fits the wider class, so more runs do not turn it into a misfit.
    broad = isCorrected && onGrid.isFound ? BroadFit(problem) : nil
    self.lackOfFit = broad.map { lackOfFit(max($0.free, fit.decayingOrRising)) } ?? onGrid
  }

  /// The fit of the wider class.
  func broadFit() -> BroadFit? { broad ?? BroadFit(problem) }

  func evidence(deviating: Int) -> LimitEvidence {
    let direct = direct()
    let extrapolated = self.extrapolated()
    let floor = fit.isInside ? 1 : lackOfFit.pValue(fit.decayingOrRising, fit.floorAtMost)
    let fast = fit.isInside ? 1 : lackOfFit.pValue(fit.decayingOrRising, fit.floorAtMostFast)
    var diagnostics = Diagnostics()
    diagnostics.basis = .model
    diagnostics.threshold = threshold
    diagnostics.deviatingRuns = deviating
    diagnostics.dispersion = dispersion.overall
    diagnostics.pDirect = direct.below
    diagnostics.pExtrapolated = extrapolated
    diagnostics.pFloor = floor
    diagnostics.pLow = direct.above
    diagnostics.pFastFloor = max(fast, direct.above)
    diagnostics.pLackOfFit = lackOfFit.p
    diagnostics.hasLackOfFit = lackOfFit.isFound
    diagnostics.bestDecay = fit.best
    diagnostics.curve = fit.bestCurve
    diagnostics.familyCurves = fit.bestByFamily
    var result = LimitEvidence(
      formulaBelow: min(1, 2 * min(direct.below, extrapolated)), formulaAbove: max(floor, direct.above),
      fallback: lackOfFit.isFound ? .preAsymptotic : .power, diagnostics: diagnostics, scales: summaries())
    if rules.procedure == .corrected {
      let below = belowThatDecides(direct: direct.below, extrapolated: extrapolated)
      result.correctedBelow = below.p
      result.observedBelow = below.observed
      if below.isUnstable { result.fallback = .preAsymptotic }
      result.correctedAbove = aboveThatDecides(low: direct.above)
    }
    gateBelow(&result, direct: direct.below, extrapolated: extrapolated)
    if (result.correctedAbove ?? result.formulaAbove) <= rules.gateLevel { gateAbove(&result) }
    return result
  }

  // MARK: p-values

  /// p_dir and p_low, the tests of the mean at the last scale against the threshold.
  ///
  /// `dispersionFactor` multiplies the estimated dispersion.
  func direct(dispersionFactor: Double = 1) -> (below: Double, above: Double) {
    let factor = min(dispersion.atScale(samples.count - 1) * dispersionFactor, kind.isCount ? kind.trials : .infinity)
    let freedom = last.count - 1
    func tail(_ t: Double) -> Double { StudentT.upperTail(t, degreesOfFreedom: freedom) }
    switch kind {
    case .count, .boolean:
      let effective = kind.trials * last.count / factor
      let errors = last.mean * effective
      // The t tail replaces the normal one because the dispersion in `effective` is itself an estimate.
      let low = Binomial.atMost(errors, of: effective, probability: threshold)
      let high = Binomial.atLeast(errors, of: effective, probability: threshold)
      return (tail(NormalDistribution.upperQuantile(tail: low)), tail(NormalDistribution.upperQuantile(tail: high)))
    case .positive:
      let reference = rules.isRelative ? dispersion.atScale(0) / first.count : 0
      let t = log(threshold / last.mean) / (factor / last.count + reference).squareRoot()
      return (tail(t), tail(-t))
    case .signed:
      let t = (threshold - last.mean) / (factor / last.count).squareRoot()
      return (tail(t), tail(-t))
    }
  }

  /// p_ext; 1 if the best curve's floor is not below ε, or if the threshold of a count is below five effective errors.
  private func extrapolated() -> Double {
    guard fit.isInside else { return 1 }
    if kind.isCount {
      let effective = kind.trials * last.count / dispersion.atScale(samples.count - 1)
      if effective * threshold < 5 { return 1 }
    }
    return lackOfFit.pValue(fit.free, fit.floorAtLeast)
  }

  // MARK: Gates

  /// Applies the gates (a) to (c) to a limit below the threshold; the first one that fails is reported.
  private func gateBelow(_ result: inout LimitEvidence, direct: Double, extrapolated: Double) {
    guard let firstLimits = limits.first, let lastLimits = limits.last else { return }
    let largest = samples.map(\.mean).max() ?? 0
    let hasShrunk = lastLimits.upper <= firstLimits.lower / 2
    let isCorrected = rules.procedure == .corrected
    let nothingLeft =
      (isCorrected || lastLimits.lower <= threshold / 10) && lastLimits.upper <= threshold && largest <= threshold
    if !hasShrunk, nothingLeft {
      result.notes.append(LimitEvidence.nothingLeft)
      if isCorrected { result.strength = .unseen }
    }
    if isCorrected, (result.correctedBelow ?? 1) <= rules.gateLevel, pointsToFloor(&result) {
      result.gateBelow = .floor
    } else if !hasShrunk, !nothingLeft {
      result.gateBelow = .slowDecay
    } else if lastLimits.upper > threshold / 10, TopScales.rise(samples, level: rules.riseLevel) {
      result.gateBelow = .preAsymptotic
    } else if !isCorrected, 2 * direct > rules.gateLevel, 2 * extrapolated <= rules.gateLevel,
      !isInsideWithoutFirstScale()
    {
      result.gateBelow = .preAsymptotic
    }
  }

  /// Whether the data surely point to a limit above 0.
  ///
  /// A floor is read off a curve. Where no curve fits, means that surely halved at the last step have not levelled off,
  /// and the curve's floor says only how it misfits.
  private func pointsToFloor(_ result: inout LimitEvidence) -> Bool {
    // Means that rise from below 0 are concave in the slowest decay, and a line through them always ends above 0. Only
    // the last scale can then show that the limit is positive.
    let isFromBelow = kind == .signed && first.mean < 0
    let error = (dispersion.atScale(samples.count - 1) / last.count).squareRoot()
    let p = max(
      pFloorAbove(0, isSingle: true),
      isFromBelow ? StudentT.upperTail(last.mean / error, degreesOfFreedom: last.count - 1) : 0)
    result.diagnostics.pZeroFloor = p
    guard p <= rules.floorLevel else { return false }
    if lackOfFit.isFound, hasHalvedAtTheEnd {
      result.notes.append(LimitEvidence.floorNotJudged)
      return false
    }
    result.diagnostics.limitEstimate = limit.estimate
    result.diagnostics.limitLower = limit.lower
    result.diagnostics.limitUpper = limit.upper
    return true
  }

  /// Whether the mean surely fell to less than half between the last two scales.
  private var hasHalvedAtTheEnd: Bool {
    guard let top = limits.last, let before = limits.dropLast().last else { return false }
    return top.lower >= 0 && top.upper <= before.lower / 2
  }

  private func isInsideWithoutFirstScale() -> Bool {
    FloorFit(problem.droppingFirstScale(materiality: threshold))?.isInside ?? false
  }

  /// Applies the gates (d) and (e) to a limit above the threshold; if both fail, (e) is reported.
  private func gateAbove(_ result: inout LimitEvidence) {
    if !fit.isInside, rules.procedure == .specified {
      let mixture = fit.mixture()
      let p = lackOfFit.pValue(max(fit.decayingOrRising, mixture), mixture)
      result.diagnostics.pMixture = p
      if p > rules.mixtureLevel { result.gateAbove = .slowDecay }
    }
    if isStillFalling() || rules.procedure == .corrected && (fallsEverFaster() || risesFromBelow()) {
      result.gateAbove = .preAsymptotic
    }
  }

  /// Whether the means rise over the top three scales and are not above ε at each of them.
  ///
  /// The test assumes that means do not rise. Where they do, the scales themselves have to show the limit.
  private func risesFromBelow() -> Bool {
    TopScales.rise(samples, level: rules.riseLevel) && limits.suffix(3).contains { $0.lower <= threshold }
  }

  /// Whether the local order of decay between the last two scales is significantly above the slowest power admitted.
  private func isStillFalling() -> Bool {
    guard samples.count >= 2 else { return false }
    let index = samples.count - 2
    let before = samples[index]
    guard last.mean > 0, before.mean > last.mean else { return false }
    let step = log(last.scale / before.scale)
    let order = log(before.mean / last.mean) / step
    let error = (logVariance(index) + logVariance(index + 1)).squareRoot() / step
    let quantile = StudentT.upperQuantile(tail: rules.gateLevel, degreesOfFreedom: last.count - 1)
    return order - quantile * error > rules.slowestPower
  }

  /// q_d, the variance of ln ȳ at one scale.
  private func logVariance(_ index: Int) -> Double {
    let sample = samples[index]
    let factor = dispersion.atScale(index)
    switch kind {
    case .count, .boolean:
      return factor * (1 - sample.mean) / (kind.trials * sample.count * sample.mean)
    case .positive: return factor / sample.count
    case .signed: return factor / (sample.count * sample.mean * sample.mean)
    }
  }

  private func summaries() -> [ScaleSummary] {
    zip(samples, limits).map { sample, limits in
      ScaleSummary(
        scale: sample.scale, registeredRuns: sample.registered, presentRuns: sample.values.count, mean: sample.mean,
        lower: limits.lower, upper: limits.upper)
    }
  }
}

/// The test whether any admitted curve fits, and the likelihood-ratio tests that take its outcome into account.
///
/// F = 2(sat − max(free, up))/(K−3) on (K−3, ν). If no curve fits (P(F > f) below the level), likelihood ratios are
/// divided by max(1, F) and judged with K−3 degrees of freedom, so they count only if they are large compared with the
/// misfit. Source: decision procedure §3.3 and §3.4.
struct LackOfFit {
  /// P(F > f).
  let p: Double
  /// Whether lack of fit was found.
  let isFound: Bool
  private let scale: Double
  private let degreesOfFreedom: Double

  init(saturated: Double, best: Double, scales: Int, degreesOfFreedom: Double, level: Double) {
    let parameters = Double(scales - 3)
    let f = max(0, 2 * (saturated - best) / parameters)
    p = FDistribution.upperTail(f, numerator: parameters, denominator: degreesOfFreedom)
    isFound = p < level
    scale = isFound ? max(1, f) : 1
    self.degreesOfFreedom = isFound ? parameters : degreesOfFreedom
  }

  /// Returns T(A, B) = 2 P(t_ν > √(2(A − B))), at most 1, for two maximised log-likelihoods A ≥ B.
  func pValue(_ larger: Double, _ smaller: Double) -> Double {
    let ratio = max(0, 2 * (larger - smaller) / scale)
    return min(1, 2 * StudentT.upperTail(ratio.squareRoot(), degreesOfFreedom: degreesOfFreedom))
  }
}
