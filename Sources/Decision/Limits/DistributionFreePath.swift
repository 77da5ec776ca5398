import Statistics

/// The decision by bets, for bounded runs that agree too closely to estimate their dispersion.
///
/// Source: decision procedure §3.1.
struct DistributionFreePath {
  let samples: [ScaleSample]
  let range: ClosedRange<Double>
  let rules: DecisionRules
  let decays: DecayClass

  func evidence(deviating: Int) -> LimitEvidence {
    let means = samples.map(\.mean)
    let threshold = rules.materiality
    let largest = means.max() ?? 0
    let (firstMean, lastMean) = (means.first ?? 0, means.last ?? 0)
    var diagnostics = Diagnostics()
    diagnostics.basis = .distributionFree
    diagnostics.threshold = threshold
    diagnostics.deviatingRuns = deviating
    var result = LimitEvidence(
      formulaBelow: bet(.meanAtLeast) { _ in threshold }, formulaAbove: formulaAbove(), diagnostics: diagnostics,
      scales: samples.map(summary))
    if rules.procedure == .corrected {
      result.correctedBelow = finalBet(.meanAtLeast) { _ in threshold }
      result.correctedAbove = max(finalBet(.meanAtMost, bound: highestDecay), finalBetAtLast())
    }
    if largest <= threshold {
      result.notes.append(LimitEvidence.nothingLeft)
      if rules.procedure == .corrected { result.strength = .unseen }
    }
    if largest > threshold, lastMean > firstMean / 2 {
      result.gateBelow = .slowDecay
    } else if TopScales.rise(samples, level: rules.riseLevel), lastMean > threshold / 10 {
      result.gateBelow = .preAsymptotic
    }
    return result
  }

  /// p_NV: the larger p-value of two bets, one against every admissible decay to the threshold, one on the last scale
  /// alone.
  private func formulaAbove() -> Double {
    max(
      bet(.meanAtMost, bound: highestDecay),
      Bet.pValue(against: .meanAtMost, rounds: lastRounds, range: range))
  }

  /// The highest mean at a scale that an admissible decay to the threshold allows.
  private var highestDecay: (ScaleSample) -> Double {
    // Within a family, a smaller exponent means a slower fall, so the slowest shape bounds the family from above.
    let shapes = decays.shapes(over: samples.map(\.scale))
    let slowest = DecayShape.Family.allCases.compactMap { family in
      shapes.filter { $0.family == family }.min { $0.exponent < $1.exponent }
    }
    let (threshold, top) = (rules.materiality, range.upperBound)
    return { sample in
      let highest = slowest.reduce(0) { max($0, $1.value(at: sample.scale)) }
      // At the first scale the bound is the end of the range itself, not a rounding error below it.
      return highest == 1 ? top : threshold + (top - threshold) * highest
    }
  }

  private var lastRounds: [Bet.Round] {
    samples.suffix(1).flatMap(\.valuesInSeedOrder).map { Bet.Round(value: $0, bound: rules.materiality) }
  }

  private func finalBetAtLast() -> Double {
    Bet.finalPValue(against: .meanAtMost, rounds: lastRounds, range: range)
  }

  /// A bet over all runs, whose order does not matter.
  private func finalBet(_ hypothesis: Bet.Hypothesis, bound: (ScaleSample) -> Double) -> Double {
    let rounds = samples.flatMap { sample in
      let level = bound(sample)
      return sample.values.map { Bet.Round(value: $0, bound: level) }
    }
    return Bet.finalPValue(against: hypothesis, rounds: rounds, range: range)
  }

  /// A bet over all runs, the largest scale first, because it tells most about the limit.
  private func bet(_ hypothesis: Bet.Hypothesis, bound: (ScaleSample) -> Double) -> Double {
    let rounds = samples.reversed().flatMap { sample in
      let level = bound(sample)
      return sample.valuesInSeedOrder.map { Bet.Round(value: $0, bound: level) }
    }
    return Bet.pValue(against: hypothesis, rounds: rounds, range: range)
  }

  private func summary(_ sample: ScaleSample) -> ScaleSummary {
    let limits = Bet.limits(sample.valuesInSeedOrder, range: range, levelPerSide: rules.gateLevel)
    return ScaleSummary(
      scale: sample.scale, registeredRuns: sample.registered, presentRuns: sample.values.count, mean: sample.mean,
      lower: limits.lower, upper: limits.upper)
  }
}
