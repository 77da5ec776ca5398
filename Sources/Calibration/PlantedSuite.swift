import Decision
import struct Decision.Predicate
import Foundation
import Randomness

/// The truths on which the decision procedure is calibrated.
///
/// For every predicate and kind of data, the suite plants:
///
/// - laws on the boundary of the stand-in, where either verdict is an error;
/// - laws for which the predicate fails or holds by a margin;
/// - the laws for which the calibration runs of the specification, §10, list a power;
/// - laws known to mislead the procedure, to measure how often they do. Each names the assumption that it breaks. The
///   drawn runs may not show that it is broken.
package enum PlantedSuite {
  /// Every cell, in the order of the report.
  package static let cells: [PlantedCell] =
    counts + jumps + floors + countPower + positives + signed + growth + polynomials + frequencies + rareFailures
    + equivalences + skewedLogarithms + slowExponentials + finestCounts + spreads + sharedEffects + worstMissing
    + slowGrowth + transients + audit + decades

  /// Designs A and B of the calibration runs of the specification, §10.
  static let designs: [PlantedDesign] = [.small, .wide]

  /// Returns a cell of independent counts.
  static func count(
    _ group: String, _ law: PlantedLaw, _ noise: PlantedNoise, _ design: PlantedDesign,
    _ truth: PlantedCell.Truth, _ predicate: Predicate = .littleO, materiality: Double = 0.05,
    listedPower: Double? = nil, concededRefutations: Double? = nil, brokenAssumption: String? = nil
  ) -> PlantedCell {
    var rules = DecisionRules()
    rules.materiality = materiality
    return PlantedCell(
      group, "\(law.text), \(noise.text)", design, predicate, truth, kind: .count(trials: design.trials), rules: rules,
      listedPower: listedPower, concededRefutations: concededRefutations, brokenAssumption: brokenAssumption
    ) { draws, design in
      design.fill { noise.count(&draws, mean: law.mean($0, design), scale: $0, design: design) }
    }
  }
}

/// Laws on which the procedure is known to err, listed in decision procedure "What it cannot see".
extension PlantedSuite {
  /// One run in 50 fails, so that the drawn runs may show no failure at the scales that matter.
  static let rareFailures: [PlantedCell] = designs.flatMap { design in
    [PlantedNoise.failing(0.02), .failingAtLast(0.02)].flatMap { noise in
      [0.3, 0.9].flatMap { PlantedLaw.floors(0.05, PlantedLaw.decays.suffix(1), amplitude: $0) }.map {
        count(
          "o(1), counts, limit ε = 0.05", $0, noise, design, .boundary,
          brokenAssumption: "if a share of runs fails, some of the runs drawn at the largest scales fail")
      }
    }
  }

  /// Logarithms skewed like χ²₁ and ten times more spread at one end of the grid than at the other.
  static let skewedLogarithms: [PlantedCell] = designs.flatMap { design in
    let reference = GrowthReference(values: design.scales.map { $0.squareRoot() })
    let rules = DecisionRules()
    let steep = PlantedLaw("√d·h^0.15") { _, d in pow(d, 0.5 + 0.5 * rules.slopeTolerance) }
    let flat = PlantedLaw("√d·h^−0.15") { _, d in pow(d, 0.5 - 0.5 * rules.slopeTolerance) }
    let bend = PlantedLaw("bend γ = 0.5") { _, d in exp(rules.bendTolerance * pow(log(d) - 3, 2)) }
    let degree = PlantedLaw("d^6") { _, d in pow(d, rules.largestDegree) }
    let rows: [(String, PlantedLaw, Predicate)] = [
      ("Θ(√d), slope 1 ± κ", steep, .bigTheta(reference)),
      ("Θ(√d), slope 1 ± κ", flat, .bigTheta(reference)),
      ("O(√d), slope 1 + κ", steep, .bigO(reference)),
      ("poly(d), bend γ_tol", bend, .poly(quantum: 0)),
      ("poly(d), degree k_max", degree, .poly(quantum: 0)),
    ]
    return rows.flatMap { group, law, predicate in
      [(0.05, 0.5), (0.5, 0.05)].map { first, last in Self.skewed(group, law, from: first, to: last, design, predicate)
      }
    }
  }

  private static func skewed(
    _ group: String, _ law: PlantedLaw, from first: Double, to last: Double, _ design: PlantedDesign,
    _ predicate: Predicate
  ) -> PlantedCell {
    let span = log(design.ratio(design.scales.last ?? 1))
    return PlantedCell(
      group, "\(law.text), ln y skewed like χ²₁, spread \(Int(100 * first)) → \(Int(100 * last)) %", design, predicate,
      .boundary, kind: .positive,
      brokenAssumption: "logarithms are not both strongly skewed and much more spread at one end of the grid"
    ) { draws in
      design.fill { scale in
        let width = first * pow(last / first, log(design.ratio(scale)) / span)
        let normal = draws.normal()
        return law.mean(scale, design) * exp(width * (normal * normal - 1) / 2.squareRoot())
      }
    }
  }

  /// Counts so fine that several families of decay fit them, and the extrapolation depends on the family.
  static let finestCounts: [PlantedCell] = [PlantedDesign.finest, .finestWide].flatMap { design in
    [PlantedNoise.binomial, .beta(500)].flatMap { noise in
      PlantedLaw.floors(0.05, PlantedLaw.decays, amplitude: 0.3).map {
        count(
          "o(1), counts, limit ε = 0.05", $0, noise, design, .boundary,
          brokenAssumption: "counts are no finer than those of 60 runs of 1000 trials")
      }
    }
  }
}
