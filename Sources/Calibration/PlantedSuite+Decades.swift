import Decision
import struct Decision.Predicate
import Foundation

/// Losses over ten decades of d, at seven scales from d = 64 to 2⁴⁰ and with the spreads of the theorems.
extension PlantedSuite {
  /// Decays in three phases, which no curve of the declared class fits, and limits below, at and above ½ of the first mean.
  static let decades: [PlantedCell] = {
    let phases = PlantedLaw("three phases, orders −0.3, −0.65, −0.4") { x, _ in
      pow(min(x, 16), -0.3) * pow(min(max(x / 16, 1), 0x1p10), -0.65) * pow(max(x / 0x1p14, 1), -0.4)
    }
    let levelling = PlantedLaw("two phases, orders −0.3, −0.65, level from d = 2²⁰") { x, _ in
      let rest = min(x, 0x1p14)
      return pow(min(rest, 16), -0.3) * pow(max(rest / 16, 1), -0.65)
    }
    let phased = [0.02, 0.1, 0.4].flatMap { spread in
      [
        cell("o(1), losses over ten decades", phases, spread, .holds),
        cell("o(1), losses over ten decades, a limit below ε", levelling, spread, .floor),
      ]
    }
    let floored = [(0.001, 0.7), (0.01, 0.7), (0.1, 0.3), (0.1, 1)].map { floor, power in
      cell(
        "o(1), losses over ten decades, a limit below ε",
        PlantedLaw("\(floor) + \(1 - floor)·x^−\(power)") { x, _ in floor + (1 - floor) * pow(x, -power) }, 0.05, .floor
      )
    }
    let boundary = [0.02, 0.1].flatMap { spread in
      PlantedLaw.floors(0.5, PlantedLaw.decays + [phases], amplitude: 0.5).map {
        cell("o(1), losses over ten decades, limit ½ of the first", $0, spread, .boundary)
      }
    }
    return phased + floored + boundary
  }()

  private static func cell(
    _ group: String, _ law: PlantedLaw, _ spread: Double, _ truth: PlantedCell.Truth
  ) -> PlantedCell {
    PlantedCell(
      group, "\(law.text), spread \(Int(100 * spread)) %", .decades, .littleO, truth, kind: .positive, rules: .losses
    ) { draws, design in
      design.fill { scale in law.mean(scale, design) * exp(spread * draws.normal() - spread * spread / 2) }
    }
  }
}
