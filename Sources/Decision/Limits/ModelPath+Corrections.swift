import Statistics

/// Corrections of the formulas of §3.4, which alone err more often than promised or decide less often than they could.
///
/// Source: the project's decision procedure §3.6.
extension ModelPath {
  /// Returns the p_V that decides: the direct test and the extrapolation share the level as 2 : 3.
  ///
  /// The extrapolation also fits shapes between those of the grid. A decay whose exponent lies between two shapes of
  /// the grid is fitted badly by both. Where runs agree to a few per cent, a floor at ε was therefore called lower in
  /// up to half of all repetitions. The finer grid costs power, and the larger share of the level gives it back.
  func correctedBelow(direct: Double, extrapolated: Double) -> Double {
    let direct = max(direct, pDirectIfDispersionGrows())
    func combined(_ extrapolated: Double) -> Double { min(1, direct / 0.4, extrapolated / 0.6) }
    // The finer grid is fitted only where the extrapolation could decide.
    guard extrapolated / 0.6 < direct / 0.4, combined(extrapolated) <= ModelPath.largestRefinedP else {
      return combined(extrapolated)
    }
    guard let fine = RefinedFloorFit(problem), fine.isInside else { return combined(1) }
    return combined(max(extrapolated, lackOfFit.pValue(fine.free, fine.floorAtLeast)))
  }

  /// Returns the p_NV that decides: two tests that share the level as 7 : 3, and never below p_low.
  ///
  /// The first test is on the limit of a line in the slowest admissible decay. It needs no search over shapes, and so
  /// has more power against a flat floor, where power is needed most.
  ///
  /// The second test is the likelihood ratio of §3.4, with the shapes between those of the grid. It has two degrees of
  /// freedom. If the slowest curve fits best, exponent and floor both lie at their bounds. One degree then refuted true
  /// decays in up to 4.5 % of repetitions. This test counts only if no sum of two decays explains the floor as well;
  /// the line needs no such check.
  func correctedAbove(low: Double) -> Double {
    guard !fit.isInside else { return 1 }
    let line = pOfSlowestDecayLine() / 0.7
    let ratio = floorWithSlowestShape() / 0.3
    let isRatioNeeded = ratio < line && max(ratio, low) <= ModelPath.largestRefinedP
    return min(1, max(low, isRatioNeeded && isExplainedByTwoPhases() ? line : min(line, ratio)))
  }

  private func isExplainedByTwoPhases() -> Bool {
    let phases = fit.twoPhases()
    return lackOfFit.pValue(max(fit.decayingOrRising, phases), phases) > rules.mixtureLevel
  }

  /// P-values above this are not computed more exactly, because they decide nothing.
  private static let largestRefinedP = 0.25

  /// Returns a lower bound on p_dir for dispersion that grows towards d_K; 0 if it does not grow.
  ///
  /// A growing dispersion is known from the last scale alone. Skewed runs understate it there just when their mean is
  /// low. Dispersion counts as growing if one of the last two scales has more than twice the mean of the earlier scales,
  /// or if its trend exceeds 1.5 times the pooled value. The test then uses the upper 90 % limit of the dispersion at
  /// d_K; without this, 4.4 % of repetitions were supported at a mean of ε. If a bounded metric's dispersion at d_K
  /// exceeds three times the largest earlier one, a bet replaces the test, because a bet needs no dispersion (6 %
  /// without it).
  private func pDirectIfDispersionGrows() -> Double {
    let known = dispersion.perScale.compactMap { $0 }
    let earlier = known.dropLast(2)
    guard let top = dispersion.perScale.last, let top, !earlier.isEmpty else { return 0 }
    if let range = kind.range, top > 3 * (known.dropLast().max() ?? .infinity) {
      let rounds = samples.reversed().flatMap { $0.values.map { Bet.Round(value: $0, bound: threshold) } }
      return Bet.pValue(against: .meanAtLeast, rounds: rounds, range: range)
    }
    let pool = earlier.reduce(0, +) / Double(earlier.count)
    let isTrend = (dispersion.predicted ?? 0) > 1.5 * dispersion.pooled
    guard isTrend || (known.suffix(2).max() ?? 0) > 2 * pool else { return 0 }
    // Wilson and Hilferty's cube root for the lower 10 % quantile of χ²/ν.
    let spread = 2 / (9 * (last.count - 1))
    let root = 1 - spread - NormalDistribution.upperQuantile(tail: 0.1) * spread.squareRoot()
    return direct(dispersionFactor: 1 / (root * root * root)).below
  }

  /// The line in the slowest decay; nil if it does not bound the whole class.
  private var line: SlowDecayContrast? {
    SlowDecayContrast.trusted(
      for: problem.decays, scales: samples.map(\.scale), weights: samples.map(\.count),
      fraction: rules.isRelative ? rules.materiality : 0)
  }

  private func pOfSlowestDecayLine() -> Double {
    guard let contrast = line else { return 1 }
    let value = contrast.value(of: samples.map(\.mean)) - (rules.isRelative ? 0 : rules.materiality)
    let variances = samples.indices.map { index in
      // Skewed runs with a low mean also have a low variance. Where a low mean raises the limit, use at least the
      // pooled one.
      contrast.coefficients[index] < 0 ? max(samples[index].variance, pooledVariance(index)) : samples[index].variance
    }
    return tail(value, contrast.coefficients, variances)
  }

  /// Whether the means fall, also at the end, and are significantly concave in the slowest shape.
  ///
  /// Such means may come from a decay that has hardly begun. The shapes of the class are convex in the slowest shape or
  /// fall faster, but such an exponential is not in the class: 0.9·e^(−0.02(x−1)) was called a floor in nearly every
  /// repetition.
  func fallsEverFaster() -> Bool {
    guard let before = samples.dropLast().last, last.mean < before.mean, last.mean < first.mean, let contrast = line
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

  private func floorWithSlowestShape() -> Double {
    let plain = lackOfFit.pValue(fit.decayingOrRising, fit.floorAtMost, parameters: 2)
    guard plain <= ModelPath.largestRefinedP, let fine = RefinedFloorFit(problem) else { return plain }
    return lackOfFit.pValue(max(fine.free, fit.decayingOrRising), fine.floorAtMost, parameters: 2)
  }
}
