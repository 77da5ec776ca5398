import TestSupport
import Testing

@testable import Calibration
@testable import Decision
@testable import Planning

@Suite("Looks at growing data")
struct LookTests {
  private static let looks: [Int?] = [nil, 1, 2, 3, 7, 40]

  @Test("all looks together spend at most the level") func sum() {
    for looks in [1, 10, 1000] {
      let spent = (1...looks).map { ErrorLevels(look: $0) }
      #expect(spent.map(\.spentOnSupport).reduce(0, +) <= 0.025)
      #expect(spent.map(\.spentOnRefute).reduce(0, +) <= 0.025)
    }
    #expect(ErrorLevels(look: .max).spentOnSupport > 0)
    #expect(ErrorLevels(look: 0).share == 0.5)
  }

  @Test("the first looks spend a half, a sixth and a twelfth") func shares() {
    #expect(ErrorLevels().share == 1)
    for (look, part) in [(1, 2.0), (2, 6), (3, 12)] {
      let share = ErrorLevels(look: look).share
      #expect(share == 1 / part)
    }
  }

  /// Every combination of p-values and gates, as a decision and as the only conclusion of a claim.
  @Test("a look withholds a verdict and never makes or changes one", arguments: Self.looks)
  func withholds(look: Int?) throws {
    let grid = [1e-9, 1e-5, 0.0005, 0.004, 0.0041, 0.0125, 0.02, 0.025, 0.0251, 0.3, 1]
    let gates: [Reason?] = [nil, .slowDecay, .preAsymptotic]
    let levels = ErrorLevels(look: look)
    for (pSupport, pRefute) in grid.flatMap({ first in grid.map { (first, $0) } }) {
      for (gateSupport, gateRefute) in gates.flatMap({ first in gates.map { (first, $0) } }) {
        for stop in [nil, Reason.health] {
          let decision = Decision(
            pSupport: pSupport, pRefute: pRefute, gateSupport: gateSupport, gateRefute: gateRefute, stop: stop)
          let full = decision.verdict()
          let verdict = decision.verdict(levels: levels)
          #expect(verdict == full || (verdict == .inconclusive(.lookBudget) && full.isDecided), "\(decision)")
          if look == nil { #expect(verdict == full) }
          if stop == nil { #expect(try Conjunction([decision]).verdict(levels: levels) == verdict) }
        }
      }
    }
  }

  @Test("stops, contradictions and gates take precedence over look-budget") func precedence() {
    let levels = ErrorLevels(look: 2)
    #expect(Decision(pSupport: 0.01, pRefute: 1).verdict(levels: levels) == .inconclusive(.lookBudget))
    #expect(Decision(pSupport: 1, pRefute: 0.01).verdict(levels: levels) == .inconclusive(.lookBudget))
    #expect(Decision(pSupport: 0.004, pRefute: 1).verdict(levels: levels) == .supported)
    #expect(
      Decision(pSupport: 0.01, pRefute: 1, stop: .design).verdict(levels: levels) == .inconclusive(.design))
    // Two sides that contradict each other at the full level still do if one is not significant at this look's level.
    #expect(Decision(pSupport: 1e-9, pRefute: 0.02).verdict(levels: levels) == .inconclusive(.preAsymptotic))
    #expect(
      Decision(pSupport: 0.01, pRefute: 1, gateSupport: .slowDecay).verdict(levels: levels)
        == .inconclusive(.slowDecay))
    #expect(Decision(pSupport: 0.3, pRefute: 1).verdict(levels: levels) == .inconclusive(.power))
  }

  @Test("a family is judged at the level of its look") func family() throws {
    let claims = try [0.001, 0.003, 0.02].map { try Conjunction([Decision(pSupport: $0, pRefute: 1)]) }
    // The adjusted p-values are 0.003, 0.006 and 0.02; look 2 spends 0.025/6.
    #expect(ClaimFamily.judge(claims).allSatisfy { $0.verdict == .supported })
    #expect(
      ClaimFamily.judge(claims, levels: ErrorLevels(look: 2)).map(\.verdict)
        == [.supported, .inconclusive(.lookBudget), .inconclusive(.lookBudget)])
  }

  @Test("on the test vectors, no look decides more than the one registered look", arguments: DecisionVectors.all.cases)
  func vectors(_ sample: DecisionCase) throws {
    guard !sample.expected.isError else { return }
    let predicate = sample.predicate
    let decision = try DecisionEngine.decide(sample.evidence, that: predicate, rules: sample.rules)
    #expect("\(decision.verdict(levels: ErrorLevels(look: nil)))" == sample.expected.words)
    for look in 1...5 {
      let verdict = decision.verdict(levels: ErrorLevels(look: look))
      #expect("\(verdict)" == sample.expected.words || verdict == .inconclusive(.lookBudget))
    }
  }

  @Test("a registration names the look only if looks are declared") func registration() throws {
    let planned = try Plan([ToyClaim().entry], design: toyDesign).claims[0]
    let one = Registration(of: planned)
    #expect(!one.text.contains("look"))
    let second = Registration(of: planned, levels: ErrorLevels(look: 2))
    #expect(second.text.contains(#""level.look":"2""#))
    #expect(Set([one, second, Registration(of: planned, levels: ErrorLevels(look: 1))].map(\.digest)).count == 3)
  }
}

extension Verdict {
  fileprivate var isDecided: Bool { self == .supported || self == .refuted }
}
