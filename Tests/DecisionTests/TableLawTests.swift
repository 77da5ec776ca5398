import Testing

@testable import Decision

/// Laws that hold for every table, tried on ten thousand random ones each.
@Suite("Laws of every table")
struct TableLawTests {
  private static let tables = 10_000

  private func check(_ law: @escaping @Sendable (Int) throws -> String?) async throws {
    let violations = try await TableLaws.violations(Self.tables, of: law)
    #expect(violations.isEmpty, "\(violations.count) tables, such as \(violations.prefix(3).joined(separator: "\n"))")
  }

  @Test("renumbering the runs changes no verdict and no p-value") func renumbering() async throws {
    try await check(TableLaws.renumbering)
  }

  @Test("the unit of a positive metric changes no verdict") func unit() async throws {
    try await check(TableLaws.unit)
  }

  @Test("a larger materiality never speaks against o(1), nor for Ω(1)") func materiality() async throws {
    try await check(TableLaws.materiality)
  }

  @Test("one run more that equals the mean of its scale does not undo strong evidence") func anotherRun() async throws {
    try await check(TableLaws.anotherRun)
  }

  @Test("Ω(1) is the opposite of o(1)") func duality() async throws {
    try await check(TableLaws.duality)
  }

  @Test("random tables reach every verdict on o(1) but those of the design and the look") func variety() throws {
    var words: Set<String> = []
    for number in 0..<2000 {
      let table = RandomTable(number, seed: 8)
      let decision = try DecisionEngine.decide(table.evidence, that: .littleO, rules: table.rules)
      words.insert("\(decision.verdict())")
    }
    #expect(
      words == [
        "supported", "supported by extrapolation", "not contradicted", "refuted", "inconclusive(power)",
        "inconclusive(floor)", "inconclusive(slow-decay)", "inconclusive(pre-asymptotic)", "inconclusive(health)",
      ])
  }
}
