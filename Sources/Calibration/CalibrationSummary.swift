import Decision

/// A summary of the results of a calibration.
package struct CalibrationSummary: Sendable {
  /// The rule by which rates are too high.
  package let rule: ErrorRule
  /// The results for laws that break no assumption, so that their error rates are promised.
  package let promised: [CellResult]
  /// The results for laws that break an assumption.
  package let unpromised: [CellResult]
  /// The results whose error rate is significantly above the promised one, after a second draw.
  package let exceeding: [CellResult]
  /// The results that were drawn again.
  package let redrawn: [CellResult]
  /// The promised cells in which the formulas alone, without gates and corrections, err significantly more often.
  package let formulaExceeding: [CellResult]
  /// The results whose power is more than five percentage points below the listed one.
  package let fallingShort: [CellResult]

  /// The summary of some results.
  package init(_ results: [CellResult], levels: ErrorLevels) {
    let rule = ErrorRule(results.map(\.cell), levels: levels)
    self.rule = rule
    promised = results.filter { $0.cell.brokenAssumption == nil }
    unpromised = results.filter { $0.cell.brokenAssumption != nil }
    exceeding = results.filter { !rule.excesses(of: $0).isEmpty }
    redrawn = results.filter { $0.redrawn != nil }
    formulaExceeding = promised.filter(rule.formulaExceeds)
    fallingShort = results.filter(\.fallsShort)
  }

  /// Returns the errors over the registered repetitions of all promised cells in which the verdict is an error.
  ///
  /// Second draws do not count here, because they would give single cells ten times the weight.
  package func total(_ side: ErrorSide, _ family: FamilySize) -> ObservedRate {
    promised.compactMap { $0.drawn.errors(side, family, truth: $0.cell.truth) }
      .reduce(ObservedRate(count: 0, repeats: 0), +)
  }

  /// Returns the promised cell with the highest rate of an error; nil if the verdict is an error in none.
  package func worst(_ side: ErrorSide, _ family: FamilySize) -> CellResult? {
    promised.filter { $0.cell.truth.isError(side) }
      .max { ($0.errors(side, family)?.share ?? 0) < ($1.errors(side, family)?.share ?? 0) }
  }

  /// Returns how many promised cells have too high a rate of an error at a level.
  package func excesses(_ side: ErrorSide, _ family: FamilySize) -> Int {
    exceeding.count { rule.excesses(of: $0).contains { $0.side == side && $0.family == family } }
  }

  /// The cell with the highest error rate at α among those that break an assumption.
  package var worstUnpromised: CellResult? { unpromised.max { $0.worstErrors.share < $1.worstErrors.share } }
}
