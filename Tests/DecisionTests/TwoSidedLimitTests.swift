import Foundation
import Testing
import struct Decision.Predicate

@testable import Decision

/// o(1) of signed numbers is about |mean|; ≤ o(1) is about the upper side alone, and Ω(1) is its opposite.
@Suite("Both sides of a signed limit")
struct TwoSidedLimitTests {
  private static let scales: [Double] = [32, 64, 128, 256, 512, 1024]

  private func signed(_ law: (Double) -> Double) -> Evidence {
    let runs = Self.scales.enumerated().map { index, d in
      (0..<30).map { run -> Double? in law(d / 32) + 0.02 * sin(Double(run * 7 + index * 3 + 1)) }
    }
    return Evidence(scales: Self.scales, runs: runs, kind: .signed)
  }

  private func mirrored(_ evidence: Evidence) -> Evidence {
    Evidence(scales: evidence.scales, runs: evidence.runs.map { $0.map { $0.map { -$0 } } }, kind: .signed)
  }

  private func decide(_ evidence: Evidence, _ predicate: Predicate = .littleO) throws -> Decision {
    try DecisionEngine.decide(evidence, that: predicate)
  }

  @Test("a mean that stays on either side is refuted, one that falls from either side is supported") func verdicts()
    throws
  {
    for level in [-0.5, 0.5, -0.2, 0.2] {
      #expect(try decide(signed { _ in level }).verdict() == .refuted)
      #expect(try decide(signed { level / ($0 * $0) }).verdict().isSupport)
    }
    #expect(try decide(signed { _ in 0 }).verdict().isSupport)
  }

  @Test("the sign of the numbers does not matter to o(1)") func symmetry() throws {
    let laws: [@Sendable (Double) -> Double] = [{ _ in 0.4 }, { 0.3 / $0 }, { 0.1 + 0.3 / $0 }, { 0.02 - 0.3 / $0 }]
    for law in laws {
      let (plain, other) = (try decide(signed(law)), try decide(mirrored(signed(law))))
      // Sums over mirrored runs are added in the opposite order, so the last digits may differ.
      #expect(abs(plain.pSupport - other.pSupport) < 1e-9 && abs(plain.pRefute - other.pRefute) < 1e-9)
      #expect(plain.gateSupport == other.gateSupport && plain.verdict() == other.verdict())
      for (one, mirror) in zip(plain.scales, other.scales) {
        #expect(abs(try #require(one.mean) + (try #require(mirror.mean))) < 1e-12)
      }
      let (curve, mirror) = (plain.diagnostics.curve, other.diagnostics.curve)
      #expect(abs(try #require(curve).value(at: 200) + (try #require(mirror)).value(at: 200)) < 1e-9)
    }
  }

  @Test("≤ o(1) judges the upper side as o(1) did, and Ω(1) is its opposite") func oneSided() throws {
    #expect(try decide(signed { _ in -0.5 }, .atMostLittleO).verdict().isSupport)
    #expect(try decide(signed { _ in 0.5 }, .atMostLittleO).verdict() == .refuted)
    let laws: [@Sendable (Double) -> Double] = [{ _ in -0.4 }, { _ in 0.4 }, { 0.3 / $0 }, { 0.06 + 0.3 / $0 }]
    for law in laws {
      let (upper, omega) = (try decide(signed(law), .atMostLittleO), try decide(signed(law), .bigOmega))
      #expect(upper.pSupport == omega.pRefute && upper.pRefute == omega.pSupport)
      #expect(upper.gateSupport == omega.gateRefute && upper.gateRefute == omega.gateSupport)
      let both = try decide(signed(law))
      #expect(both.pSupport >= upper.pSupport && both.pRefute <= min(1, 2 * upper.pRefute))
    }
  }

  @Test("for numbers that are never negative, o(1) and ≤ o(1) are the same") func otherKinds() throws {
    let runs = Self.scales.map { d in (0..<20).map { run -> Double? in (8000 / d).rounded() + Double(run % 3) } }
    let evidence = Evidence(scales: Self.scales, runs: runs, kind: .count(trials: 1000))
    #expect(try decide(evidence) == decide(evidence, .atMostLittleO))
  }

  @Test("the formulas of the specification stay one-sided") func specified() throws {
    var rules = DecisionRules()
    rules.procedure = .specified
    let evidence = signed { _ in -0.5 }
    let decision = try DecisionEngine.decide(evidence, that: .littleO, rules: rules)
    #expect(decision == (try DecisionEngine.decide(evidence, that: .atMostLittleO, rules: rules)))
    #expect(decision.pSupport < 0.001)
  }
}
