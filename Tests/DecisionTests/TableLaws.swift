import Foundation
import Randomness
import struct Decision.Predicate

@testable import Decision

/// A law that the decision on every table obeys; each function returns what breaks it on one table, or nil.
enum TableLaws {
  /// Checks a law on tables 0 ..< count, all cores at once, and returns what broke it.
  static func violations(
    _ count: Int, of law: @escaping @Sendable (Int) throws -> String?
  ) async throws -> [String] {
    let size = 100
    return try await withThrowingTaskGroup(of: [String].self) { group in
      for start in stride(from: 0, to: count, by: size) {
        group.addTask { try (start..<min(count, start + size)).compactMap(law) }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }

  private static func decide(_ evidence: Evidence, _ predicate: Predicate, _ rules: DecisionRules) throws -> Decision {
    try DecisionEngine.decide(evidence, that: predicate, rules: rules)
  }

  // MARK: Renumbering

  /// Every relation that the kind of a table admits; of o, ≤ o and Ω, which share their fits, one per table.
  static func predicates(for table: RandomTable) -> [Predicate] {
    let limits: [Predicate] = [.littleO, .atMostLittleO, .bigOmega]
    let root = GrowthReference(values: RandomTable.scales.map { $0.squareRoot() })
    let constant = GrowthReference.constant(scales: RandomTable.scales.count)
    let common: [Predicate] = [
      limits[table.number / 4 % 3], .bigO(constant), .bigTheta(constant), .bigO(root), .exponent(-0.5, within: 0.2),
      .curve([0.5, 0.4, 0.3, 0.2, 0.1], within: .difference(0.1)),
    ]
    switch table.evidence.kind {
    case .positive: return common + [.poly(), .poly(quantum: log(2))]
    case .boolean: return common + [.withHighProbability]
    case .count, .signed: return common
    }
  }

  /// Renumbering the runs inside their scales changes no verdict and no p-value by more than 10⁻⁹.
  @Sendable static func renumbering(_ number: Int) throws -> String? {
    let table = RandomTable(number, seed: 1)
    let renumbered = table.renumbered()
    for predicate in predicates(for: table) {
      let one = try decide(table.evidence, predicate, table.rules)
      let other = try decide(renumbered, predicate, table.rules)
      let change = max(abs(one.pSupport - other.pSupport), abs(one.pRefute - other.pRefute))
      if one.verdict() != other.verdict() || change > 1e-9 {
        return "\(table), \(predicate.relation): \(one.verdict()) and \(other.verdict()), p differ by \(change)"
      }
    }
    return nil
  }

  // MARK: Units

  static let units = [1e-13, 1e9, 3.7]

  /// The unit of a positive metric changes no verdict, if an absolute materiality has the same unit.
  @Sendable static func unit(_ number: Int) throws -> String? {
    let table = RandomTable(number, seed: 2, kind: .positive)
    let unit = units[number % units.count]
    var scaled = table.evidence
    scaled.runs = scaled.runs.map { $0.map { $0.map { $0 * unit } } }
    var (rules, scaledRules) = (table.rules, table.rules)
    if number / units.count % 2 == 1 {
      rules = DecisionRules()
      scaledRules = rules
      scaledRules.materiality *= unit
    }
    let root = GrowthReference(values: RandomTable.scales.map { $0.squareRoot() })
    for predicate in [Predicate.littleO, .bigO(root), .bigTheta(root), .exponent(-0.5, within: 0.2), .poly()] {
      let one = try decide(table.evidence, predicate, rules).verdict()
      let other = try decide(scaled, predicate, scaledRules).verdict()
      if one != other { return "\(table), \(predicate.relation), times \(unit): \(one) and \(other)" }
    }
    return nil
  }

  // MARK: Materiality

  static let materialities = [0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3]

  /// Refuted, open and supported as 0, 1 and 2; a support that only *floor* withholds counts as one.
  private static func rank(_ decision: Decision) -> Int {
    switch decision.verdict() {
    case .refuted: 0
    case .inconclusive(.floor): decision.pSupport <= 0.025 ? 2 : decision.pRefute <= 0.025 ? 0 : 1
    case .inconclusive: 1
    case .supported, .extrapolated, .notContradicted: 2
    }
  }

  /// A larger ε never moves o(1) down nor Ω(1) up.
  @Sendable static func materiality(_ number: Int) throws -> String? {
    let table = RandomTable(number, seed: 3)
    var draws = Draws(seed: 4, stream: .planted, step: number)
    let first = draws.index(below: materialities.count - 1)
    let second = first + 1 + draws.index(below: materialities.count - 1 - first)
    let predicate = number % 5 == 0 ? Predicate.bigOmega : number % 5 == 1 ? .atMostLittleO : .littleO
    let isRelative = table.evidence.kind == .positive && draws.uniform() < 0.5
    let decisions = try [first, second].map { place in
      var rules = DecisionRules()
      rules.materiality = materialities[place]
      rules.isRelative = isRelative
      return try decide(table.evidence, predicate, rules)
    }
    let ranks = decisions.map(rank)
    let isMonotone = predicate == .bigOmega ? ranks[1] <= ranks[0] : ranks[1] >= ranks[0]
    if isMonotone { return nil }
    let parts = zip([first, second], decisions).map { place, decision in
      "ε = \(materialities[place]) \(decision.verdict()) (p \(decision.pSupport), \(decision.pRefute))"
    }
    return "\(table), \(predicate.relation), relative \(isRelative): \(parts.joined(separator: "; "))"
  }

  // MARK: One run more

  /// One run more that equals the mean of its scale throws no p-value from 10⁻⁷ to 0.2.
  ///
  /// Only tables with such a p-value are checked, at one scale each. A Boolean run cannot equal a mean between 0 and 1.
  @Sendable static func anotherRun(_ number: Int) throws -> String? {
    let table = RandomTable(number, seed: 5)
    let one = try decide(table.evidence, .littleO, table.rules)
    guard min(one.pSupport, one.pRefute) <= 1e-7 else { return nil }
    var draws = Draws(seed: 6, stream: .planted, step: number)
    let scale = draws.index(below: RandomTable.scales.count)
    let mean = table.evidence.runs[scale].reduce(0) { $0 + ($1 ?? 0) } / Double(RandomTable.runs)
    guard table.evidence.kind.admits(mean) else { return nil }
    var larger = table.evidence
    larger.runs[scale].append(mean)
    let other = try decide(larger, .littleO, table.rules)
    for (before, after) in [(one.pSupport, other.pSupport), (one.pRefute, other.pRefute)]
    where before <= 1e-7 && after >= 0.2 {
      return "\(table), one run more at d = \(RandomTable.scales[scale]): p \(before) and \(after)"
    }
    return nil
  }

  // MARK: Duality

  /// Ω(1) is the opposite of o(1), and of ≤ o(1) for signed numbers: sides and gates are swapped, all else is equal.
  @Sendable static func duality(_ number: Int) throws -> String? {
    let table = RandomTable(number, seed: 7)
    let vanishes = try decide(
      table.evidence, table.evidence.kind == .signed ? .atMostLittleO : .littleO, table.rules)
    let stays = try decide(table.evidence, .bigOmega, table.rules)
    let isSwapped =
      vanishes.pSupport == stays.pRefute && vanishes.pRefute == stays.pSupport
      && vanishes.gateSupport == stays.gateRefute && vanishes.gateRefute == stays.gateSupport
      && vanishes.stop == stays.stop && vanishes.notes == stays.notes
      && vanishes.diagnostics == stays.diagnostics && vanishes.scales == stays.scales
    return isSwapped ? nil : "\(table)"
  }
}
