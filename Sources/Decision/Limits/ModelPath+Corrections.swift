import Statistics

/// The p-values that decide.
///
/// Source: the project's decision procedure §3.4.
extension ModelPath {
  /// The shares of the level that the tests of "the limit is below ε" may spend; they add up to 1.
  ///
  /// A metric without a range has no bet.
  private var shares: (direct: Double, extrapolated: Double, bet: Double) {
    kind.range == nil ? (0.4, 0.6, 0) : (0.37, 0.6, 0.03)
  }

  /// P-values above this are not computed more exactly, because they decide nothing.
  static let largestRefinedP = 0.25

  /// Returns the p_V that decides, and the part of it that needs no curve.
  ///
  /// Three tests share the level: the mean at d_K is below ε; the floor of every curve that fits is below ε; and the
  /// bet of the distribution-free path. The bet keeps the evidence of many equal runs when one run more allows a
  /// dispersion to be estimated.
  ///
  /// The curve counts only if it shows the same without the first scale.
  func belowThatDecides(direct: Double, extrapolated: Double) -> (p: Double, observed: Double, isUnstable: Bool) {
    let shares = self.shares
    let direct = max(direct, pDirectIfRunsAreUneven())
    let observed = min(1, direct / shares.direct, kind.range == nil ? 1 : bet(.meanAtLeast) / shares.bet)
    // The wider class is fitted only where the extrapolation could decide.
    guard extrapolated < observed * shares.extrapolated, extrapolated <= Self.largestRefinedP, !isSparse,
      let broad = broadFit(), broad.isInside
    else { return (observed, observed, false) }
    let p = max(extrapolated, lackOfFit.pValue(broad.free, broad.floorAtLeast)) / shares.extrapolated
    guard p < observed else { return (observed, observed, false) }
    return p > rules.gateLevel || extrapolationHoldsWithoutFirstScale()
      ? (p, observed, false) : (observed, observed, true)
  }

  /// Whether the extrapolation points the same way without the first scale, at 40 %.
  ///
  /// A curve of another form than the class often shows itself when the first scale is left out (measured).
  func extrapolationHoldsWithoutFirstScale() -> Bool {
    let rest = problem.droppingFirstScale(materiality: threshold)
    guard let fit = BroadFit(rest), fit.isInside else { return false }
    return lackOfFit.pValue(fit.free, fit.floorAtLeast) <= 0.4
  }

  /// Returns the p_NV that decides: two tests that share the level as 7 : 3, and never below p_low.
  ///
  /// The first test is on the limit of a line in the slowest admissible decay. It needs no search over shapes. The
  /// second is the likelihood ratio of a curve with a free floor against every sum of two decays to ε.
  func aboveThatDecides(low: Double) -> Double {
    guard !fit.isInside, !isYardstickRough else { return 1 }
    return min(1, max(low, pFloorAbove(rules.materiality)))
  }

  /// Returns the p-value against "the limit is at most the threshold", from curves alone.
  ///
  /// - Parameters:
  ///   - materiality: The threshold, or its fraction of the first mean if that is the rule; 0 for the question whether
  ///     there is a floor at all.
  ///   - isSingle: Whether only single curves count as "at most the threshold", and no sum of two decays.
  func pFloorAbove(_ materiality: Double, isSingle: Bool = false) -> Double {
    let line = pOfSlowestDecayLine(materiality) / 0.7
    var problem = self.problem
    problem.materiality = materiality
    let plain = lackOfFit.pValue(max(fit.decayingOrRising, fit.free), single(problem)) / 0.3
    guard plain < line, plain <= Self.largestRefinedP, let broad = broadFit() else { return line }
    let phases = isSingle ? -.infinity : TwoPhaseFit(problem).logLikelihood
    let inside = max(phases, BroadFit(problem)?.floorAtMost ?? -.infinity)
    let free = max(broad.free, fit.decayingOrRising, inside)
    return min(line, lackOfFit.pValue(free, inside) / 0.3)
  }

  /// The best curve of the grid whose floor is at most the threshold.
  private func single(_ problem: FloorProblem) -> Double {
    if problem == self.problem { return fit.floorAtMost }
    return FloorFit(problem)?.floorAtMost ?? .infinity
  }

  /// Whether the first mean, of which ε is a fraction, is known to worse than a tenth.
  ///
  /// Runs that differ as much as that are skewed, and the mean of twenty of them is too low more often than a t test
  /// allows for.
  private var isYardstickRough: Bool {
    guard rules.isRelative, first.mean > 0 else { return false }
    return first.variance / first.count > 0.01 * first.mean * first.mean
  }

  private func bet(_ hypothesis: Bet.Hypothesis) -> Double {
    guard let range = kind.range else { return 1 }
    let rounds = samples.flatMap { $0.values.map { Bet.Round(value: $0, bound: threshold) } }
    return Bet.finalPValue(against: hypothesis, rounds: rounds, range: range)
  }

  /// Whether the dispersion of the runs grows towards d_K.
  ///
  /// It does if one of the last two scales has more than twice the mean of the earlier ones, or if its trend exceeds 1.5
  /// times the pooled value.
  private var isDispersionGrowing: Bool {
    let known = dispersion.perScale.compactMap { $0 }
    let earlier = known.dropLast(2)
    guard let top = dispersion.perScale.last, top != nil, !earlier.isEmpty else { return false }
    let pool = earlier.reduce(0, +) / Double(earlier.count)
    return (dispersion.predicted ?? 0) > 1.5 * dispersion.pooled || (known.suffix(2).max() ?? 0) > 2 * pool
  }

  /// Whether the dispersion grows so far that d_K counts for fewer than twenty errors at ε.
  ///
  /// A growing dispersion is known from the last scale alone. Skewed runs understate it there just when their mean is
  /// low, so neither a t test nor a weighted fit can rely on it.
  private var isSparse: Bool {
    kind.isCount && isDispersionGrowing
      && kind.trials * last.count / dispersion.atScale(samples.count - 1) * threshold < 20
  }

  /// Returns a lower bound on p_dir for runs whose dispersion at d_K a t test cannot rely on; 0 for other runs.
  ///
  /// A bet replaces the test of a bounded metric where runs are sparse, or where the dispersion at d_K is above three
  /// times the largest earlier one, because a bet needs no dispersion. Elsewhere a growing dispersion enters with its
  /// upper 90 % limit.
  private func pDirectIfRunsAreUneven() -> Double {
    let known = dispersion.perScale.compactMap { $0 }
    guard let top = dispersion.perScale.last, let top, known.count > 2 else { return 0 }
    if kind.range != nil, isSparse || top > 3 * (known.dropLast().max() ?? .infinity) { return bet(.meanAtLeast) }
    guard isDispersionGrowing else { return 0 }
    // Wilson and Hilferty's cube root for the lower 10 % quantile of χ²/ν.
    let spread = 2 / (9 * (last.count - 1))
    let root = 1 - spread - NormalDistribution.upperQuantile(tail: 0.1) * spread.squareRoot()
    return direct(dispersionFactor: 1 / (root * root * root)).below
  }

  /// The line in the slowest decay; nil if it does not bound the whole class.
  private func line(_ materiality: Double) -> SlowDecayContrast? {
    SlowDecayContrast.trusted(
      for: problem.decays, scales: samples.map(\.scale), weights: samples.map(\.count),
      fraction: rules.isRelative ? materiality : 0)
  }

  /// The limit of the line in the slowest decay with its one-sided limits, or of the best curve where that is higher.
  var limit: (estimate: Double, lower: Double?, upper: Double?) {
    let floor = fit.best.floor
    guard let contrast = line(0) else { return (floor, nil, nil) }
    let value = contrast.value(of: samples.map(\.mean))
    guard value >= 0.9 * floor else { return (floor, nil, nil) }
    let variance = samples.indices.reduce(0) {
      $0 + contrast.coefficients[$1] * contrast.coefficients[$1] * samples[$1].variance / samples[$1].count
    }
    let width = StudentT.upperQuantile(tail: rules.gateLevel, degreesOfFreedom: last.count - 1) * variance.squareRoot()
    return (value, value - width, value + width)
  }

  private func pOfSlowestDecayLine(_ materiality: Double) -> Double {
    guard let contrast = line(materiality) else { return 1 }
    let value = contrast.value(of: samples.map(\.mean)) - (rules.isRelative ? 0 : materiality)
    let variances = samples.indices.map { index in
      dispersion.caution(index) * runVariance(index, isRaised: contrast.coefficients[index] < 0)
    }
    return tail(value, contrast.coefficients, variances)
  }

  /// The variance of one run at a scale, or at least the pooled one.
  private func runVariance(_ index: Int, isRaised: Bool) -> Double {
    // Skewed runs with a low mean also have a low variance. Where a low mean raises the limit, use at least the pooled
    // one.
    isRaised ? max(samples[index].variance, pooledVariance(index)) : samples[index].variance
  }

  /// Whether the means fall, also at the end, and are significantly concave in the slowest shape.
  ///
  /// Such means may come from a decay that has hardly begun. The shapes of the class are convex in the slowest shape or
  /// fall faster, but such an exponential is not in the class: 0.9·e^(−0.02(x−1)) was called a floor in nearly every
  /// repetition.
  func fallsEverFaster() -> Bool {
    guard let before = samples.dropLast().last, last.mean < before.mean, last.mean < first.mean,
      let contrast = line(rules.materiality)
    else { return false }
    let s = samples.map { contrast.shape.value(at: $0.scale) }
    let count = Double(s.count)
    let centre = s.reduce(0, +) / count
    let u = s.map { $0 - centre }
    let (second, third) = u.reduce((0, 0)) { ($0.0 + $1 * $1, $0.1 + $1 * $1 * $1) }
    let bend = u.map { $0 * $0 - second / count - third / second * $0 }
    let value = zip(bend, samples).reduce(0) { $0 + $1.0 * $1.1.mean }
    return tail(-value, bend, samples.map(\.variance)) < 0.01
  }

  /// Returns P(t > value/se) with Welch's standard error.
  ///
  /// Uses ``Contrast/trustedShare`` (45 %) of Welch's degrees of freedom, because runs are skewed.
  private func tail(_ value: Double, _ coefficients: [Double], _ variances: [Double]) -> Double {
    let parts = samples.indices.map { coefficients[$0] * coefficients[$0] * variances[$0] / samples[$0].count }
    let square = parts.reduce(0, +)
    guard square > 0 else { return 1 }
    let spread = zip(parts, samples).reduce(0) { $0 + $1.0 * $1.0 / ($1.1.count - 1) }
    return StudentT.upperTail(
      value / square.squareRoot(), degreesOfFreedom: max(1, Contrast.trustedShare * square * square / spread))
  }

  /// The variance of one run at a scale, computed from its mean and the dispersion φ*_d.
  private func pooledVariance(_ index: Int) -> Double {
    let mean = samples[index].mean
    switch kind {
    case .count, .boolean: return dispersion.atScale(index) * mean * (1 - mean) / kind.trials
    case .positive: return dispersion.atScale(index) * mean * mean
    case .signed: return dispersion.atScale(index)
    }
  }
}
