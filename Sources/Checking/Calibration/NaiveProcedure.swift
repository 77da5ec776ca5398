import Foundation
import Statistics

/// A procedure in common use, measured beside the engine to show what its care buys.
public enum NaiveProcedure: String, Sendable, CaseIterable {
  /// A significantly negative slope of ln ȳ against ln d is read as o(1).
  case logLogSlope
  /// The test samples of all runs are pooled for the confidence interval at the largest scale.
  case pooledSamples

  /// The name in tables.
  public var text: String {
    switch self {
    case .logLogSlope: "slope of ln mean on ln d, t test at 2.5 %"
    case .pooledSamples: "95 % Clopper–Pearson interval of test samples pooled over runs"
    }
  }

  /// When it fails.
  public var failure: String {
    switch self {
    case .logLogSlope: "it calls the floor o(1)"
    case .pooledSamples: "it misses the mean at the largest d"
    }
  }

  /// A law on which it fails.
  public var cell: PlantedCell {
    switch self {
    case .logLogSlope:
      PlantedSuite.count(
        "naive", PlantedLaw("0.03 + 0.3·x^−1") { x, _ in 0.03 + 0.3 / x }, .beta(50), .small, .fails,
        materiality: 0.02)
    case .pooledSamples: PlantedSuite.count("naive", .constant(0.1), .beta(9), .small, .fails)
    }
  }

  /// Returns how often it fails.
  public func measured(repeats: Int, seed: UInt64) -> NaiveResult {
    let cell = cell
    let failures = (0..<repeats).count { _fails(on: cell.evidence(seed: seed, repetition: $0)) }
    return NaiveResult(procedure: self, cell: cell, rate: ObservedRate(count: failures, repeats: repeats))
  }

  private func _fails(on evidence: Evidence) -> Bool {
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
      return !(limits.lower...limits.upper).contains(0.1)
    }
  }
}

/// How often a naive procedure failed on planted data.
public struct NaiveResult: Sendable {
  /// The procedure.
  public let procedure: NaiveProcedure
  /// The law it was measured on.
  public let cell: PlantedCell
  /// How often it failed.
  public let rate: ObservedRate
}
