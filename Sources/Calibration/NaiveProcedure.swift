import Decision
import Foundation
import Statistics

/// A procedure in common use, measured on the same data as the engine for comparison.
package enum NaiveProcedure: String, Sendable, CaseIterable {
  /// A significantly negative slope of ln ȳ against ln d is read as o(1).
  case logLogSlope
  /// The test samples of all runs are pooled for the confidence interval at the largest scale.
  case pooledSamples

  /// The name in tables.
  package var text: String {
    switch self {
    case .logLogSlope: "slope of ln mean on ln d, t test at 2.5 %"
    case .pooledSamples: "95 % Clopper–Pearson interval of test samples pooled over runs"
    }
  }

  /// The error that the procedure makes, for tables.
  package var failure: String {
    switch self {
    case .logLogSlope: "it calls the floor, twice ε, o(1)"
    case .pooledSamples: "it misses the mean at the largest d"
    }
  }

  /// A law on which the procedure fails.
  package var cell: PlantedCell {
    switch self {
    case .logLogSlope:
      PlantedSuite.count(
        "naive", PlantedLaw("0.1 + 0.3·x^−1") { x, _ in 0.1 + 0.3 / x }, .beta(50), .small, .fails)
    case .pooledSamples:
      PlantedSuite.count("naive", .constant(Self.constant), .beta(9), .small, .fails)
    }
  }

  /// Returns how often the procedure fails, and how often the engine fails on the same runs.
  package func measured(repeats: Int, seed: UInt64) -> NaiveResult {
    let cell = cell
    var (failures, engineFailures) = (0, 0)
    for repetition in 0..<repeats {
      let evidence = cell.evidence(seed: seed, repetition: repetition)
      failures += fails(on: evidence) ? 1 : 0
      engineFailures += engineFails(on: evidence, cell) ? 1 : 0
    }
    return NaiveResult(
      procedure: self, cell: cell, rate: ObservedRate(count: failures, repeats: repeats),
      engineRate: ObservedRate(count: engineFailures, repeats: repeats))
  }

  /// The true mean that the interval should contain.
  private static let constant = 0.1

  /// Whether the engine makes the same mistake, with limits of the same level.
  private func engineFails(on evidence: Evidence, _ cell: PlantedCell) -> Bool {
    var rules = cell.rules
    if self == .pooledSamples { rules.gateLevel = 0.025 }
    guard let decision = try? DecisionEngine.decide(evidence, that: cell.predicate, rules: rules) else { return false }
    switch self {
    case .logLogSlope: return decision.verdict(levels: ErrorLevels()).isSupport
    case .pooledSamples:
      guard let last = decision.scales.last, let lower = last.lower, let upper = last.upper else { return false }
      return !(lower...upper).contains(Self.constant)
    }
  }

  private func fails(on evidence: Evidence) -> Bool {
    let means = evidence.runs.map { runs in runs.compactMap { $0 }.reduce(0, +) / Double(runs.count) }
    switch self {
    case .logLogSlope:
      let count = Double(means.count)
      let (x, y) = (evidence.scales.map { log($0) }, means.map { log(max($0, 0.5)) })
      let (centreX, centreY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
      let spread = x.reduce(0) { $0 + ($1 - centreX) * ($1 - centreX) }
      let slope = zip(x, y).reduce(0) { $0 + ($1.0 - centreX) * ($1.1 - centreY) } / spread
      let squares = zip(x, y).reduce(0) {
        let residual = $1.1 - centreY - slope * ($1.0 - centreX)
        return $0 + residual * residual
      }
      let error = (squares / (count - 2) / spread).squareRoot()
      return StudentT.upperTail(-slope / error, degreesOfFreedom: count - 2) <= 0.025
    case .pooledSamples:
      let last = evidence.runs.last ?? []
      let trials = evidence.kind.trials * Double(last.count)
      let limits = Binomial.limits(last.compactMap { $0 }.reduce(0, +), of: trials, levelPerSide: 0.025)
      return !(limits.lower...limits.upper).contains(Self.constant)
    }
  }
}

/// How often a naive procedure and the engine failed on the same planted data.
package struct NaiveResult: Sendable {
  /// The procedure.
  package let procedure: NaiveProcedure
  /// The law it was measured on.
  package let cell: PlantedCell
  /// How often it failed.
  package let rate: ObservedRate
  /// How often the engine made the same mistake on the same runs.
  package let engineRate: ObservedRate
}
