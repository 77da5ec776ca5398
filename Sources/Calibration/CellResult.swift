import Decision

/// The two errors that a verdict can make.
package enum ErrorSide: String, Sendable, CaseIterable {
  /// A support of any word where the claim is false or on the boundary.
  case support
  /// A refutation where the claim is not false.
  case refutation
}

/// The verdicts on repeated draws of one planted cell.
package struct CellDraws: Sendable, Equatable {
  /// Repetitions.
  package private(set) var repeats = 0
  /// Repetitions whose support p-value by the specification's formulas was at most α_S, without gates and corrections.
  package private(set) var formulaSupport = 0
  /// Repetitions whose refutation p-value by those formulas was at most α_R, without gates and corrections.
  package private(set) var formulaRefute = 0
  private var tallies = FamilySize.allCases.map { _ in VerdictCounts() }

  init() {}

  /// Counts one decision at every level.
  mutating func add(_ decision: Decision, levels: ErrorLevels) {
    repeats += 1
    formulaSupport += decision.formulaSupport <= levels.support ? 1 : 0
    formulaRefute += decision.formulaRefute <= levels.refute ? 1 : 0
    for (index, family) in FamilySize.allCases.enumerated() {
      tallies[index].add(family.verdict(on: decision, levels: levels))
    }
  }

  /// Adds the counts of other repetitions.
  mutating func merge(_ other: CellDraws) {
    repeats += other.repeats
    formulaSupport += other.formulaSupport
    formulaRefute += other.formulaRefute
    for index in tallies.indices { tallies[index].merge(other.tallies[index]) }
  }

  /// The verdicts at the level that a family of a size leaves each claim.
  package subscript(_ family: FamilySize) -> VerdictCounts {
    zip(FamilySize.allCases, tallies).first { $0.0 == family }?.1 ?? VerdictCounts()
  }

  /// Returns a number of repetitions as a rate.
  package func rate(_ count: Int) -> ObservedRate { ObservedRate(count: count, repeats: repeats) }

  /// Returns the rate of one error at the level of a family; nil where the verdict is no error for that truth.
  package func errors(_ side: ErrorSide, _ family: FamilySize, truth: PlantedCell.Truth) -> ObservedRate? {
    guard truth.isError(side) else { return nil }
    return rate(side == .support ? self[family].support : self[family].refuted)
  }

  /// Returns the rate of right verdicts; nil on the boundary, where no verdict is right.
  package func power(_ family: FamilySize = .one, truth: PlantedCell.Truth) -> ObservedRate? {
    let tally = self[family]
    return switch truth {
    case .holds: rate(tally.support)
    case .fails: rate(tally.refuted)
    case .floor: rate(tally.reasons[.floor] ?? 0)
    case .slowGrowth: rate(tally.reasons[.slowGrowth] ?? 0)
    case .boundary: nil
    }
  }
}

/// How often a planted cell was called supported and refuted.
package struct CellResult: Sendable {
  /// The cell.
  package let cell: PlantedCell
  /// The registered repetitions.
  package internal(set) var drawn = CellDraws()
  /// Fresh repetitions, drawn because an error rate of ``drawn`` was significantly too high; nil otherwise.
  package internal(set) var redrawn: CellDraws?

  init(_ cell: PlantedCell) { self.cell = cell }

  /// The repetitions by which the cell is judged: the fresh ones, if there are any.
  package var judged: CellDraws { redrawn ?? drawn }

  /// Returns the rate of one error; nil where the verdict is no error.
  package func errors(_ side: ErrorSide, _ family: FamilySize = .one) -> ObservedRate? {
    judged.errors(side, family, truth: cell.truth)
  }
  /// The rate of the more frequent of the two errors at α.
  package var worstErrors: ObservedRate {
    ErrorSide.allCases.compactMap { errors($0) }.max { $0.share < $1.share } ?? judged.rate(0)
  }
  /// The rate of right verdicts at α; nil on the boundary, where no verdict is right.
  package var power: ObservedRate? { judged.power(truth: cell.truth) }

  /// Whether the power is more than five percentage points below the listed one.
  package var fallsShort: Bool {
    guard let listed = cell.listedPower, let power else { return false }
    return 100 * power.share < listed - 5
  }
}
