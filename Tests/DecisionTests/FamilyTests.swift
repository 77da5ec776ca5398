import Foundation
import Statistics
import TestSupport
import Testing

@testable import Decision

@Suite("Families and conjunctions")
struct FamilyTests {
  @Test("a conjunction of one is its conclusion") func single() throws {
    for sample in DecisionVectors.all.cases where !sample.expected.isError {
      let decision = try sample.decide()
      let claim = try Conjunction([decision])
      #expect(claim.pSupport == decision.pSupport && claim.pRefute == decision.pRefute)
      #expect(claim.gateSupport == decision.gateSupport && claim.gateRefute == decision.gateRefute)
      #expect(claim.verdict() == decision.verdict())
      #expect(
        claim.verdict(adjustedSupport: 1, adjustedRefute: 1)
          == decision.verdict(adjustedSupport: 1, adjustedRefute: 1))
    }
  }

  @Test("an empty conjunction is an error") func empty() {
    #expect(throws: DecisionError.emptyConjunction) { try Conjunction([]) }
  }

  @Test("support needs every conclusion and every gate") func support() throws {
    let strong = Decision(pSupport: 1e-6, pRefute: 1)
    let weak = Decision(pSupport: 0.3, pRefute: 1)
    let gated = Decision(pSupport: 1e-9, pRefute: 1, gateSupport: .slowDecay)
    #expect(try Conjunction([strong, strong]).verdict() == .supported)
    #expect(try Conjunction([strong, weak]).verdict() == .inconclusive(.power))
    #expect(try Conjunction([strong, weak]).pSupport == 0.3)
    #expect(try Conjunction([strong, gated]).verdict() == .inconclusive(.slowDecay))
  }

  @Test("a gated refutation never refutes, a clear one does") func refutation() throws {
    let open = Decision(pSupport: 0.5, pRefute: 0.9)
    let clear = Decision(pSupport: 1, pRefute: 0.004)
    let gated = Decision(pSupport: 1, pRefute: 1e-12, gateRefute: .preAsymptotic)
    #expect(try Conjunction([open, clear]).verdict() == .refuted)
    #expect(try Conjunction([open, clear]).pRefute == 0.008)
    let both = try Conjunction([gated, clear])
    #expect(both.verdict() == .refuted)
    #expect(both.refutingConclusion == 1)
    let withheld = try Conjunction([open, gated])
    #expect(withheld.pRefute == 1)
    #expect(withheld.gateRefute == nil)
    #expect(withheld.verdict() == .inconclusive(.preAsymptotic))
    #expect(try Conjunction([gated, gated]).gateRefute == .preAsymptotic)
    #expect(try Conjunction([gated, gated]).verdict() == .inconclusive(.preAsymptotic))
    let many = try Conjunction([clear] + [Decision](repeating: open, count: 9))
    #expect(many.verdict() == .inconclusive(.power))
  }

  @Test("a conclusion that was not judged blocks support but not refutation") func stopped() throws {
    let stopped = Decision(pSupport: 1, pRefute: 1, stop: .health, fallback: .health)
    let clear = Decision(pSupport: 1, pRefute: 1e-4)
    let strong = Decision(pSupport: 1e-6, pRefute: 1)
    #expect(try Conjunction([strong, stopped]).verdict() == .inconclusive(.health))
    #expect(try Conjunction([clear, stopped]).verdict() == .refuted)
    let design = Decision(pSupport: 1, pRefute: 1, stop: .design, fallback: .design)
    #expect(try Conjunction([stopped, design]).verdict() == .inconclusive(.design))
  }

  @Test("verdicts follow the levels") func resolution() {
    let decision = Decision(pSupport: 0.02, pRefute: 0.02, gateRefute: .slowDecay)
    #expect(decision.verdict() == .inconclusive(.preAsymptotic))
    #expect(decision.verdict(adjustedSupport: 0.025, adjustedRefute: 1) == .supported)
    #expect(decision.verdict(adjustedSupport: 0.0251, adjustedRefute: 1) == .inconclusive(.power))
    #expect(decision.verdict(adjustedSupport: 1, adjustedRefute: 0.02) == .inconclusive(.slowDecay))
    #expect(decision.verdict(levels: ErrorLevels(support: 0.02, refute: 0.01)) == .supported)
    var slow = Decision(pSupport: 1, pRefute: 1, fallback: .preAsymptotic)
    slow.diagnostics.pFastFloor = 0.02
    #expect(slow.verdict() == .inconclusive(.slowDecay))
    #expect(slow.verdict(levels: ErrorLevels(support: 0.01, refute: 0.025)) == .inconclusive(.preAsymptotic))
  }
}

extension FamilyTests {
  /// Leaving a claim without conclusions out of a family would make the support of the others easier.
  @Test("a claim without conclusions is not judged") func nothingConcluded() {
    let claim = Conjunction(judging: [])
    #expect(claim.pSupport == 1 && claim.pRefute == 1)
    #expect(claim.verdict() == .inconclusive(.health))
    let strong = Conjunction(judging: [Decision(pSupport: 0.02, pRefute: 1)])
    #expect(ClaimFamily.judge([strong, claim]).map(\.adjustedSupport) == [0.04, 1])
    #expect(ClaimFamily.judge([strong]).map(\.verdict) == [.supported])
  }
}
