import Foundation
import Randomness

@testable import Decision

/// A random table of five scales with twenty runs each, cheap to draw, for laws that every table must obey.
///
/// The tables cover every kind of metric and a wide range of shapes. They need not follow a law for which the procedure
/// promises anything.
struct RandomTable: CustomStringConvertible {
  /// How the means behave as the scale grows.
  enum Trend: Int, CaseIterable {
    case flat, decaying, slow, floored, saturated, rising, dipping
  }

  /// How the runs scatter about their mean.
  enum Scatter: Int, CaseIterable {
    case narrow, wide, growing, allOrNothing, rounded
  }

  let number: Int
  let trend: Trend
  let scatter: Scatter
  let evidence: Evidence

  static let scales: [Double] = [32, 64, 128, 256, 512]
  static let runs = 20

  /// Draws a table.
  ///
  /// - Parameters:
  ///   - number: Which table; the kind of metric changes with every number unless it is given.
  ///   - seed: Tables of different seeds share no number.
  ///   - kind: The kind of metric; nil for each of four in turn.
  init(_ number: Int, seed: UInt64, kind: MetricKind? = nil) {
    var draws = Draws(seed: seed, stream: .planted, step: number)
    let kinds: [MetricKind] = [.count(trials: 500), .positive, .signed, .boolean]
    let kind = kind ?? kinds[number % kinds.count]
    let trend = Trend.allCases[draws.index(below: Trend.allCases.count)]
    let scatter = Scatter.allCases[draws.index(below: Scatter.allCases.count)]
    let law = Self.law(trend, &draws)
    let side = draws.uniform() < 0.3 ? -1.0 : 1
    let spread = exp(log(0.01) + draws.uniform() * log(scatter == .wide ? 60 : 20))
    let rows = Self.scales.map { scale -> [Double?] in
      let ratio = scale / Self.scales[0]
      let mean = law(ratio)
      let width = scatter == .growing ? spread * ratio.squareRoot() : spread
      return (0..<Self.runs).map { _ in Self.run(kind, mean, width, scatter, side, &draws) }
    }
    (self.number, self.trend, self.scatter) = (number, trend, scatter)
    evidence = Evidence(scales: Self.scales, runs: rows, kind: kind, margins: Self.margins(rows, kind, &draws))
  }

  /// Returns the mean at x = d/d₁, a number in [0, 1].
  private static func law(_ trend: Trend, _ draws: inout Draws) -> (Double) -> Double {
    let (level, exponent, floor) = (draws.uniform(), 0.1 + 2 * draws.uniform(), 0.2 * draws.uniform())
    let isExponential = draws.uniform() < 0.5
    let decay = { (x: Double) in isExponential ? exp(-exponent * (x - 1)) : pow(x, -exponent) }
    switch trend {
    case .flat: return { _ in level * level }
    case .decaying: return { level * decay($0) }
    case .slow: return { level * log(32) / log(32 * $0) }
    case .floored: return { floor + (1 - floor) * level * decay($0) }
    case .saturated: return level < 0.5 ? { _ in 0 } : { _ in level < 0.75 ? 1 : 0.002 }
    case .rising: return { level * (1 - 0.9 * decay($0)) }
    case .dipping: return { x in x == 8 ? floor / 4 : floor }
    }
  }

  private static func run(
    _ kind: MetricKind, _ mean: Double, _ width: Double, _ scatter: Scatter, _ side: Double, _ draws: inout Draws
  ) -> Double {
    let isHit = draws.uniform() <= mean
    let noise = draws.normal()
    switch kind {
    case .boolean: return isHit ? 1 : 0
    case .count(let trials):
      let n = Double(trials)
      if scatter == .allOrNothing { return isHit ? n : 0 }
      // The spread of binomial counts, and more of it where runs scatter widely.
      let extra = scatter == .wide || scatter == .growing ? 1 + 10 * width : 1
      let value = n * mean + noise * extra * (n * mean * (1 - mean)).squareRoot()
      return min(n, max(0, value.rounded()))
    case .positive:
      if scatter == .allOrNothing { return isHit ? 1 : 0 }
      let value = mean * exp(width * noise)
      return scatter == .rounded ? (100 * value).rounded() / 100 : value
    case .signed:
      if scatter == .allOrNothing { return isHit ? side : 0 }
      let value = min(1, max(-1, side * mean + width * noise))
      return scatter == .rounded ? (100 * value).rounded() / 100 : value
    }
  }

  /// Distances to a tolerance for Booleans, negative where a run fails; nil for every other kind.
  private static func margins(_ rows: [[Double?]], _ kind: MetricKind, _ draws: inout Draws) -> [[Double?]]? {
    guard kind == .boolean else { return nil }
    let (first, exponent) = (draws.uniform(), 0.5 * draws.uniform())
    return zip(scales, rows).map { scale, runs in
      runs.map { failed in
        let distance = first * pow(scale / scales[0], -exponent) * (0.5 + draws.uniform())
        return failed == 1 ? -distance : distance
      }
    }
  }

  /// The evidence with the runs of every scale in another order.
  func renumbered() -> Evidence {
    var draws = Draws(seed: 99, stream: .planted, step: number)
    var result = evidence
    for scale in result.runs.indices {
      for place in stride(from: Self.runs - 1, to: 0, by: -1) {
        let other = draws.index(below: place + 1)
        result.runs[scale].swapAt(place, other)
        result.margins?[scale].swapAt(place, other)
      }
    }
    return result
  }

  /// The usual rules for the kind of the table.
  var rules: DecisionRules { evidence.kind == .positive ? .losses : DecisionRules() }

  /// Enough to draw the table again, and its means.
  var description: String {
    let means = evidence.shares.map { runs in
      String(format: "%.5f", runs.reduce(0) { $0 + ($1 ?? 0) } / Double(runs.count))
    }
    return "table \(number): \(evidence.kind), \(trend), \(scatter), means \(means.joined(separator: " "))"
  }
}
