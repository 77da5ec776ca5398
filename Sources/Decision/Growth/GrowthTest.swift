import Foundation
import Statistics

/// The decision on Θ(h) and O(h), by the slope of ln y − ln h and the spread of its values over the scales.
///
/// Both are equivalence tests: support must exclude a slope beyond κ and a spread beyond C, so too few runs never
/// support. The p-values that decide use less than half of Welch's degrees of freedom. With all of them, the error rate
/// for normal logarithms would be exactly the nominal one, and logarithms of runs are rarely normal. Source: decision
/// procedure §4.
struct GrowthTest {
  /// Whether the claim is O(h), against which only growth of y/h counts, instead of Θ(h).
  let isUpperBound: Bool
  let rules: DecisionRules
  private let samples: [LogSample]
  /// z̄ − ln h.
  private let values: [Double]
  /// ln h or ln d, increasing in d for O.
  private let regressor: [Double]

  /// A test of samples against a reference, one value per sample.
  init(_ samples: [LogSample], reference: GrowthReference, isUpperBound: Bool, rules: DecisionRules) {
    self.isUpperBound = isUpperBound
    self.rules = rules
    self.samples = samples
    values = zip(samples, reference.values).map { $0.mean - log($1) }
    let logarithms = reference.values.map { log($0) }
    let pairs = zip(logarithms, logarithms.dropFirst())
    let scales = samples.map { log($0.scale) }
    if reference.regressor == .scale || logarithms.allSatisfy({ $0 == logarithms.first }) {
      regressor = scales
    } else if isUpperBound, pairs.allSatisfy(>) {
      // If h falls, ln h falls with d, so its sign is changed: growth beyond h must have a positive slope.
      regressor = logarithms.map(-)
    } else if isUpperBound, !pairs.allSatisfy(<) {
      regressor = scales
    } else {
      regressor = logarithms
    }
  }

  /// Returns the decision; nil if the slope has a standard error of 0, so that it cannot be tested.
  func decision() -> Decision? {
    let slope = self.slope(from: 0)
    guard slope.error > 0 else { return nil }
    var diagnostics = Diagnostics()
    diagnostics.slope = slope.value
    diagnostics.slopeError = slope.error
    diagnostics.pLackOfFit = lackOfFit().p
    diagnostics.rivals = GrowthRivals.rivals(samples, values: values, level: rules.gateLevel)
    let isCorrected = rules.procedure == .corrected
    let growth = pGrowth(slope)
    diagnostics.pGrowth = growth
    let isGrowing =
      isCorrected && (growth <= rules.growthLevel || prefersLogarithm(diagnostics.rivals, slope))
      && !isImmaterial(slope)
    let unsettled = isGrowing ? Reason.slowGrowth : .preAsymptotic
    return Decision(
      pSupport: isCorrected ? correctedSupport(slope) : formulaSupport(slope),
      pRefute: refute(slope, trusting: isCorrected ? Contrast.trustedShare : 1),
      formulaSupport: formulaSupport(slope), formulaRefute: refute(slope),
      gateSupport: isGrowing ? .slowGrowth : supportIsUnstable(slope) ? .preAsymptotic : nil,
      gateRefute: refutationIsUnstable(slope) ? unsettled : nil, fallback: isGrowing ? .slowGrowth : .power,
      diagnostics: diagnostics,
      scales: samples.map { $0.summary(level: rules.gateLevel) })
  }

  // MARK: p-values

  /// The slope of the line through the scales from a given one on.
  private func slope(from start: Int) -> Contrast { slope(of: values, from: start) }

  private func slope(of values: [Double], from start: Int) -> Contrast {
    let part = regressor[start...]
    let centre = part.reduce(0, +) / Double(part.count)
    let spread = part.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return Contrast(part.map { ($0 - centre) / spread }, of: samples[start...], values: Array(values[start...]))
  }

  /// The p-value of support by the specification's formula.
  private func formulaSupport(_ slope: Contrast) -> Double {
    let above = slope.tail(rules.slopeTolerance - slope.value)
    let inside = isUpperBound ? above : max(above, slope.tail(rules.slopeTolerance + slope.value))
    return max(inside, pSpreadInside())
  }

  /// The p-value of support that decides (§4).
  ///
  /// It is how often a true slope of κ gives an estimate as close to 0 as this one.
  ///
  /// P(slope < |β̂|), the specification's formula, also counts slopes below −|β̂|. That part is subtracted if κ exceeds
  /// two standard errors. At two to three standard errors it is about a tenth. Below two, nothing could be supported, and
  /// subtracting would only reward lack of information.
  private func correctedSupport(_ slope: Contrast) -> Double {
    let share = Contrast.trustedShare
    let size = isUpperBound ? slope.value : abs(slope.value)
    var inside = slope.tail(rules.slopeTolerance - size, trusting: share)
    if !isUpperBound, rules.slopeTolerance > 2 * slope.error {
      inside -= slope.tail(rules.slopeTolerance + size, trusting: share)
    }
    return max(inside, pSpreadInside(share))
  }

  /// The largest p-value over pairs of scales: Θ bounds how far y/h changes between them, O how far it rises with d.
  private func pSpreadInside(_ share: Double = 1) -> Double {
    let band = log(rules.bandRatio)
    var largest = 0.0
    for early in samples.indices {
      for late in (early + 1)..<max(early + 1, samples.count) {
        let step = Contrast(
          [-1, 1], of: [samples[early], samples[late]], values: [self.values[early], self.values[late]])
        largest = max(largest, step.tail(band - (isUpperBound ? step.value : abs(step.value)), trusting: share))
      }
    }
    return largest
  }

  private func refute(_ slope: Contrast, trusting share: Double = 1) -> Double {
    let size = isUpperBound ? slope.value : abs(slope.value)
    guard size > rules.slopeTolerance else { return 1 }
    let beyond = slope.tail(size - rules.slopeTolerance, trusting: share)
    return isUpperBound ? beyond : beyond + slope.tail(size + rules.slopeTolerance, trusting: share)
  }

  // MARK: Gates

  /// The p-value against "y/h does not grow with the law", or for Θ against "y/h does not change".
  private func pGrowth(_ slope: Contrast) -> Double {
    let share = Contrast.trustedShare
    let up = slope.tail(slope.value, trusting: share)
    return isUpperBound ? up : min(1, 2 * min(up, slope.tail(-slope.value, trusting: share)))
  }

  /// Whether the runs exclude h and fit h·ln d, or for Θ one of h·ln d and h/ln d.
  private func prefersLogarithm(_ rivals: [Rival], _ slope: Contrast) -> Bool {
    guard rivals.contains(where: { $0.name == GrowthRivals.law && $0.isToldApart }) else { return false }
    let names =
      isUpperBound ? [GrowthRivals.timesLogarithm] : [GrowthRivals.timesLogarithm, GrowthRivals.overLogarithm]
    return (slope.value > 0 || !isUpperBound) && rivals.contains { names.contains($0.name) && !$0.isToldApart }
  }

  /// Whether the slope is surely smaller than that of (ln d)^0.1 over the same scales.
  ///
  /// Precise runs show every transient that has died out, such as y/h = 1 − 1/d, as a slope that is surely not 0.
  private func isImmaterial(_ slope: Contrast) -> Bool {
    let logarithm = self.slope(of: samples.map { log(log($0.scale)) }, from: 0).value
    let size = isUpperBound ? slope.value : abs(slope.value)
    return slope.tail(0.1 * abs(logarithm) - size, trusting: Contrast.trustedShare) <= rules.gateLevel
  }

  /// Whether support is contradicted by a bend, by the slope without the first scale, or by that of the top three
  /// scales.
  private func supportIsUnstable(_ slope: Contrast) -> Bool {
    let fit = lackOfFit()
    // For O(h), only a bend that leads upwards at the end counts.
    let isBentAway = isUpperBound && fit.lastResidual <= 0
    if fit.p < rules.lackOfFitLevel, fit.largestResidual > log(1.1), !isBentAway { return true }
    let dropped = self.slope(from: 1)
    if (isUpperBound ? dropped.value : abs(dropped.value)) > rules.slopeTolerance { return true }
    return refute(self.slope(from: samples.count - 3)) <= rules.gateLevel
  }

  /// Whether the refutation is lost without the first scale, or without the first two if four scales remain.
  private func refutationIsUnstable(_ slope: Contrast) -> Bool {
    let starts = samples.count >= 6 ? [1, 2] : [1]
    return starts.contains { start in
      let dropped = self.slope(from: start)
      return refute(dropped) > rules.dropLevel || (dropped.value > 0) != (slope.value > 0)
    }
  }

  /// F = Σ R (z̄ − line)²/(K−2)/s² with the pooled variance between runs.
  private func lackOfFit() -> (p: Double, largestResidual: Double, lastResidual: Double) {
    let slope = self.slope(from: 0).value
    let count = Double(samples.count)
    let (centreU, centreZ) = (regressor.reduce(0, +) / count, values.reduce(0, +) / count)
    let residuals = zip(values, regressor).map { $0 - centreZ - slope * ($1 - centreU) }
    let freedom = samples.reduce(0) { $0 + $1.count - 1 }
    let pooled = samples.reduce(0) { $0 + ($1.count - 1) * $1.variance } / freedom
    let misfit = zip(samples, residuals).reduce(0) { $0 + $1.0.count * $1.1 * $1.1 } / (count - 2)
    let p = FDistribution.upperTail(misfit / pooled, numerator: count - 2, denominator: freedom)
    return (p, residuals.reduce(0) { max($0, abs($1)) }, residuals.last ?? 0)
  }
}

/// A growth law h to compare a metric with, as its values at the scales.
package struct GrowthReference: Sendable, Equatable {
  /// What the deviation of the metric from h is regressed on.
  package enum Regressor: String, Sendable {
    /// ln h: a slope of β then means that the metric grows as h^(1+β).
    case reference
    /// ln d; the only choice when h is constant.
    case scale
  }

  /// h(d) at each scale; positive.
  package var values: [Double]
  /// What the deviation is regressed on.
  package var regressor: Regressor

  /// A reference by its values.
  package init(values: [Double], regressor: Regressor = .reference) {
    self.values = values
    self.regressor = regressor
  }

  /// A constant reference for a number of scales: O(1) or Θ(1), regressed on ln d.
  package static func constant(scales: Int) -> GrowthReference {
    GrowthReference(values: Array(repeating: 1, count: scales), regressor: .scale)
  }
}

/// Growth laws close to the claimed one, each with a test whether the runs exclude it.
enum GrowthRivals {
  /// Returns h, and h times a power of ln d or a small power of d, each with its p-value.
  ///
  /// A rival h′ is the hypothesis that ln y − ln h′ is constant: F = Σ R (z̄′ − mean)²/(K−1)/s² on (K−1, Σ(R−1)). A Θ
  /// claim is about a band, so a rival that fits does not weaken its support. It shows how far the runs identify the
  /// law.
  static func rivals(_ samples: [LogSample], values: [Double], level: Double) -> [Rival] {
    let freedom = samples.reduce(0) { $0 + $1.count - 1 }
    let pooled = samples.reduce(0) { $0 + ($1.count - 1) * $1.variance } / freedom
    let total = samples.reduce(0) { $0 + $1.count }
    return factors.map { name, logarithm in
      let shifted = zip(samples, values).map { $1 - logarithm($0.scale) }
      let mean = zip(samples, shifted).reduce(0) { $0 + $1.0.count * $1.1 } / total
      let misfit = zip(samples, shifted).reduce(0) { $0 + $1.0.count * ($1.1 - mean) * ($1.1 - mean) }
      let parameters = Double(samples.count - 1)
      let p = FDistribution.upperTail(misfit / parameters / pooled, numerator: parameters, denominator: freedom)
      return Rival(name: name, p: p, isToldApart: p < level)
    }
  }

  static let law = "h"
  static let timesLogarithm = "h·ln d"
  static let overLogarithm = "h/ln d"

  private static let factors: [(String, @Sendable (Double) -> Double)] = [
    (law, { _ in 0 }),
    (timesLogarithm, { log(log($0)) }),
    (overLogarithm, { -log(log($0)) }),
    ("h·d^0.1", { 0.1 * log($0) }),
    ("h·d^−0.1", { -0.1 * log($0) }),
  ]
}
