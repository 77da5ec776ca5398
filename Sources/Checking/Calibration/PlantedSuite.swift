/// The truths on which the decision procedure is calibrated.
///
/// For every predicate and kind of data: laws on the boundary of the surrogate, where either verdict is an error; laws
/// for which the predicate fails or holds by a margin; and, where decision procedure §10 lists a power, that law. Laws
/// known to mislead the procedure are planted too, so that what they cost is measured; they break an assumption that
/// runs need not show to be broken, and each names it.
public enum PlantedSuite {
  /// Every cell, in the order of the report.
  public static let cells: [PlantedCell] =
    counts + jumps + floors + countPower + positives + signed + growth + polynomials + frequencies + rareFailures
    + skewedLogarithms + slowExponentials + finestCounts

  /// Designs A and B of decision procedure §10.
  static let designs: [PlantedDesign] = [.small, .wide]

  /// Returns a cell of independent counts.
  static func count(
    _ group: String, _ law: PlantedLaw, _ noise: PlantedNoise, _ design: PlantedDesign,
    _ truth: PlantedCell.Truth, _ predicate: Predicate = .vanishes, materiality: Double = 0.05,
    listedPower: Double? = nil, concededRefutations: Double? = nil, brokenAssumption: String? = nil
  ) -> PlantedCell {
    var rules = DecisionRules()
    rules.materiality = materiality
    return PlantedCell(
      group, "\(law.text), \(noise.text)", design, predicate, truth, kind: .count(trials: design.trials), rules: rules,
      listedPower: listedPower, concededRefutations: concededRefutations, brokenAssumption: brokenAssumption
    ) { draws in
      design.fill { noise.count(&draws, mean: law.mean($0, design), scale: $0, design: design) }
    }
  }
}
