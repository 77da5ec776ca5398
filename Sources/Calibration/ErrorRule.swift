import Decision

/// When an error rate of a calibration counts as too high.
///
/// A rate is tested for every promised cell, level and error. The tests share 5 % (Bonferroni). So if all true rates
/// are at most nominal, the probability that any observed rate is called too high is at most 5 %. A cell whose rate is
/// too high is drawn again with other repetition numbers and judged by those alone.
package struct ErrorRule: Sendable {
  /// The probability that any rate is called too high although all are nominal.
  package static let overallLevel = 0.05
  /// How many times more repetitions the second draw of a cell has.
  package static let redrawFactor = 10

  /// The nominal levels of a claim that is judged alone.
  package let levels: ErrorLevels
  /// The rates that are tested together.
  package let tests: Int

  /// The rule for all promised cells of a list.
  package init(_ cells: [PlantedCell], levels: ErrorLevels) {
    self.levels = levels
    tests = cells.reduce(0) { count, cell in
      guard cell.brokenAssumption == nil else { return count }
      return count + FamilySize.allCases.count * ErrorSide.allCases.count(where: cell.truth.isError)
    }
  }

  /// The level of each test.
  package var levelPerTest: Double { Self.overallLevel / Double(max(1, tests)) }

  /// Returns the promised rate of an error.
  ///
  /// That is the nominal level. For slow true decays that are judged alone, it is the rate that the specification
  /// concedes, if that is higher.
  package func promised(_ side: ErrorSide, _ family: FamilySize, _ cell: PlantedCell) -> Double {
    let share = family.share(of: levels)
    if side == .support { return share.support }
    return family == .one ? max(share.refute, (cell.concededRefutations ?? 0) / 100) : share.refute
  }

  /// Returns the errors and levels at which the rate is too high, none for a cell that breaks an assumption.
  package func excesses(of draws: CellDraws, _ cell: PlantedCell) -> [Excess] {
    guard cell.brokenAssumption == nil else { return [] }
    return FamilySize.allCases.flatMap { family in
      ErrorSide.allCases.compactMap { side in
        guard let rate = draws.errors(side, family, truth: cell.truth),
          rate.isAbove(promised(side, family, cell), level: levelPerTest)
        else { return nil }
        return Excess(side: side, family: family, rate: rate)
      }
    }
  }

  /// Returns the excesses of a cell in the repetitions by which it is judged.
  package func excesses(of result: CellResult) -> [Excess] { excesses(of: result.judged, result.cell) }

  /// Whether the formulas alone, without gates and corrections, err too often at α.
  func formulaExceeds(_ result: CellResult) -> Bool {
    let (draws, truth) = (result.drawn, result.cell.truth)
    return ErrorSide.allCases.contains { side in
      guard truth.isError(side) else { return false }
      let count = side == .support ? draws.formulaSupport : draws.formulaRefute
      return draws.rate(count).isAbove(promised(side, .one, result.cell), level: levelPerTest)
    }
  }
}

/// An error rate that is significantly above the promised one.
package struct Excess: Sendable, Equatable {
  /// The error.
  package let side: ErrorSide
  /// The level at which it was counted.
  package let family: FamilySize
  /// Its rate.
  package let rate: ObservedRate
}
