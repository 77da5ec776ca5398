import Decision
import struct Decision.Predicate
import Foundation
import Randomness

/// Equivalence: exponents θ ± tolerance, predicted curves, and o(1) of signed numbers on both sides.
extension PlantedSuite {
  /// Laws at the ends of a zone, where either verdict is an error, and laws inside and outside it by a margin.
  static let equivalences: [PlantedCell] = designs.flatMap { exponents($0) + curves($0) + twoSided($0) }

  // MARK: Exponents

  private static let exponent = 1.5
  private static let exponentTolerance = 0.2

  private static func exponents(_ design: PlantedDesign) -> [PlantedCell] {
    let top = PlantedLaw("d^1.7") { _, d in pow(d, exponent + exponentTolerance) }
    let bottom = PlantedLaw("d^1.3") { _, d in pow(d, exponent - exponentTolerance) }
    let inside = PlantedLaw("d^1.5") { _, d in pow(d, exponent) }
    let outside = PlantedLaw("d^2") { _, d in d * d }
    var cells: [PlantedCell] = []
    for spread in [0.05, 0.3] {
      let noise: PositiveNoise = .logNormal(spread)
      cells += [
        power("exponent, at θ ± tolerance", top, noise, design, .boundary),
        power("exponent, at θ ± tolerance", bottom, noise, design, .boundary),
        power("exponent, by a margin", inside, noise, design, .holds),
        power("exponent, by a margin", outside, noise, design, .fails),
      ]
    }
    cells += [top, bottom].map { power("exponent, at θ ± tolerance", $0, .gamma(0.6), design, .boundary) }
    let rates: [(PlantedLaw, PlantedCell.Truth)] = [
      (PlantedLaw("0.3·x^−0.7") { x, _ in 0.3 * pow(x, -0.7) }, .boundary),
      (PlantedLaw("0.3·x^−0.3") { x, _ in 0.3 * pow(x, -0.3) }, .boundary),
      (PlantedLaw("0.3·x^−0.5") { x, _ in 0.3 * pow(x, -0.5) }, .holds),
      (PlantedLaw("0.3·x^−1.2") { x, _ in 0.3 * pow(x, -1.2) }, .fails),
    ]
    cells += rates.flatMap { law, truth in
      [PlantedNoise.binomial, .beta(50)].map {
        count(
          "exponent, counts, \(truth == .boundary ? "at θ ± tolerance" : "by a margin")", law, $0, design, truth,
          .exponent(-0.5, within: exponentTolerance))
      }
    }
    return cells
  }

  private static func power(
    _ group: String, _ law: PlantedLaw, _ noise: PositiveNoise, _ design: PlantedDesign, _ truth: PlantedCell.Truth
  ) -> PlantedCell {
    PlantedCell(
      group, "\(law.text), \(noise.text)", design, .exponent(exponent, within: exponentTolerance), truth,
      kind: .positive
    ) { draws in
      design.fill { law.mean($0, design) * noise.factor(&draws) }
    }
  }

  // MARK: Curves

  /// A curve that is missed by its whole tolerance: at every scale, or at one scale only, where the test is at its worst.
  private static func curves(_ design: PlantedDesign) -> [PlantedCell] {
    let third = design.scales[2]
    var cells: [PlantedCell] = []
    for (noise, share) in [(PositiveNoise.logNormal(0.05), 0.1), (.logNormal(0.3), 0.5), (.gamma(0.6), 0.7)] {
      func off(_ factor: Double, _ words: String, at scale: Double? = nil) -> PlantedLaw {
        PlantedLaw("curve\(words)") { _, d in (scale == nil || scale == d ? factor : 1) / d }
      }
      let size = "\(Int((100 * share).rounded())) %"
      let boundary = [
        off(1 + share, "·(1 + \(size))"), off(1 - share, "·(1 − \(size))"),
        off(1 + share, "·(1 + \(size)) at the third scale", at: third),
        off(1 - share, "·(1 − \(size)) at the third scale", at: third),
      ]
      cells += boundary.map { ratio("curve, at its tolerance", $0, noise, share, design, .boundary) }
      cells += [
        ratio("curve, by a margin", off(1, ""), noise, share, design, .holds),
        ratio("curve, by a margin", off(3, "·3"), noise, share, design, .fails),
        ratio("curve, by a margin", off(3, "·3 at the third scale", at: third), noise, share, design, .fails),
      ]
    }
    return cells + boundedCurves(design) + gapCurves(design)
  }

  private static func ratio(
    _ group: String, _ law: PlantedLaw, _ noise: PositiveNoise, _ share: Double, _ design: PlantedDesign,
    _ truth: PlantedCell.Truth
  ) -> PlantedCell {
    PlantedCell(
      group, "\(law.text), \(noise.text)", design, .curve(design.scales.map { 1 / $0 }, within: .share(share)), truth,
      kind: .positive
    ) { draws in
      design.fill { law.mean($0, design) * noise.factor(&draws) }
    }
  }

  private static let rateTolerance = 0.1

  /// Counts around 0.3/x + 0.1, missed by ±0.1; the lower end at the last scales is a rate near 0.
  private static func boundedCurves(_ design: PlantedDesign) -> [PlantedCell] {
    let curve: @Sendable (Double) -> Double = { 0.1 + 0.3 / $0 }
    let (third, last) = (design.scales[2], design.scales[design.scales.count - 1])
    let prediction = design.scales.map { curve(design.ratio($0)) }
    let laws: [(PlantedLaw, PlantedCell.Truth)] = [
      (PlantedLaw("curve + 0.1") { x, _ in curve(x) + rateTolerance }, .boundary),
      (PlantedLaw("curve + 0.1 at the third scale") { x, d in curve(x) + (d == third ? rateTolerance : 0) }, .boundary),
      (PlantedLaw("curve − 0.1 at the third scale") { x, d in curve(x) - (d == third ? rateTolerance : 0) }, .boundary),
      (PlantedLaw("curve + 0.1 at d_K") { x, d in curve(x) + (d == last ? rateTolerance : 0) }, .boundary),
      (PlantedLaw("curve") { x, _ in curve(x) }, .holds),
      (PlantedLaw("curve + 0.25") { x, _ in curve(x) + 0.25 }, .fails),
    ]
    return laws.flatMap { law, truth in
      [PlantedNoise.binomial, .beta(50), .beta(9), .allOrNothing].map {
        count(
          "curve, counts, \(truth == .boundary ? "at its tolerance" : "by a margin")", law, $0, design, truth,
          .curve(prediction, within: .difference(rateTolerance)))
      }
    }
  }

  /// Differences of two rates that are predicted to be 0.
  private static func gapCurves(_ design: PlantedDesign) -> [PlantedCell] {
    let rows: [(Double, PlantedCell.Truth)] = [(0.1, .boundary), (-0.1, .boundary), (0, .holds), (0.3, .fails)]
    return rows.map { gap, truth in
      difference(
        "curve, gaps, \(truth == .boundary ? "at its tolerance" : "by a margin")", .constant(gap), design, truth,
        .curve(design.scales.map { _ in 0 }, within: .difference(0.1)))
    }
  }

  // MARK: Signed limits

  /// o(1) of gaps on both sides: the sign of a gap must not matter.
  private static func twoSided(_ design: PlantedDesign) -> [PlantedCell] {
    let laws: [(PlantedLaw, PlantedCell.Truth)] = [
      (.constant(0.05), .boundary), (.constant(-0.05), .boundary),
      (PlantedLaw("−0.05 − 0.3·x^−1") { x, _ in -0.05 - 0.3 / x }, .boundary),
      (PlantedLaw("0.05 + 0.3·x^−1") { x, _ in 0.05 + 0.3 / x }, .boundary),
      (.constant(0), .holds), (PlantedLaw("−0.3·x^−1") { x, _ in -0.3 / x }, .holds),
      (PlantedLaw("0.3·x^−1") { x, _ in 0.3 / x }, .holds), (.constant(-0.4), .fails), (.constant(0.4), .fails),
    ]
    let both = laws.map { law, truth in
      difference(
        "o(1), gaps, \(truth == .boundary ? "limit ±ε" : "by a margin")", law, design, truth, .littleO)
    }
    return both + [
      difference("≤ o(1), gaps", .constant(-0.4), design, .holds, .atMostLittleO),
      difference("≤ o(1), gaps", .constant(0.05), design, .boundary, .atMostLittleO),
      difference("≤ o(1), gaps", .constant(0.4), design, .fails, .atMostLittleO),
    ]
  }

  /// A gap between two error rates of which the smaller one is 0.15, both scattered like beta with s = 50.
  private static func difference(
    _ group: String, _ law: PlantedLaw, _ design: PlantedDesign, _ truth: PlantedCell.Truth, _ predicate: Predicate
  ) -> PlantedCell {
    let noise = PlantedNoise.beta(50)
    return PlantedCell(
      group, "\(law.text), both sides \(noise.text)", design, predicate, truth, kind: .signed
    ) { draws in
      design.fill { scale in
        let gap = law.mean(scale, design)
        let second = noise.count(&draws, mean: 0.15 + max(0, -gap), scale: scale, design: design)
        let first = noise.count(&draws, mean: 0.15 + max(0, gap), scale: scale, design: design)
        return (first - second) / Double(design.trials)
      }
    }
  }
}

/// How a positive number scatters about its mean.
private enum PositiveNoise: Sendable {
  /// Log-normal, with the standard deviation as a share of the mean.
  case logNormal(Double)
  /// Gamma, with the standard deviation as a share of the mean.
  case gamma(Double)

  var text: String {
    switch self {
    case .logNormal(let spread): "spread \(Int((100 * spread).rounded())) %"
    case .gamma(let spread): "gamma spread \(Int((100 * spread).rounded())) %"
    }
  }

  /// Returns a factor of mean 1.
  func factor(_ draws: inout Draws) -> Double {
    switch self {
    case .logNormal(let spread):
      let variance = log1p(spread * spread)
      return exp(variance.squareRoot() * draws.normal() - variance / 2)
    case .gamma(let spread):
      let shape = 1 / (spread * spread)
      return draws.gamma(shape: shape) / shape
    }
  }
}
