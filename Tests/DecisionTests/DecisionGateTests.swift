import Foundation
import Statistics
import Testing

@testable import Decision

/// Gates and special rules that no test vector covers, each with data made for it.
@Suite("Gates of the decision")
struct DecisionGateTests {
  private func decide(_ evidence: Evidence, rules: DecisionRules = DecisionRules()) throws -> Decision {
    try DecisionEngine.decide(evidence, that: .littleO, rules: rules)
  }

  private func constant(_ rows: [Double], kind: MetricKind) -> Evidence {
    DecisionInputTests.spread(rows, by: 0, kind: kind)
  }

  @Test("a rise at the end blocks support") func rise() throws {
    let evidence = DecisionInputTests.spread([1, 0.1, 0.1, 0.13, 0.17], by: 0.1, kind: .positive)
    #expect(try decide(evidence, rules: .losses).gateSupport == .preAsymptotic)
    let distributionFree = constant([0, 0, 0, 0, 2], kind: .count(trials: 100))
    let decision = try decide(distributionFree)
    #expect(decision.diagnostics.basis == .distributionFree)
    #expect(decision.gateSupport == .preAsymptotic)
    let negligible = constant([0, 0, 0, 0, 0.5], kind: .count(trials: 100))
    #expect(try decide(negligible).gateSupport == nil)
  }

  @Test("without a model, halving is enough of a decay") func halving() throws {
    let kind = MetricKind.count(trials: 100)
    #expect(try decide(constant([100, 50, 25, 10, 0], kind: kind)).gateSupport == nil)
    #expect(try decide(constant([100, 100, 100, 100, 50], kind: kind)).gateSupport == nil)
    #expect(try decide(constant([100, 100, 100, 100, 51], kind: kind)).gateSupport == .slowDecay)
    #expect(try decide(constant([100, 50, 25, 10, 0], kind: kind)).notes.isEmpty)
  }

  @Test("an extrapolation that rests on the first scale alone does not support") func firstScaleAlone() throws {
    var rules = DecisionRules()
    rules.materiality = 0.141
    let evidence = DecisionInputTests.spread([0.9, 0.56816, 0.38707, 0.22487, 0.14992], by: 0.1, kind: .signed)
    let decision = try decide(evidence, rules: rules)
    #expect(try #require(decision.diagnostics.pDirect) > 0.5)
    #expect(decision.formulaSupport <= 0.025 && !decision.verdict().isSupport)
    rules.procedure = .specified
    #expect(try decide(evidence, rules: rules).gateSupport == .preAsymptotic)
  }

  @Test("a floor that is still falling is not refuted") func stillFalling() throws {
    // The last step is long, so the local order stays above the slowest power although the floor is certain.
    let scales: [Double] = [16, 17, 18, 19, 256]
    let evidence = DecisionInputTests.spread(
      scales.map { 0.3 + 0.6 * 16 / $0 }, by: 0.005, scales: scales, kind: .signed)
    var rules = DecisionRules()
    rules.procedure = .specified
    let decision = try decide(evidence, rules: rules)
    #expect(decision.formulaRefute <= 0.025)
    #expect(decision.gateRefute == .preAsymptotic)
    #expect(decision.verdict() == .inconclusive(.preAsymptotic))
    #expect(try decide(evidence).verdict() != .refuted)
  }

  @Test("an exponential that has hardly begun to fall is not refuted as a floor", arguments: [0.02, 0.05, 0.1])
  func lateExponential(rate: Double) throws {
    let scales: [Double] = [32, 64, 128, 256, 512]
    let evidence = DecisionInputTests.spread(
      scales.map { 0.9 * exp(-rate * ($0 / 32 - 1)) }, by: 0.01, scales: scales, kind: .signed)
    #expect(try decide(evidence).verdict() != .refuted)
    let rising = DecisionInputTests.spread([0.72, 0.95, 0.99, 0.985, 0.98], by: 0.01, scales: scales, kind: .signed)
    #expect(try decide(rising).verdict() == .refuted)
    let flat = DecisionInputTests.spread(scales.map { _ in 0.6 }, by: 0.01, scales: scales, kind: .signed)
    #expect(try decide(flat).verdict() == .refuted)
  }

  @Test("a floor that a sum of two decays explains is not refuted") func twoPhases() throws {
    let scales: [Double] = [32, 48, 72, 108, 162, 243, 365, 547]
    let means = scales.map { 0.5 * pow($0 / 32, -1.5) + 0.3 * pow($0 / 32, -0.3) }
    let evidence = DecisionInputTests.spread(means, by: 0.01, scales: scales, kind: .signed)
    let decision = try decide(evidence)
    #expect(decision.formulaRefute <= 0.025)
    #expect(decision.pRefute > 0.025)
    #expect(decision.verdict() != .refuted)
  }

  @Test("an all-or-nothing run counts as one trial, and too few are not extrapolated") func allOrNothing() throws {
    let half = (0..<20).map { index -> Double? in index % 2 == 0 ? 500 : 0 }
    let none = [Double?](repeating: 0, count: 20)
    let evidence = Evidence(
      scales: DecisionInputTests.scales, runs: [half, half, half, none, none], kind: .count(trials: 500))
    let diagnostics = try decide(evidence).diagnostics
    // φ* is capped at n, so the last scale weighs as twenty trials: 0.95²⁰ in the binomial, then the t tail.
    let z = NormalDistribution.upperQuantile(tail: pow(0.95, 20))
    let expected = StudentT.upperTail(z, degreesOfFreedom: 19)
    #expect(abs(try #require(diagnostics.pDirect) - expected) < 1e-12)
    #expect(diagnostics.pExtrapolated == 1)
  }

  @Test("the trend of the dispersion is capped at four times its largest value") func dispersionTrend() throws {
    let kind = MetricKind.count(trials: 1_000_000)
    let rows = [0.001, 0.004, 0.016, 0.064].map { delta in
      (0..<20).map { index -> Double? in 1_000_000 * (0.5 + (index % 2 == 0 ? delta : -delta)) }
    }
    let evidence = Evidence(
      scales: DecisionInputTests.scales, runs: rows + [[Double?](repeating: 0, count: 20)], kind: kind)
    let largest = 0.064 * 0.064 * 20 / 19 / 0.25 * 1_000_000
    #expect(abs(try #require(try decide(evidence).diagnostics.dispersion) / (4 * largest) - 1) < 1e-9)
  }

  @Test("that no decay was seen is noted only where none was") func nothingLeft() throws {
    let kind = MetricKind.count(trials: 10_000)
    let flat = DecisionInputTests.spread([10, 10, 10, 10, 10], by: 0.3, kind: kind)
    #expect(try decide(flat).notes == ["nothing-left: no decay was observed"])
    let shrinking = DecisionInputTests.spread([400, 200, 100, 50, 10], by: 0.1, kind: kind)
    let decision = try decide(shrinking)
    #expect(decision.notes.isEmpty)
    #expect(decision.gateSupport == nil)
    #expect(decision.verdict() == .supported)
  }

  @Test("a small flat mean is not a decay") func flatBelowThreshold() throws {
    let flat = DecisionInputTests.spread([300, 300, 300, 300, 300], by: 0.1, kind: .count(trials: 10_000))
    let decision = try decide(flat)
    #expect(decision.formulaSupport <= 0.025)
    #expect(decision.verdict() == .inconclusive(.floor))
    #expect(abs(try #require(decision.diagnostics.limitEstimate) - 0.03) < 0.005)
  }

  @Test("where the mean rises, the curve to draw rises too") func curve() throws {
    let evidence = DecisionInputTests.spread([0.2, 0.3, 0.36, 0.4, 0.42], by: 0.05, kind: .signed)
    let diagnostics = try decide(evidence).diagnostics
    let curve = try #require(diagnostics.curve)
    #expect(curve.amplitude < 0)
    #expect(abs(curve.value(at: 512) - 0.42) < 0.02)
    #expect(try #require(diagnostics.bestDecay).amplitude < 1e-9)
  }
}
