import Decision
import Foundation
import Randomness

extension PlantedSuite {
  /// Θ(√d) and O(√d) with log-normal spread; laws are given as the ratio to √d, h = √d.
  static let growth: [PlantedCell] = designs.enumerated().flatMap { index, design in
    let tolerance = DecisionRules().slopeTolerance
    let band = DecisionRules().bandRatio
    let steep = PlantedLaw("h^0.15") { _, d in pow(d, 0.5 * tolerance) }
    let flat = PlantedLaw("h^−0.15") { _, d in pow(d, -0.5 * tolerance) }
    let bump = PlantedLaw("2 at the third scale, 1 elsewhere") { _, d in d == design.scales[2] ? band : 1 }
    let bend = PlantedLaw("e^±bend, level on average") { _, d in
      let centre = log(design.scales.reduce(1, *)) / Double(design.scales.count)
      return exp(0.25 * pow(0.5 * (log(d) - centre), 2))
    }
    var cells: [PlantedCell] = []
    for spread in [0.05, 0.1, 0.2, 0.3] {
      cells += [
        Self.growth("Θ(√d), slope 1 ± κ", steep, spread, design, .boundary, isUpperBound: false),
        Self.growth("Θ(√d), slope 1 ± κ", flat, spread, design, .boundary, isUpperBound: false),
        Self.growth("Θ(√d), band C", bump, spread, design, .boundary, isUpperBound: false),
        Self.growth("O(√d), slope 1 + κ", steep, spread, design, .boundary, isUpperBound: true),
        Self.growth("O(√d), band C", bump, spread, design, .boundary, isUpperBound: true),
        Self.growth(
          "Θ(√d), by a margin", .constant(1), spread, design, .holds, isUpperBound: false,
          listed: spread == 0.3 ? [39, 81][index] : nil),
        Self.growth(
          "Θ(√d), by a margin", PlantedLaw("h^0.4") { _, d in pow(d, 0.2) }, spread, design, .fails,
          isUpperBound: false, listed: spread == 0.3 ? [96, 95][index] : nil),
        Self.growth("Θ(√d), by a margin", bend, spread, design, .holds, isUpperBound: false),
        Self.growth("O(√d), by a margin", .constant(1), spread, design, .holds, isUpperBound: true),
        Self.growth(
          "O(√d), by a margin", PlantedLaw("h^−1") { _, d in pow(d, -0.5) }, spread, design, .holds,
          isUpperBound: true),
        Self.growth(
          "O(√d), by a margin", PlantedLaw("h^0.4") { _, d in pow(d, 0.2) }, spread, design, .fails,
          isUpperBound: true),
      ]
    }
    cells += [steep, flat].map { law in
      PlantedCell(
        "Θ(√d), slope 1 ± κ", "ratio \(law.text), gamma spread 60 %", design,
        .bigTheta(GrowthReference(values: design.scales.map { $0.squareRoot() })), .boundary, kind: .positive
      ) { draws in
        let shape = 1 / (0.6 * 0.6)
        return design.fill { $0.squareRoot() * law.mean($0, design) * draws.gamma(shape: shape) / shape }
      }
    }
    return cells
  }

  private static func growth(
    _ group: String, _ ratio: PlantedLaw, _ spread: Double, _ design: PlantedDesign, _ truth: PlantedCell.Truth,
    isUpperBound: Bool, listed: Double? = nil
  ) -> PlantedCell {
    let reference = GrowthReference(values: design.scales.map { $0.squareRoot() })
    return PlantedCell(
      group, "ratio \(ratio.text), spread \(Int(100 * spread)) %", design,
      isUpperBound ? .bigO(reference) : .bigTheta(reference), truth, kind: .positive,
      listedPower: listed
    ) { draws in
      let width = log1p(spread * spread).squareRoot()
      return design.fill { $0.squareRoot() * ratio.mean($0, design) * exp(width * draws.normal()) }
    }
  }

  /// Times read off a doubling schedule: the first power of 2 at or above the law times a random factor of the
  /// repetition.
  static let polynomials: [PlantedCell] = designs.enumerated().flatMap { index, design in
    let rules = DecisionRules()
    let bend = PlantedLaw("bend γ = 0.5") { _, d in exp(rules.bendTolerance * pow(log(d) - 3, 2)) }
    let degree = PlantedLaw("d^6") { _, d in pow(d, rules.largestDegree) }
    var cells: [PlantedCell] = []
    for spread in [0, 0.2, 0.6] {
      cells += [
        time("poly(d), bend γ_tol", bend, spread, design, .boundary),
        time("poly(d), degree k_max", degree, spread, design, .boundary),
        time("poly(d), by a margin", PlantedLaw("d^1.5") { _, d in pow(d, 1.5) }, spread, design, .holds, listed: 100),
        time(
          "poly(d), by a margin", PlantedLaw("d^2.3") { _, d in pow(d, 2.3) }, spread, design, .holds,
          listed: [87, 100][index]),
        time(
          "poly(d), by a margin", PlantedLaw("d·ln³ d") { _, d in d * pow(log(d), 3) }, spread, design, .holds),
        time(
          "poly(d), by a margin", PlantedLaw("e^(d/d₁)") { x, _ in exp(x) }, spread, design, .fails, listed: 100),
        time(
          "poly(d), by a margin", PlantedLaw("e^(ln² d)") { _, d in exp(log(d) * log(d)) }, spread, design,
          .fails),
      ]
    }
    return cells
  }

  /// Exponentials that bend by less than γ_tol, because the grid ends before they grow.
  static let slowExponentials: [PlantedCell] = designs.flatMap { design in
    [8.0, 16].flatMap { slowness in
      [0, 0.2, 0.6].map { spread in
        time(
          "poly(d), by a margin", PlantedLaw("e^(d/(\(Int(slowness)) d₁))") { x, _ in exp(x / slowness) }, spread,
          design, .fails, brokenAssumption: "a law that no power of d bounds bends by more than γ_tol on the grid")
      }
    }
  }

  private static func time(
    _ group: String, _ law: PlantedLaw, _ spread: Double, _ design: PlantedDesign, _ truth: PlantedCell.Truth,
    listed: Double? = nil, brokenAssumption: String? = nil
  ) -> PlantedCell {
    PlantedCell(
      group, spread == 0 ? "\(law.text), runs agree" : "\(law.text), spread \(Int(100 * spread)) %", design,
      .poly(quantum: log(2)), truth, kind: .positive, listedPower: listed, brokenAssumption: brokenAssumption
    ) { draws in
      let shift = draws.uniform()
      return design.fill { exp2((log2(law.mean($0, design)) + shift + spread * draws.normal() / log(2)).rounded(.up)) }
    }
  }

  /// Runs that violate a property with some probability.
  static let frequencies: [PlantedCell] = {
    let boundaries = designs.flatMap { design in
      let end = design.ratio(design.scales.last ?? 1)
      let falling = PlantedLaw("falls to q*") { x, _ in 0.1 + 0.3 * (1 / x - 1 / end) }
      return [.constant(0.1), falling].map { frequency("w.h.p., rate q* at d_K", $0, design, .boundary) }
        + [
          frequency(
            "w.h.p., rate q* at d_K",
            PlantedLaw("rises to q* from q*/2") { x, _ in
              0.05 + 0.05 * log(x) / log(design.ratio(design.scales.last ?? 1))
            }, design, .boundary, brokenAssumption: "failure rates do not rise with d")
        ]
    }
    let margins = designs.enumerated().flatMap { index, design in
      [
        frequency("w.h.p., by a margin", .constant(0), design, .holds, listed: 100),
        frequency("w.h.p., by a margin", .constant(0.02), design, .holds, listed: [85, 88][index]),
        frequency("w.h.p., by a margin", .constant(0.5), design, .fails, listed: [95, 94][index]),
      ]
    }
    return boundaries + margins
  }()

  private static func frequency(
    _ group: String, _ law: PlantedLaw, _ design: PlantedDesign, _ truth: PlantedCell.Truth, listed: Double? = nil,
    brokenAssumption: String? = nil
  ) -> PlantedCell {
    PlantedCell(
      group, "failure rate \(law.text)", design, .withHighProbability, truth, kind: .boolean, listedPower: listed,
      brokenAssumption: brokenAssumption
    ) { draws in
      design.fill { draws.uniform() <= law.mean($0, design) ? 1 : 0 }
    }
  }
}
