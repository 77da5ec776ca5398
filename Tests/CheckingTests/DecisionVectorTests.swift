import Checking
import Foundation
import Testing

@Suite("Decision vectors")
struct DecisionVectorTests {
  @Test("every case is present") func coverage() {
    #expect(DecisionVectors.all.cases.count == 73)
  }

  @Test("p-values, gates, notes and verdict", arguments: DecisionVectors.all.cases)
  func decision(_ sample: DecisionVectors.Sample) throws {
    let expected = sample.expect
    let predicate = try #require(sample.decisionPredicate)
    if expected.verdict == "error" {
      #expect(throws: DecisionError.emptyData) {
        try DecisionEngine.decide(sample.evidence, that: predicate, rules: sample.rules)
      }
      return
    }
    let decision = try DecisionEngine.decide(sample.evidence, that: predicate, rules: sample.rules)
    #expect(
      pValuesAgree(decision.pSupport, expected.pS, tolerance: expected.tol_ln_p),
      "pS \(decision.pSupport) instead of \(expected.pS)")
    #expect(
      pValuesAgree(decision.pRefute, expected.pR, tolerance: expected.tol_ln_p),
      "pR \(decision.pRefute) instead of \(expected.pR)")
    #expect(decision.gateSupport?.rawValue == expected.gateS)
    #expect(decision.gateRefute?.rawValue == expected.gateR)
    #expect(decision.stop?.rawValue == expected.stop)
    #expect(decision.notes == expected.notes ?? [])
    #expect("\(decision.verdict())" == sample.verdict)
    _compareDiagnostics(decision.diagnostics, expected)
  }

  @Test("the corrections change no verdict of the vectors", arguments: DecisionVectors.all.cases)
  func corrected(_ sample: DecisionVectors.Sample) throws {
    guard sample.expect.verdict != "error" else { return }
    var rules = sample.rules
    rules.procedure = .corrected
    let decision = try DecisionEngine.decide(sample.evidence, that: #require(sample.decisionPredicate), rules: rules)
    #expect("\(decision.verdict())" == sample.verdict)
    #expect(pValuesAgree(decision.pSupport, sample.expect.pS, tolerance: sample.expect.tol_ln_p))
    #expect(pValuesAgree(decision.pRefute, sample.expect.pR, tolerance: sample.expect.tol_ln_p))
  }

  /// The intermediate numbers, where the vectors list them.
  private func _compareDiagnostics(_ actual: Diagnostics, _ outcome: DecisionVectors.Outcome) {
    guard let expected = outcome.diagnostics else { return }
    #expect(actual.basis?.rawValue == expected.basis)
    #expect(actual.deviatingRuns == expected.m_off)
    #expect(actual.hasLackOfFit == (expected.lof ?? false))
    let pairs: [(String, Double?, Double?)] = [
      ("p_dir", actual.pDirect, expected.p_dir), ("p_ext", actual.pExtrapolated, expected.p_ext),
      ("p_floor", actual.pFloor, expected.p_floor), ("p_low", actual.pLow, expected.p_low),
      ("p_mix", actual.pMixture, expected.p_mix), ("pNV_fast", actual.pFastFloor, expected.pNV_fast),
    ]
    for (name, value, wanted) in pairs {
      #expect((value == nil) == (wanted == nil), "\(name) present: \(String(describing: value))")
      if let value, let wanted {
        #expect(pValuesAgree(value, wanted, tolerance: outcome.tol_ln_p), "\(name) \(value) instead of \(wanted)")
      }
    }
    let numbers: [(String, Double?, Double?)] = [
      ("slope", actual.slope, expected.slope), ("se", actual.slopeError, expected.se),
      ("gamma", actual.bend, expected.gamma), ("se_gamma", actual.bendError, expected.se_gamma),
      ("top_exponent", actual.topExponent, expected.top_exponent), ("upper", actual.failureLimit, expected.upper),
      ("superpoly_wins_by", actual.superpolynomialAdvantage, expected.superpoly_wins_by),
      ("p_lof", actual.slope == nil ? nil : actual.pLackOfFit, expected.p_lof),
    ]
    for (name, value, wanted) in numbers {
      #expect((value == nil) == (wanted == nil), "\(name) present: \(String(describing: value))")
      if let value, let wanted {
        #expect(abs(value - wanted) <= 1e-9 * max(1e-3, abs(wanted)), "\(name) \(value) instead of \(wanted)")
      }
    }
    if let phi = expected.phi, let value = actual.dispersion { #expect(abs(value / phi - 1) < 1e-9) }
    if let c = expected.c, let curve = actual.bestDecay {
      #expect(abs(curve.floor - c) < 1e-4, "c \(curve.floor) instead of \(c)")
    }
    if let family = expected.family {
      let names = ["power": "power", "log": "logarithmic", "exp": "exponential"]
      #expect(actual.bestDecay?.shape.family.rawValue == names[family])
    }
  }
}
