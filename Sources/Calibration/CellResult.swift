import Decision
import Statistics

/// How often a planted cell was called supported and refuted.
package struct CellResult: Sendable {
  /// The cell.
  package let cell: PlantedCell
  /// Repetitions.
  package internal(set) var repeats = 0
  /// Repetitions with the verdict supported.
  package internal(set) var supported = 0
  /// Repetitions with the verdict refuted.
  package internal(set) var refuted = 0
  /// Repetitions whose support p-value by the formulas of §3.4 to §6 was at most α_S, without gates and corrections.
  package internal(set) var formulaSupport = 0
  /// Repetitions whose refutation p-value by those formulas was at most α_R, without gates and corrections.
  package internal(set) var formulaRefute = 0
  /// Inconclusive repetitions by reason.
  package internal(set) var reasons: [Reason: Int] = [:]

  init(_ cell: PlantedCell) { self.cell = cell }

  mutating func add(_ decision: Decision, levels: ErrorLevels) {
    repeats += 1
    formulaSupport += decision.formulaSupport <= levels.support ? 1 : 0
    formulaRefute += decision.formulaRefute <= levels.refute ? 1 : 0
    switch decision.verdict(levels: levels) {
    case .supported, .extrapolated, .notContradicted: supported += 1
    case .refuted: refuted += 1
    case .inconclusive(let reason): reasons[reason, default: 0] += 1
    }
  }

  mutating func merge(_ other: CellResult) {
    repeats += other.repeats
    supported += other.supported
    refuted += other.refuted
    formulaSupport += other.formulaSupport
    formulaRefute += other.formulaRefute
    reasons.merge(other.reasons, uniquingKeysWith: +)
  }

  /// Wrong supports; nil where support is right.
  package var falseSupports: ObservedRate? { cell.truth == .holds ? nil : rate(supported) }
  /// Wrong refutations; nil where refutation is right.
  package var falseRefutations: ObservedRate? { cell.truth == .fails ? nil : rate(refuted) }
  /// The more frequent of the two errors.
  package var errors: ObservedRate {
    [falseSupports, falseRefutations].compactMap { $0 }.max { $0.count < $1.count } ?? rate(0)
  }
  /// Right verdicts; nil on the boundary, where neither verdict is right.
  package var power: ObservedRate? {
    switch cell.truth {
    case .holds: rate(supported)
    case .fails: rate(refuted)
    case .boundary: nil
    }
  }

  /// Returns a number of repetitions as a rate.
  package func rate(_ count: Int) -> ObservedRate { ObservedRate(count: count, repeats: repeats) }

  /// Whether an error rate is significantly above the promised one: its lower 95 % limit exceeds the level.
  ///
  /// False where the law breaks an assumption, since nothing is promised there.
  package func exceeds(_ levels: ErrorLevels) -> Bool {
    if cell.brokenAssumption != nil { return false }
    let allowed = max(levels.refute, (cell.concededRefutations ?? 0) / 100)
    return (falseSupports?.limits.lower ?? 0) > levels.support || (falseRefutations?.limits.lower ?? 0) > allowed
  }

  /// As ``exceeds(_:)``, for the p-values of the formulas alone, without gates and corrections.
  func formulaExceeds(_ levels: ErrorLevels) -> Bool {
    let support = cell.truth == .holds ? 0 : rate(formulaSupport).limits.lower
    let refute = cell.truth == .fails ? 0 : rate(formulaRefute).limits.lower
    return support > levels.support || refute > levels.refute
  }

  /// Whether the power is more than five percentage points below the listed one.
  package var fallsShort: Bool {
    guard let listed = cell.listedPower, let power else { return false }
    return 100 * power.share < listed - 5
  }
}

/// A share of repetitions with its confidence limits.
package struct ObservedRate: Sendable, Equatable {
  /// Repetitions in which the event happened.
  package let count: Int
  /// All repetitions.
  package let repeats: Int

  /// A rate by its two numbers.
  package init(count: Int, repeats: Int) {
    self.count = count
    self.repeats = repeats
  }

  /// The share, 0 without repetitions.
  package var share: Double { Double(count) / Double(max(repeats, 1)) }
  /// Clopper–Pearson limits, 95 % on each side.
  package var limits: ConfidenceLimits {
    Binomial.limits(Double(count), of: Double(max(repeats, 1)), levelPerSide: 0.05)
  }

  /// The rate over this and other repetitions.
  package static func + (left: ObservedRate, right: ObservedRate) -> ObservedRate {
    ObservedRate(count: left.count + right.count, repeats: left.repeats + right.repeats)
  }
}
