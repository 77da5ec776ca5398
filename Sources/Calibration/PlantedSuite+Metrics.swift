import Decision
import Foundation
import Randomness

extension PlantedSuite {
  /// Positive metrics with log-normal spread.
  static let positives: [PlantedCell] = {
    let half = PlantedLaw.floors(0.5, PlantedLaw.decays, amplitude: 0.5)
    let absolute = PlantedLaw.floors(0.05, PlantedLaw.decays, amplitude: 0.3)
    let boundaries = designs.flatMap { design in
      [0.05, 0.2].flatMap { spread in
        half.map { Self.positive("o(1), losses, limit ½ of the first", $0, spread, design, .boundary, .losses) }
          + absolute.map { Self.positive("o(1), positive, limit ε = 0.05", $0, spread, design, .boundary) }
      }
    }
    let square = PlantedLaw("1/ln² d") { _, d in 1 / (log(d) * log(d)) }
    let margins = designs.enumerated().flatMap { index, design in
      [
        Self.positive("o(1), losses, by a margin", square, 0.15, design, .holds, .losses, listed: 100),
        Self.positive(
          "o(1), losses, by a margin", .constant(1), 0.2, design, .fails, .losses, listed: [98, 100][index]),
        Self.positive(
          "o(1), losses, by a margin", PlantedLaw("e^−(x−1)") { x, _ in exp(1 - x) }, 0.2, design, .holds, .losses,
          listed: 100),
        Self.positive(
          "o(1), losses, by a margin", PlantedLaw("0.8 + 0.2·x^−1") { x, _ in 0.8 + 0.2 / x }, 0.05, design, .fails,
          .losses),
      ]
    }
    return boundaries + margins
  }()

  /// Differences of two error rates, paired by run.
  static let signed: [PlantedCell] = {
    let boundaries = designs.flatMap { design in
      ([.constant(0.05)] + PlantedLaw.floors(0.05, PlantedLaw.decays, amplitude: 0.3)).map {
        gap("Ω(1), gaps, limit ε = 0.05", $0, design, .boundary)
      }
    }
    let margins = designs.enumerated().flatMap { index, design in
      [
        PlantedCell(
          "Ω(1), gaps, by a margin", "1 exactly", design, .bigOmega, .holds, kind: .signed, listedPower: 100
        ) { _ in design.fill { _ in 1 } },
        gap("Ω(1), gaps, by a margin", .constant(0.4), design, .holds, listed: [98, 100][index]),
        PlantedCell(
          "Ω(1), gaps, by a margin", "0 exactly", design, .bigOmega, .fails, kind: .signed, listedPower: 100
        ) { _ in design.fill { _ in 0 } },
        gap("Ω(1), gaps, by a margin", .constant(0), design, .fails, listed: [76, 87][index]),
      ]
    }
    return boundaries + margins
  }()

  private static func positive(
    _ group: String, _ law: PlantedLaw, _ spread: Double, _ design: PlantedDesign, _ truth: PlantedCell.Truth,
    _ rules: DecisionRules = DecisionRules(), listed: Double? = nil
  ) -> PlantedCell {
    PlantedCell(
      group, "\(law.text), spread \(Int(100 * spread)) %", design, .littleO, truth, kind: .positive, rules: rules,
      listedPower: listed
    ) { draws, design in
      design.fill { law.mean($0, design) * exp(spread * draws.normal() - spread * spread / 2) }
    }
  }

  /// A gap over a second error rate of 0.15, both scattered like beta with s = 50.
  private static func gap(
    _ group: String, _ law: PlantedLaw, _ design: PlantedDesign, _ truth: PlantedCell.Truth, listed: Double? = nil
  ) -> PlantedCell {
    let noise = PlantedNoise.beta(50)
    return PlantedCell(
      group, "\(law.text), both sides \(noise.text)", design, .bigOmega, truth, kind: .signed, listedPower: listed
    ) { draws, design in
      design.fill { scale in
        let second = noise.count(&draws, mean: 0.15, scale: scale, design: design)
        let first = noise.count(&draws, mean: 0.15 + law.mean(scale, design), scale: scale, design: design)
        return (first - second) / Double(design.trials)
      }
    }
  }
}
