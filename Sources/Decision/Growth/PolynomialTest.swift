import Foundation
import Statistics

/// The decision on poly(d), by the bend and the top exponent of ln y against ln d.
///
/// A power law is straight on these axes. Over four doublings e^(b·d) bends upwards by 2.4·b·d₁, so a slow exponential
/// passes for a power. Values read off a schedule are rounded. Runs that agree share one rounding error, and more runs
/// do not average it out. Source: decision procedure §5.
struct PolynomialTest {
  let rules: DecisionRules
  /// q, the ln-spacing of the values.
  let quantum: Double
  private let samples: [LogSample]
  /// v, the variance that rounding adds to the mean of each scale.
  private let rounding: Double

  /// A test of at least four samples.
  init(_ samples: [LogSample], quantum: Double, rules: DecisionRules) {
    self.rules = rules
    self.quantum = quantum
    self.samples = samples
    let freedom = samples.reduce(0) { $0 + $1.count - 1 }
    let pooled = samples.reduce(0) { $0 + ($1.count - 1) * $1.variance } / freedom
    let agrees = pooled < (quantum / 4) * (quantum / 4)
    rounding = quantum * quantum / (agrees ? 4 : 12)
  }

  /// Returns the decision; nil if a standard error is 0 because runs neither differ nor are rounded.
  func decision() -> Decision? {
    let (bend, degree) = contrasts(from: 0)
    guard bend.error > 0, degree.error > 0 else { return nil }
    func support(_ share: Double) -> Double {
      max(
        bend.tail(rules.bendTolerance - bend.value, trusting: share),
        degree.tail(rules.largestDegree - degree.value, trusting: share))
    }
    func refute(_ share: Double) -> Double {
      bend.value > rules.bendTolerance ? bend.tail(bend.value - rules.bendTolerance, trusting: share) : 1
    }
    let share = rules.procedure == .corrected ? Contrast.trustedShare : 1
    let misfits = self.misfits()
    var diagnostics = Diagnostics()
    diagnostics.bend = bend.value
    diagnostics.bendError = bend.error
    diagnostics.topExponent = degree.value
    diagnostics.superpolynomialAdvantage = misfits.advantage
    // The formulas of the specification know no such rival.
    let overheadMisfit = rules.procedure == .corrected ? self.overheadMisfit() : .infinity
    diagnostics.rivals = misfits.rivals + overhead(misfit: overheadMisfit)
    let isUnstable =
      misfits.advantage <= 10
      || bend.value > rules.bendTolerance && overheadMisfit - misfits.superpolynomial <= 10
      || contrasts(from: 1).bend.value <= rules.bendTolerance
    return Decision(
      pSupport: support(share), pRefute: refute(share), formulaSupport: support(1), formulaRefute: refute(1),
      gateRefute: isUnstable ? .preAsymptotic : nil, diagnostics: diagnostics,
      scales: samples.map { $0.summary(level: rules.gateLevel) })
  }

  /// The bend γ̂ and the exponent β̂ + 2γ̂u_K at the largest scale, of the unweighted quadratic in u = ln d − mean.
  private func contrasts(from start: Int) -> (bend: Contrast, degree: Contrast) {
    let part = samples[start...]
    let logarithms = part.map { log($0.scale) }
    let count = Double(part.count)
    let centre = logarithms.reduce(0, +) / count
    let u = logarithms.map { $0 - centre }
    let second = u.reduce(0) { $0 + $1 * $1 }
    let third = u.reduce(0) { $0 + $1 * $1 * $1 }
    // The square, made orthogonal to 1 and u.
    let square = u.map { $0 * $0 - second / count - third / second * $0 }
    let norm = square.reduce(0) { $0 + $1 * $1 }
    let bend = square.map { $0 / norm }
    let top = 2 * (u.last ?? 0) - third / second
    let degree = zip(u, bend).map { $0 / second + top * $1 }
    return (
      Contrast(bend, of: part, rounding: rounding), Contrast(degree, of: part, rounding: rounding)
    )
  }

  /// χ² of the line in ln d minus the smallest χ² of the lines in d, √d and ln² d.
  private func misfits() -> (advantage: Double, superpolynomial: Double, rivals: [Rival]) {
    let laws: [(String, @Sendable (Double) -> Double)] = [
      ("d^b", { log($0) }), ("e^(b·d)", { $0 }), ("e^(b·√d)", { $0.squareRoot() }),
      ("e^(b·ln² d)", { log($0) * log($0) }),
    ]
    let misfits = laws.map { ($0.0, self.misfit($0.1)) }
    let parameters = Double(samples.count - 2)
    let freedom = samples.reduce(0) { $0 + $1.count - 1 }
    let rivals = misfits.map { name, misfit in
      let p = FDistribution.upperTail(misfit / parameters, numerator: parameters, denominator: freedom)
      return Rival(name: name, p: p, isToldApart: p < rules.gateLevel)
    }
    let best = misfits.dropFirst().reduce(Double.infinity) { min($0, $1.1) }
    return ((misfits.first?.1 ?? 0) - best, best, rivals)
  }

  /// The power with a constant overhead as a rival; none without a degree of freedom.
  private func overhead(misfit: Double) -> [Rival] {
    let parameters = Double(samples.count - 3)
    guard misfit.isFinite, parameters > 0 else { return [] }
    let freedom = samples.reduce(0) { $0 + $1.count - 1 }
    let p = FDistribution.upperTail(misfit / parameters, numerator: parameters, denominator: freedom)
    return [Rival(name: "c + d^b", p: p, isToldApart: p < rules.gateLevel)]
  }

  /// χ² of the best power with a constant overhead.
  private func overheadMisfit() -> Double {
    let first = samples.first?.scale ?? 1
    return OverheadFit(
      samples.map(\.mean), weights: weights, ratios: samples.map { $0.scale / first },
      largestDegree: rules.largestDegree
    ).misfit
  }

  private var weights: [Double] { samples.map { 1 / max($0.squaredError + rounding, 1e-300) } }

  /// The weighted χ² of a line in some function of the scale.
  private func misfit(_ regressor: (Double) -> Double) -> Double {
    let weights = self.weights
    let total = weights.reduce(0, +)
    let x = samples.map { regressor($0.scale) }
    let centreX = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / total
    let centreZ = zip(weights, samples).reduce(0) { $0 + $1.0 * $1.1.mean } / total
    var (spread, product, misfit) = (0.0, 0.0, 0.0)
    for index in x.indices {
      spread += weights[index] * (x[index] - centreX) * (x[index] - centreX)
      product += weights[index] * (x[index] - centreX) * (samples[index].mean - centreZ)
    }
    let slope = product / spread
    for index in x.indices {
      let residual = samples[index].mean - centreZ - slope * (x[index] - centreX)
      misfit += weights[index] * residual * residual
    }
    return misfit
  }
}
