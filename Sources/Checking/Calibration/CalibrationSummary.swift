/// What the results of a calibration amount to.
public struct CalibrationSummary: Sendable {
  /// The results for which something is promised.
  public let promised: [CellResult]
  /// The results for laws that break an assumption.
  public let unpromised: [CellResult]
  /// The results whose error rate is surely above what is promised.
  public let exceeding: [CellResult]
  /// The promised cells in which the p-values of the formulas alone, without gates and corrections, surely exceed it.
  public let formulaExceeding: [CellResult]
  /// The results whose power is more than five points below the listed one.
  public let fallingShort: [CellResult]
  /// Wrong supports and the repetitions that could have been wrongly supported, over all promised cells.
  public let falseSupports: ObservedRate
  /// Wrong refutations and the repetitions that could have been wrongly refuted, over all promised cells.
  public let falseRefutations: ObservedRate

  /// The summary of some results at given levels.
  public init(_ results: [CellResult], levels: ErrorLevels) {
    promised = results.filter { $0.cell.brokenAssumption == nil }
    unpromised = results.filter { $0.cell.brokenAssumption != nil }
    exceeding = results.filter { $0.exceeds(levels) }
    formulaExceeding = promised.filter { $0.formulaExceeds(levels) }
    fallingShort = results.filter(\.fallsShort)
    let none = ObservedRate(count: 0, repeats: 0)
    falseSupports = promised.compactMap(\.falseSupports).reduce(none, +)
    falseRefutations = promised.compactMap(\.falseRefutations).reduce(none, +)
  }

  /// The promised cell with the highest rate of wrong supports.
  public var worstSupport: CellResult? {
    promised.max { ($0.falseSupports?.share ?? 0) < ($1.falseSupports?.share ?? 0) }
  }
  /// The cell with the highest error rate among those that break an assumption.
  public var worstUnpromised: CellResult? { unpromised.max { $0.errors.share < $1.errors.share } }
  /// The promised cell with the highest rate of wrong refutations.
  public var worstRefutation: CellResult? {
    promised.max { ($0.falseRefutations?.share ?? 0) < ($1.falseRefutations?.share ?? 0) }
  }
}
