import Statistics

/// The constants of the decision procedure, all registered before data are seen.
///
/// Source of every default and reason: decision procedure §1. "Measured" means that the calibration runs check the
/// value; "guess" means that no run has checked it.
package struct DecisionRules: Sendable, Equatable {
  /// Which p-values decide: by default the corrected ones, because the specified ones exceed their level (measured).
  package var procedure: Procedure = .corrected

  // MARK: What counts as zero, and as a decay

  /// ε, the largest limit that still counts as 0: 0.05.
  ///
  /// With 20 runs per scale 0.05 can be certified, 0.02 cannot.
  package var materiality: Double = 0.05
  /// Whether ``materiality`` is a fraction of the mean at the first scale; used for losses, which have no natural unit.
  package var isRelative: Bool = false
  /// δ, the exponent of the slowest power of d that counts as o(1): 0.25 (guess).
  package var slowestPower: Double = 0.25
  /// β₀, the exponent of the slowest power of ln d that counts as o(1): 1, so that 1/ln d is admitted (guess).
  package var slowestLogarithmicPower: Double = 1

  // MARK: Growth laws

  /// κ, the largest deviation of a Θ slope from 1: 0.15.
  ///
  /// A true law with 30 % spread is supported in 39–81 % of repetitions (measured).
  package var slopeTolerance: Double = 0.15
  /// C, the largest factor by which y/h of a Θ claim may change over the scales: 2 (guess).
  package var bandRatio: Double = 2
  /// γ_tol, the largest bend of a polynomial on log-log axes: 0.5.
  ///
  /// Over four doublings e^(d/d₁) bends by 2.4. An exponential e^(b·d) with b·d₁ < 0.2 bends by less than γ_tol, so it
  /// passes for a polynomial (computed).
  package var bendTolerance: Double = 0.5
  /// k_max, the largest degree that counts as polynomial: 6 (guess).
  package var largestDegree: Double = 6
  /// q*, the failure rate below which a property holds with high probability: 0.1.
  ///
  /// A property that fails in 2 % of runs is supported in 85–88 % of repetitions by the formulas.
  /// The gate at d_K (§6) takes 6 to 7 of them (measured).
  package var failureRate: Double = 0.1

  // MARK: Design and health

  /// K, the fewest scales: 5, because the fits have three parameters (guess).
  package var minimumScales: Int = 5
  /// d_K/d₁, the smallest span: 16, because the fits have three parameters (guess).
  package var minimumSpan: Double = 16
  /// R, the fewest registered runs at every scale: 20, because the fits have three parameters (guess).
  package var minimumRuns: Int = 20
  /// The largest share of missing runs at any scale: 0.1; more missing runs could decide the outcome (guess).
  package var largestMissingShare: Double = 0.1
  /// m_min, the deviating runs needed to estimate a dispersion: 10 (measured for all-or-nothing runs).
  package var deviatingRunsNeeded: Int = 10

  // MARK: Gates

  /// The level of gates and of one-sided confidence limits: 0.05 (guess).
  package var gateLevel: Double = 0.05
  /// The level of the lack-of-fit test: 0.01, because a significant result costs power (guess).
  package var lackOfFitLevel: Double = 0.01
  /// The level at which a rise over the last three scales blocks o(1): 0.01 (guess).
  package var riseLevel: Double = 0.01
  /// The level at which the data point to a limit above 0, so that o(1) is not supported: 0.025 (measured).
  package var floorLevel: Double = 0.025
  /// The level at which a growth against the law counts as sure, so that O and Θ are not supported: 0.025 (measured).
  package var growthLevel: Double = 0.025
  /// The p-value above which a transient plus a slow decay explains an apparent floor: 0.25 (measured).
  package var mixtureLevel: Double = 0.25
  /// The level at which a Θ refutation must still be significant without the first scales: 0.10 (guess).
  package var dropLevel: Double = 0.10

  /// Creates the default rules.
  package init() {}

  /// The default rules for losses: a limit below half of the first mean counts as 0 (guess).
  package static var losses: DecisionRules {
    var rules = DecisionRules()
    rules.materiality = 0.5
    rules.isRelative = true
    return rules
  }

  /// The decays admitted as o(1).
  package var decays: DecayClass {
    DecayClass(slowestPower: slowestPower, slowestLogarithmicPower: slowestLogarithmicPower)
  }

  /// The constants by the names used in registrations; if a property is renamed, its name here stays as it is.
  package var registered: [String: String] {
    [
      "procedure": procedure.description,
      "materiality": materiality.description,
      "isRelative": isRelative.description,
      "slowestPower": slowestPower.description,
      "slowestLogarithmicPower": slowestLogarithmicPower.description,
      "slopeTolerance": slopeTolerance.description,
      "bandRatio": bandRatio.description,
      "bendTolerance": bendTolerance.description,
      "largestDegree": largestDegree.description,
      "failureRate": failureRate.description,
      "minimumScales": minimumScales.description,
      "minimumSpan": minimumSpan.description,
      "minimumRuns": minimumRuns.description,
      "largestMissingShare": largestMissingShare.description,
      "deviatingRunsNeeded": deviatingRunsNeeded.description,
      "gateLevel": gateLevel.description,
      "lackOfFitLevel": lackOfFitLevel.description,
      "riseLevel": riseLevel.description,
      "floorLevel": floorLevel.description,
      "growthLevel": growthLevel.description,
      "mixtureLevel": mixtureLevel.description,
      "dropLevel": dropLevel.description,
    ]
  }

  /// Checks every rule that a decision uses.
  package func validate(for kind: MetricKind, _ predicate: Predicate, decays: DecayClass? = nil) throws(DecisionError) {
    let grid = decays ?? self.decays
    func check(_ name: String, _ value: Double, _ holds: Bool, _ range: String) throws(DecisionError) {
      if !holds { throw .ruleOutOfRange(name: name, value: value, range: range) }
    }
    if predicate.isLimit, isRelative, kind != .positive { throw .relativeMaterialityNeedsPositiveKind }
    if kind == .positive, !isRelative {
      try check("materiality", materiality, materiality > 0 && materiality.isFinite, "(0, ∞)")
    } else {
      try check("materiality", materiality, materiality > 0 && materiality < 1, "(0, 1)")
    }
    let (power, logarithmic) = (grid.slowestPower, grid.slowestLogarithmicPower)
    try check("slowestPower", power, power > 0 && power < grid.steepestPower, "(0, \(grid.steepestPower))")
    try check("slowestPower", slowestPower, slowestPower > 0 && slowestPower.isFinite, "(0, ∞)")
    try check(
      "slowestLogarithmicPower", logarithmic, logarithmic > 0 && logarithmic < grid.steepestLogarithmicPower,
      "(0, \(grid.steepestLogarithmicPower))")
    // A family of decays may be empty, but not all three. The upper end keeps the time of a fit within seconds.
    let counts = [grid.powerCount, grid.logarithmicCount, grid.exponentialCount]
    for (name, count) in zip(["powerCount", "logarithmicCount", "exponentialCount"], counts) {
      try check(name, Double(count), (0...1000).contains(count), "[0, 1000]")
    }
    try check(
      "powerCount", Double(grid.powerCount), counts.contains { $0 > 0 }, "[1, 1000] if no other decay is admitted")
    for (name, value) in [
      ("steepestPower", grid.steepestPower), ("steepestLogarithmicPower", grid.steepestLogarithmicPower),
      ("fastestExponentialRate", grid.fastestExponentialRate),
    ] {
      try check(name, value, value > 0 && value.isFinite, "(0, ∞)")
    }
    try check("slopeTolerance", slopeTolerance, slopeTolerance > 0 && slopeTolerance.isFinite, "(0, ∞)")
    try check("bandRatio", bandRatio, bandRatio > 1 && bandRatio.isFinite, "(1, ∞)")
    try check("bendTolerance", bendTolerance, bendTolerance > 0 && bendTolerance.isFinite, "(0, ∞)")
    try check("largestDegree", largestDegree, largestDegree > 0 && largestDegree.isFinite, "(0, ∞)")
    try check("failureRate", failureRate, failureRate > 0 && failureRate < 1, "(0, 1)")
    try check("dropLevel", dropLevel, dropLevel > 0 && dropLevel < 1, "(0, 1)")
    try check("minimumScales", Double(minimumScales), minimumScales >= 4, "[4, ∞)")
    try check("minimumSpan", minimumSpan, minimumSpan > 1 && minimumSpan.isFinite, "(1, ∞)")
    try check("minimumRuns", Double(minimumRuns), minimumRuns >= 2, "[2, ∞)")
    try check(
      "largestMissingShare", largestMissingShare, largestMissingShare >= 0 && largestMissingShare < 1, "[0, 1)")
    try check("deviatingRunsNeeded", Double(deviatingRunsNeeded), deviatingRunsNeeded >= 1, "[1, ∞)")
    try check("gateLevel", gateLevel, gateLevel > 0 && gateLevel < 0.5, "(0, 0.5)")
    try check("lackOfFitLevel", lackOfFitLevel, lackOfFitLevel > 0 && lackOfFitLevel < 1, "(0, 1)")
    try check("riseLevel", riseLevel, riseLevel > 0 && riseLevel < 1, "(0, 1)")
    try check("floorLevel", floorLevel, floorLevel > 0 && floorLevel < 0.5, "(0, 0.5)")
    try check("growthLevel", growthLevel, growthLevel > 0 && growthLevel < 0.5, "(0, 0.5)")
    try check("mixtureLevel", mixtureLevel, mixtureLevel > 0 && mixtureLevel <= 1, "(0, 1]")
  }
}

/// An invalid input, for which there is no decision; an inconclusive decision is not an error.
package enum DecisionError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There are no scales, or no run was registered at any of them.
  case emptyData
  /// The number of lists of runs differs from the number of scales.
  case runsDoNotMatchScales(scales: Int, lists: Int)
  /// A scale is not finite, not above 1, or not above the one before it.
  case scaleOutOfOrder(position: Int, value: Double)
  /// There are more scales than ``DecisionEngine/largestScaleCount``.
  case tooManyScales(Int)
  /// A count has fewer than one trial.
  case trialsOutOfRange(Int)
  /// A rule lies outside its range.
  case ruleOutOfRange(name: String, value: Double, range: String)
  /// A relative threshold was requested for a kind of metric that has a natural unit.
  case relativeMaterialityNeedsPositiveKind
  /// The number of values of a growth reference differs from the number of scales.
  case referenceDoesNotMatchScales(scales: Int, values: Int)
  /// A growth reference is not finite or not positive at a scale.
  case referenceOutOfRange(position: Int, value: Double)
  /// The number of predicted values differs from the number of scales.
  case predictionDoesNotMatchScales(scales: Int, values: Int)
  /// A predicted value at a scale is not one that a mean can have.
  case predictionOutOfRange(position: Int, value: Double, range: String)
  /// A predicate is not defined for the kind of metric.
  case predicateNeedsKind(_ predicate: String, _ kind: String)
  /// A conjunction has no conclusions.
  case emptyConjunction

  /// The invalid input and its valid range.
  package var description: String {
    switch self {
    case .emptyData:
      "empty data: a decision needs at least one scale with at least one registered run"
    case .runsDoNotMatchScales(let scales, let lists):
      "runs: \(lists) lists of runs for \(scales) scales; there must be one list per scale"
    case .scaleOutOfOrder(let position, let value):
      "scales[\(position)] = \(value); scales must be finite, above 1 and strictly increasing"
    case .tooManyScales(let count):
      "scales: \(count) scales; must be at most \(DecisionEngine.largestScaleCount)"
    case .trialsOutOfRange(let trials):
      "count trials = \(trials); must be at least 1"
    case .ruleOutOfRange(let name, let value, let range):
      "rule \(name) = \(value); must be in \(range)"
    case .relativeMaterialityNeedsPositiveKind:
      "rule isRelative = true; allowed only for the positive kind, "
        + "because the noise of the first mean is accounted for only there"
    case .referenceDoesNotMatchScales(let scales, let values):
      "reference: \(values) values for \(scales) scales; there must be one per scale"
    case .referenceOutOfRange(let position, let value):
      "reference[\(position)] = \(value); must be in (0, ∞)"
    case .predictionDoesNotMatchScales(let scales, let values):
      "prediction: \(values) values for \(scales) scales; there must be one per scale"
    case .predictionOutOfRange(let position, let value, let range):
      "prediction[\(position)] = \(value); must be in \(range)"
    case .predicateNeedsKind(let predicate, let kind):
      "\(predicate) needs a metric of the \(kind) kind"
    case .emptyConjunction:
      "conclusions: none given; a conjunction needs at least one"
    }
  }
}

/// Which p-values decide.
package enum Procedure: String, Sendable, CaseIterable, CustomStringConvertible {
  /// The formulas of the specification alone, as in its test vectors.
  ///
  /// They serve to check that the formulas are implemented as written. On planted truths their error rates exceed the
  /// promised ones.
  case specified
  /// The formulas with the corrections of decision procedure §3.6; every reported verdict uses them.
  ///
  /// The number in the raw value is raised whenever a correction changes, and the registrations of claims with it.
  case corrected = "corrected-4"

  /// The name in registrations.
  package var description: String { rawValue }
}
