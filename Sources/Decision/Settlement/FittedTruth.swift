import Foundation

/// A law that a plan assumes to be true: a curve that fits the runs, continued beyond the last scale.
///
/// o(1), Ω(1): a fitted curve of the decision. O(h), Θ(h): the least-squares line of ln y − ln h in ln d, with h
/// continued by its last exponent. Exponents: the same line with h = 1. poly(d): the least-squares parabola of ln y in
/// ln d. Predicted curves: the means themselves. Saturated and Boolean runs have
/// no curve; they keep their mean at the last scale.
struct FittedTruth {
  /// Why no design settles the question if the curve is the truth; nil if a design may.
  let obstacle: String?
  /// Whether the runs of existing scales are moved to the curve; false where the curve does not fit them.
  let isRecentred: Bool
  private let law: @Sendable (Double) -> Double

  /// The law of a curve; without one, the law that fits best.
  init(
    _ evidence: Evidence, _ predicate: Predicate, _ rules: DecisionRules, _ decision: Decision,
    curve: FittedCurve? = nil
  ) {
    let means = decision.scales.map { $0.mean ?? 0 }
    let diagnostics = decision.diagnostics
    switch predicate.relation {
    case .littleO, .atMostLittleO, .bigOmega:
      let last = means.last ?? 0
      let curve = curve ?? diagnostics.curve
      law = { curve?.value(at: $0) ?? last }
      isRecentred = curve != nil && !diagnostics.hasLackOfFit
      obstacle = Self.limitObstacle(
        decision, isTwoSided: TwoSidedLimit.isAsked(predicate, of: evidence.kind, rules))
    case .bigO, .bigTheta:
      law = Self.line(evidence.scales, means, predicate.reference ?? .constant(scales: evidence.scales.count))
      isRecentred = (diagnostics.pLackOfFit ?? 1) >= rules.lackOfFitLevel
      obstacle = diagnostics.slope.flatMap { slope in
        Self.isNear(abs(slope), rules.slopeTolerance, error: diagnostics.slopeError ?? 0)
          ? Self.sentence("The fitted slope against the reference is", slope, rules.slopeTolerance) : nil
      }
    case .exponent:
      law = Self.line(evidence.scales, means, .constant(scales: evidence.scales.count))
      isRecentred = (diagnostics.pLackOfFit ?? 1) >= rules.lackOfFitLevel
      obstacle = predicate.zone.flatMap { Self.exponentObstacle($0, diagnostics) }
    case .curve:
      let last = means.last ?? 0
      let known = zip(evidence.scales, means).reduce(into: [Double: Double]()) { $0[$1.0] = $1.1 }
      law = { known[$0] ?? last }
      isRecentred = false
      obstacle = nil
    case .poly:
      law = Self.parabola(evidence.scales, means)
      isRecentred = false
      obstacle = diagnostics.bend.flatMap { bend in
        Self.isNear(bend, rules.bendTolerance, error: diagnostics.bendError ?? 0)
          ? Self.sentence("The fitted bend is", bend, rules.bendTolerance) : nil
      }
    case .withHighProbability:
      let last = means.last ?? 0
      law = { _ in last }
      isRecentred = false
      let runs = Double(decision.scales.reduce(0) { $0 + $1.presentRuns })
      let rate = means.reduce(0, +) / Double(max(1, means.count))
      let error = (rules.failureRate * (1 - rules.failureRate) / max(1, runs)).squareRoot()
      obstacle =
        Self.isNear(rate, rules.failureRate, error: error)
        ? Self.sentence("The rate of failures is", rate, rules.failureRate) : nil
    }
  }

  /// The mean at a scale, counts as rates; finite.
  func mean(at scale: Double) -> Double {
    let mean = law(scale)
    return mean.isFinite ? min(mean, 1e90) : 1e90
  }

  // MARK: Thresholds

  /// Whether an estimate is too close to its threshold: within one standard error, or within 1 % of the threshold.
  private static func isNear(_ value: Double, _ threshold: Double, error: Double) -> Bool {
    abs(value - threshold) <= max(error, 0.01 * threshold)
  }

  private static func sentence(_ subject: String, _ value: Double, _ threshold: Double) -> String {
    "\(subject) \(String(format: "%.3g", value)), too close to the threshold \(String(format: "%.3g", threshold)) to "
      + "distinguish the two: if that is the truth, no number of runs and no scale settles the question."
  }

  private static func limitObstacle(_ decision: Decision, isTwoSided: Bool) -> String? {
    guard let curve = decision.diagnostics.curve, let threshold = decision.diagnostics.threshold,
      let last = decision.scales.last, let lower = last.lower, let upper = last.upper
    else { return nil }
    // Limits of 95 % on each side stand 1.645 standard errors from the mean.
    let error = (upper - lower) / (2 * 1.645)
    return isNear(isTwoSided ? abs(curve.floor) : curve.floor, threshold, error: error)
      ? sentence("The best-fitting curve tends to", curve.floor, threshold) : nil
  }

  private static func exponentObstacle(_ zone: EquivalenceZone, _ diagnostics: Diagnostics) -> String? {
    guard case .exponent(let exponent, let tolerance) = zone, let slope = diagnostics.slope,
      isNear(abs(slope - exponent), tolerance, error: diagnostics.slopeError ?? 0)
    else { return nil }
    return sentence("The fitted exponent is", slope, slope < exponent ? exponent - tolerance : exponent + tolerance)
  }

  // MARK: Laws

  private static func line(
    _ scales: [Double], _ means: [Double], _ reference: GrowthReference
  ) -> @Sendable (Double) -> Double {
    let x = scales.map { log($0) }
    let h = reference.values.map { log($0) }
    let fit = polynomial(x, zip(means, h).map { log(max($0, 1e-300)) - $1 }, degree: 1)
    let top = x.count - 1
    let exponent = top > 0 ? (h[top] - h[top - 1]) / (x[top] - x[top - 1]) : 0
    return { scale in
      let place = log(scale)
      let known = scales.firstIndex(of: scale).map { h[$0] }
      return exp(fit(place) + (known ?? h[top] + exponent * (place - x[top])))
    }
  }

  private static func parabola(_ scales: [Double], _ means: [Double]) -> @Sendable (Double) -> Double {
    let fit = polynomial(scales.map { log($0) }, means.map { log(max($0, 1e-300)) }, degree: 2)
    return { exp(fit(log($0))) }
  }

  /// The least-squares polynomial of degree 1 or 2, by orthogonal polynomials.
  private static func polynomial(_ x: [Double], _ y: [Double], degree: Int) -> @Sendable (Double) -> Double {
    let count = Double(x.count)
    let centre = x.reduce(0, +) / count
    let u = x.map { $0 - centre }
    let second = u.reduce(0) { $0 + $1 * $1 }
    let third = u.reduce(0) { $0 + $1 * $1 * $1 }
    let square = u.map { $0 * $0 - second / count - third / second * $0 }
    let norm = square.reduce(0) { $0 + $1 * $1 }
    let mean = y.reduce(0, +) / count
    let slope = zip(u, y).reduce(0) { $0 + $1.0 * $1.1 } / second
    let bend = degree == 2 && norm > 0 ? zip(square, y).reduce(0) { $0 + $1.0 * $1.1 } / norm : 0
    return { place in
      let v = place - centre
      return mean + slope * v + bend * (v * v - second / count - third / second * v)
    }
  }
}
