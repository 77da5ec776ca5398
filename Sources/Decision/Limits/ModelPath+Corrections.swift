import Statistics

/// The corrections without which the formulas of §3.4 err more often than promised, or decide less than they could.
///
/// Source: the project's decision procedure §3.6.
extension ModelPath {
  /// Returns the decisive p_V: the direct test and the extrapolation share the level as 2 : 3.
  ///
  /// The extrapolation is made with the shapes between those of the grid. Where runs agree to a few per cent, a decay
  /// whose exponent lies between two shapes of the grid is fitted so badly by both that a floor at ε was called lower in
  /// up to half of all repetitions. What that costs in power, the larger share gives back.
  func decisiveBelow(direct: Double, extrapolated: Double) -> Double {
    let direct = max(direct, directUnderGrowth())
    func combined(_ extrapolated: Double) -> Double { min(1, direct / 0.4, extrapolated / 0.6) }
    // Only an extrapolation that could decide is worth the finer grid.
    guard extrapolated / 0.6 < direct / 0.4, combined(extrapolated) <= ModelPath.interesting else {
      return combined(extrapolated)
    }
    guard let fine = RefinedFloorFit(problem), fine.isInside else { return combined(1) }
    return combined(max(extrapolated, lackOfFit.pValue(fine.free, fine.floorAtLeast)))
  }

  /// Returns the decisive p_NV: two tests that share the level as 7 : 3, and never below p_low.
  ///
  /// One is the limit of a line in the slowest admissible decay, which needs no search over shapes and so has more
  /// power against a flat floor, where it is needed most. The other is the likelihood ratio of §3.4 with the shapes
  /// between those of the grid and with two degrees of freedom: where the best admissible curve is the slowest one,
  /// exponent and floor are both at their bounds, and one degree of freedom refuted true decays in up to 4.5 % of
  /// repetitions. It counts only if no sum of two decays explains the floor as well; the line needs no such check.
  func decisiveAbove(low: Double) -> Double {
    guard !fit.isInside else { return 1 }
    let line = limitOfSlowest() / 0.7
    let ratio = floorWithSlowestShape() / 0.3
    let isRatioNeeded = ratio < line && max(ratio, low) <= ModelPath.interesting
    return min(1, max(low, isRatioNeeded && isExplainedByTwoPhases() ? line : min(line, ratio)))
  }

  private func isExplainedByTwoPhases() -> Bool {
    let phases = fit.twoPhases()
    return lackOfFit.pValue(max(fit.decayingOrRising, phases), phases) > rules.mixtureLevel
  }

  /// P-values above this are not made more exact: nothing is decided by them.
  private static let interesting = 0.25

  /// Returns a p-value that takes the place of p_dir where dispersion grows towards d_K; 0 where it does not.
  ///
  /// A dispersion that grows is known from the last scale alone, and there skewed runs understate it just when their
  /// mean is low. Growth is met by the upper 90 % limit of the dispersion (4.4 % of repetitions were called supported at a
  /// mean of ε), a jump of a bounded metric by the bet, which needs no dispersion (6 %).
  private func directUnderGrowth() -> Double {
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

  /// The line in the slowest decay, where one bounds the whole class.
  private var line: SlowDecayContrast? {
    SlowDecayContrast.trusted(
      for: problem.decays, scales: samples.map(\.scale), weights: samples.map(\.count),
      fraction: rules.isRelative ? rules.materiality : 0)
  }

  private func limitOfSlowest() -> Double {
    guard let contrast = line else { return 1 }
    let value = contrast.value(of: samples.map(\.mean)) - (rules.isRelative ? 0 : rules.materiality)
    let variances = samples.indices.map { index in
      // A low mean of skewed runs comes with a low variance; where it pushes the limit up, the pooled one is the floor.
      contrast.coefficients[index] < 0 ? max(samples[index].variance, pooledVariance(index)) : samples[index].variance
    }
    return tail(value, contrast.coefficients, variances)
  }

  /// Whether the means fall, at the end too, and are surely concave in the slowest shape, so that what looks like a floor
  /// may be a decay that has hardly begun.
  ///
  /// Every shape of the class is convex in it or falls faster; an exponential that has hardly begun to fall does neither,
  /// and 0.9·e^(−0.02(x−1)) was called a floor in nearly every repetition.
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
  /// Only ``Contrast/trustedShare`` of his degrees of freedom is believed, because runs are skewed.
  private func tail(_ value: Double, _ coefficients: [Double], _ variances: [Double]) -> Double {
    let parts = samples.indices.map { coefficients[$0] * coefficients[$0] * variances[$0] / samples[$0].count }
    let square = parts.reduce(0, +)
    guard square > 0 else { return 1 }
    let spread = zip(parts, samples).reduce(0) { $0 + $1.0 * $1.0 / ($1.1.count - 1) }
    return StudentT.upperTail(
      value / square.squareRoot(), degreesOfFreedom: max(1, Contrast.trustedShare * square * square / spread))
  }

  /// The variance of one run at a scale by the dispersion of all.
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
    guard plain <= ModelPath.interesting, let fine = RefinedFloorFit(problem) else { return plain }
    return lackOfFit.pValue(max(fine.free, fit.decayingOrRising), fine.floorAtMost, parameters: 2)
  }
}
