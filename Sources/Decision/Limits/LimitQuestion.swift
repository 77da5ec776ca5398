import Statistics

/// A question about a limit: missing runs enter at their worst, and positive numbers in a unit of their own size.
///
/// Source: the project's decision procedure §3.
struct LimitQuestion {
  private let evidence: Evidence
  private let rules: DecisionRules
  private let decays: DecayClass
  /// The largest number of a metric without a range, which all numbers are divided by; 1 for bounded metrics.
  private let unit: Double

  /// A question about numbers that passed the design and health checks.
  init(_ evidence: Evidence, rules: DecisionRules, decays: DecayClass) {
    self.evidence = evidence
    self.decays = decays
    let largest = evidence.kind.range == nil ? evidence.runs.joined().reduce(0) { max($0, $1 ?? 0) } : 0
    // The smallest mean that a curve may take is then a fraction of the largest number, whatever the unit.
    unit = largest.isNormal ? largest : 1
    var rules = rules
    if !rules.isRelative { rules.materiality /= unit }
    self.rules = rules
  }

  /// Returns the decision on o(1), or on Ω(1), its opposite.
  func decision(isLittleO: Bool) throws(DecisionError) -> Decision {
    var result = try limit(missingAt: worst?.upperBound)
    if let worst, evidence.runs.contains(where: { $0.contains(nil) }) {
      // For a limit above ε, the worst that a missing run could have been is the smallest value.
      let above = try limit(missingAt: worst.lowerBound)
      result.formulaAbove = above.formulaAbove
      result.correctedAbove = above.correctedAbove
      result.gateAbove = above.gateAbove
      result.notes.append(Self.missingNote)
    }
    var decision = result.decision(isLittleO: isLittleO)
    if unit != 1 { decision.rescale(by: unit) }
    decision.scales = zip(decision.scales, evidence.runs).map { summary, runs in
      ScaleSummary(
        scale: summary.scale, registeredRuns: runs.count, presentRuns: runs.count { $0 != nil }, mean: summary.mean,
        lower: summary.lower, upper: summary.upper)
    }
    return decision
  }

  static let missingNote = "missing runs count as the worst that they could have been"

  /// The range of a run's number, for counts before division by their trials.
  private var worst: ClosedRange<Double>? {
    evidence.kind.range.map { $0.lowerBound * evidence.kind.trials...$0.upperBound * evidence.kind.trials }
  }

  private func limit(missingAt value: Double?) throws(DecisionError) -> LimitEvidence {
    let samples = zip(evidence.scales, evidence.runs).map { scale, runs in
      ScaleSample(scale: scale, runs: runs.map { ($0 ?? value).map { $0 / unit } }, kind: evidence.kind)
    }
    return try DecisionEngine.limit(samples, evidence.kind, rules, decays)
  }
}

extension Decision {
  /// Multiplies all numbers that have the unit of the metric.
  fileprivate mutating func rescale(by unit: Double) {
    scales = scales.map {
      ScaleSummary(
        scale: $0.scale, registeredRuns: $0.registeredRuns, presentRuns: $0.presentRuns,
        mean: $0.mean.map { $0 * unit },
        lower: $0.lower.map { $0 * unit }, upper: $0.upper.map { $0 * unit })
    }
    diagnostics.threshold = diagnostics.threshold.map { $0 * unit }
    diagnostics.bestDecay = diagnostics.bestDecay?.scaled(by: unit)
    diagnostics.curve = diagnostics.curve?.scaled(by: unit)
    diagnostics.familyCurves = diagnostics.familyCurves.map { $0.scaled(by: unit) }
    diagnostics.limitEstimate = diagnostics.limitEstimate.map { $0 * unit }
    diagnostics.limitLower = diagnostics.limitLower.map { $0 * unit }
    diagnostics.limitUpper = diagnostics.limitUpper.map { $0 * unit }
  }
}
