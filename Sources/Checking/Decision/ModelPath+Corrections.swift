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
    let direct = max(direct, _directUnderGrowth())
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
    let line = _limitOfSlowest() / 0.7
    let ratio = _floorWithSlowestShape() / 0.3
    let isRatioNeeded = ratio < line && max(ratio, low) <= ModelPath.interesting
    return min(1, max(low, isRatioNeeded && _isExplainedByTwoPhases() ? line : min(line, ratio)))
  }

  private func _isExplainedByTwoPhases() -> Bool {
    let phases = fit.twoPhases()
    return lackOfFit.pValue(max(fit.decayingOrRising, phases), phases) > rules.mixtureLevel
  }

  /// P-values above this are not made more exact: nothing is decided by them.
  private static let interesting = 0.25

  /// Returns a p-value that takes the place of p_dir where dispersion grows towards d_K; 0 where it does not.
  ///
  /// A dispersion that grows is known from the last scale alone, and there skewed runs understate it just when their
  /// mean is low. A steady growth of counts is met by the upper 75 % limit of the dispersion (2.8 % of repetitions were
  /// called supported at a mean of ε); a jump at the last scale by the bet, which needs no dispersion (6 %).
  private func _directUnderGrowth() -> Double {
    let earlier = dispersion.perScale.dropLast().compactMap { $0 }.max() ?? .infinity
    if let range = kind.range, let top = dispersion.perScale.last, let jumped = top, jumped > 3 * earlier {
      let rounds = samples.reversed().flatMap { $0.values.map { Bet.Round(value: $0, bound: threshold) } }
      return Bet.pValue(against: .meanAtLeast, rounds: rounds, range: range)
    }
    guard let predicted = dispersion.predicted, predicted > 1.5 * dispersion.pooled else { return 0 }
    let freedom = last.count - 1
    let spread = 2 / (9 * freedom)
    let root = 1 - spread - NormalDistribution.upperQuantile(tail: 0.25) * spread.squareRoot()
    return direct(dispersionFactor: 1 / (root * root * root)).below
  }

  private func _limitOfSlowest() -> Double {
    let fraction = rules.isRelative ? rules.materiality : 0
    guard
      let contrast = SlowDecayContrast.trusted(
        for: problem.decays, scales: samples.map(\.scale), weights: samples.map(\.count), fraction: fraction)
    else { return 1 }
    let value = contrast.value(of: samples.map(\.mean)) - (rules.isRelative ? 0 : rules.materiality)
    let parts = zip(contrast.coefficients, samples).map { $0 * $0 * $1.variance / $1.count }
    let square = parts.reduce(0, +)
    guard square > 0 else { return 1 }
    let spread = zip(parts, samples).reduce(0) { $0 + $1.0 * $1.0 / ($1.1.count - 1) }
    return StudentT.upperTail(value / square.squareRoot(), degreesOfFreedom: square * square / spread)
  }

  private func _floorWithSlowestShape() -> Double {
    let plain = lackOfFit.pValue(fit.decayingOrRising, fit.floorAtMost, parameters: 2)
    guard plain <= ModelPath.interesting, let fine = RefinedFloorFit(problem) else { return plain }
    return lackOfFit.pValue(max(fine.free, fit.decayingOrRising), fine.floorAtMost, parameters: 2)
  }
}
