import Decision
import struct Decision.Predicate
import Foundation
import Randomness

/// Laws with the spreads and the gaps that measured runs have.
extension PlantedSuite {
  /// A constant and four decays, each above a floor.
  private static func laws(floor: Double, amplitude: Double = 0.3) -> [PlantedLaw] {
    let decays = PlantedLaw.decays.filter { $0.text != "x^−¼" }
    return [.constant(floor)] + PlantedLaw.floors(floor, decays, amplitude: amplitude)
  }

  /// Floors at ε = 0.05 and above it, with a spread that grows with d, or that is concentrated at d₁.
  static let spreads: [PlantedCell] = {
    let group = "o(1), counts, uneven spread"
    let noises: [PlantedNoise] = [.growing(from: 200, to: 20), .atFirst(2, then: 500)]
    let counts = designs.flatMap { design in
      noises.flatMap { noise in
        laws(floor: 0.05).map { count(group, $0, noise, design, .boundary) }
          + laws(floor: 0.1).map { count(group, $0, noise, design, .fails) }
      }
    }
    let losses = designs.flatMap { design in
      laws(floor: 0.5, amplitude: 0.5).map { law in
        PlantedCell(
          "o(1), losses, uneven spread", "\(law.text), spread 30 % at d₁, then 5 %", design, .littleO,
          // A constant loss does not come below half of its first mean: it is no boundary.
          law.text == "0.5" ? .fails : .boundary, kind: .positive, rules: .losses
        ) { draws, design in
          design.fill { scale in
            let spread = scale == design.scales.first ? 0.3 : 0.05
            return law.mean(scale, design) * exp(spread * draws.normal() - spread * spread / 2)
          }
        }
      }
    }
    return counts + losses
  }()

  /// Floors at ε = 0.05 and above it, where all runs of a scale share one random rate.
  static let sharedEffects: [PlantedCell] = designs.flatMap { design in
    [(0.05, PlantedCell.Truth.boundary), (0.1, .fails)].flatMap { floor, truth in
      laws(floor: floor).map { law in
        PlantedCell(
          "o(1), counts, shared spread", "\(law.text), one rate per scale (beta s = 200), then beta s = 50", design,
          .littleO, truth, kind: .count(trials: design.trials),
          brokenAssumption: "the runs of one scale are independent"
        ) { draws, design in
          design.scales.map { scale in
            let shared = draws.beta(mean: law.mean(scale, design), concentration: 200)
            return (0..<design.runs).map { _ in
              PlantedNoise.beta(50).count(&draws, mean: shared, scale: scale, design: design)
            }
          }
        }
      }
    }
  }

  /// Counts of which a tenth is missing at every scale: those runs that speak most clearly for one side.
  static let worstMissing: [PlantedCell] = designs.flatMap { design in
    let decays = PlantedLaw.decays.filter { ["x^−1", "e^−(x−1)"].contains($0.text) }
    let high = [(0.05, PlantedCell.Truth.boundary), (0.07, .fails)].flatMap { floor, truth in
      ([.constant(floor)] + PlantedLaw.floors(floor, decays, amplitude: 0.3)).map {
        missing($0, truth, design, isHighest: true)
      }
    }
    return high + [missing(.constant(0.05), .boundary, design, isHighest: false)]
  }

  private static func missing(
    _ law: PlantedLaw, _ truth: PlantedCell.Truth, _ design: PlantedDesign, isHighest: Bool
  ) -> PlantedCell {
    let noise = PlantedNoise.beta(50)
    return PlantedCell(
      "o(1), counts, runs missing", "\(law.text), \(noise.text), \(isHighest ? "worst" : "best") 10 % missing", design,
      .littleO, truth, kind: .count(trials: design.trials)
    ) { draws, design in
      let missing = design.runs / 10
      return design.scales.map { scale in
        let runs = (0..<design.runs).map { _ in
          noise.count(&draws, mean: law.mean(scale, design), scale: scale, design: design)
        }
        let order = runs.indices.sorted { (runs[$0], $0) < (runs[$1], $1) }
        let gone = Set(isHighest ? order.suffix(missing) : order.prefix(missing))
        return runs.indices.map { gone.contains($0) ? nil : runs[$0] }
      }
    }
  }

  /// Metrics that grow against their law by half of the tolerance, or like a logarithm.
  static let slowGrowth: [PlantedCell] = designs.flatMap { design in
    let root = GrowthReference(values: design.scales.map { $0.squareRoot() })
    let constant = GrowthReference.constant(scales: design.scales.count)
    let half = DecisionRules().slopeTolerance / 2
    let steep = PlantedLaw("√d·h^0.075") { _, d in pow(d, 0.5 + 0.5 * half) }
    let flat = PlantedLaw("√d·h^−0.075") { _, d in pow(d, 0.5 - 0.5 * half) }
    // The local exponent stays below the tolerance on both designs.
    let logarithm = PlantedLaw("4 + 0.38·ln d") { _, d in 4 + 0.38 * log(d) }
    let rows: [(String, PlantedLaw, Predicate)] = [
      ("Θ(√d), slow growth", steep, .bigTheta(root)), ("Θ(√d), slow growth", flat, .bigTheta(root)),
      ("O(√d), slow growth", steep, .bigO(root)), ("O(1), slow growth", logarithm, .bigO(constant)),
      ("Θ(1), slow growth", logarithm, .bigTheta(constant)),
    ]
    return rows.map { scattered($0, $1, by: 0.05, design, $2, .slowGrowth) }
  }

  /// Laws that hold, with a transient that precise runs show.
  static let transients: [PlantedCell] = (designs + [.decades]).flatMap { design in
    let root = GrowthReference(values: design.scales.map { $0.squareRoot() })
    let constant = GrowthReference.constant(scales: design.scales.count)
    let rising = PlantedLaw("√d·(1 − 0.02/x)") { x, d in d.squareRoot() * (1 - 0.02 / x) }
    let falling = PlantedLaw("√d·(1 + 0.02/x)") { x, d in d.squareRoot() * (1 + 0.02 / x) }
    let bounded = PlantedLaw("2 − 0.04/x") { x, _ in 2 - 0.04 / x }
    let rows: [(String, PlantedLaw, Predicate)] = [
      ("Θ(√d), a transient", rising, .bigTheta(root)), ("Θ(√d), a transient", falling, .bigTheta(root)),
      ("O(1), a transient", bounded, .bigO(constant)),
    ]
    return rows.map { scattered($0, $1, by: 0.01, design, $2, .holds) }
  }

  /// A cell of positive runs whose spread is a share of their mean.
  private static func scattered(
    _ group: String, _ law: PlantedLaw, by spread: Double, _ design: PlantedDesign, _ predicate: Predicate,
    _ truth: PlantedCell.Truth
  ) -> PlantedCell {
    PlantedCell(
      group, "\(law.text), spread \(Int(100 * spread)) %", design, predicate, truth, kind: .positive
    ) { draws, design in
      let width = log1p(spread * spread).squareRoot()
      return design.fill { law.mean($0, design) * exp(width * draws.normal()) }
    }
  }
}
