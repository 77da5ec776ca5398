@testable import Calibration
import Foundation
import TestSupport
import Testing

@testable import Decision

@Suite("Laws of the decision")
struct DecisionLawTests {
  private static let judged = DecisionVectors.limits.filter { !$0.expected.isError }

  @Test("Ω(1) is o(1) with the sides and gates swapped", arguments: judged)
  func duality(_ sample: DecisionCase) throws {
    let vanishes = try DecisionEngine.decide(sample.evidence, that: .littleO, rules: sample.rules)
    let staysAway = try DecisionEngine.decide(sample.evidence, that: .bigOmega, rules: sample.rules)
    #expect(vanishes.formulaSupport == staysAway.formulaRefute)
    #expect(vanishes.formulaRefute == staysAway.formulaSupport)
    #expect(vanishes.gateSupport == staysAway.gateRefute)
    #expect(vanishes.gateRefute == staysAway.gateSupport)
    #expect(vanishes.notes == staysAway.notes)
    #expect(vanishes.diagnostics == staysAway.diagnostics)
    #expect(vanishes.scales == staysAway.scales)
  }

  @Test("both sides are never significant at once", arguments: judged)
  func exclusion(_ sample: DecisionCase) throws {
    let decision = try DecisionEngine.decide(sample.evidence, that: .littleO, rules: sample.rules)
    #expect(max(decision.formulaSupport, decision.formulaRefute) > 0.025)
    #expect((0...1).contains(decision.formulaSupport) && (0...1).contains(decision.formulaRefute))
  }

  @Test("limits enclose the mean and counts keep to their range", arguments: judged)
  func summaries(_ sample: DecisionCase) throws {
    let decision = try DecisionEngine.decide(sample.evidence, that: .littleO, rules: sample.rules)
    #expect(decision.scales.map(\.scale) == sample.evidence.scales)
    for summary in decision.scales where decision.stop == nil {
      let (lower, upper) = (try #require(summary.lower), try #require(summary.upper))
      let mean = try #require(summary.mean)
      #expect(lower <= mean && mean <= upper)
      if sample.evidence.kind != .positive { #expect(lower >= -1 && upper <= 1) }
      if case .count = sample.evidence.kind { #expect(lower >= 0) }
    }
  }

  @Test("on the model path the order of the runs does not matter") func permutation() throws {
    for sample in Self.judged where sample.expected.diagnostics?.basis == "model" {
      var reversed = sample.evidence
      reversed.runs = reversed.runs.map { $0.reversed() }
      let one = try DecisionEngine.decide(sample.evidence, that: .littleO, rules: sample.rules)
      let other = try DecisionEngine.decide(reversed, that: .littleO, rules: sample.rules)
      #expect(Tolerance.pValuesAgree(one.formulaSupport, other.formulaSupport, tolerance: 1e-7), "\(sample)")
      #expect(Tolerance.pValuesAgree(one.formulaRefute, other.formulaRefute, tolerance: 1e-7), "\(sample)")
      #expect(one.gateSupport == other.gateSupport && one.gateRefute == other.gateRefute)
    }
  }

  @Test("the unit of a positive metric does not matter", arguments: [1e-3, 7.5, 1e4]) func unit(factor: Double) throws {
    for sample in Self.judged where sample.evidence.kind == .positive {
      var scaled = sample.evidence
      scaled.runs = scaled.runs.map { $0.map { $0.map { $0 * factor } } }
      var rules = sample.rules
      if !rules.isRelative { rules.materiality *= factor }
      let one = try DecisionEngine.decide(sample.evidence, that: .littleO, rules: sample.rules)
      let other = try DecisionEngine.decide(scaled, that: .littleO, rules: rules)
      #expect(Tolerance.pValuesAgree(one.formulaSupport, other.formulaSupport, tolerance: 1e-5), "\(sample)")
      #expect(Tolerance.pValuesAgree(one.formulaRefute, other.formulaRefute, tolerance: 1e-5), "\(sample)")
      #expect(one.verdict() == other.verdict())
    }
  }

  @Test("a missing run of a bounded metric counts as the worst that it could have been") func fewMissing() throws {
    let sample = try #require(DecisionVectors.limits.first { $0.id == "c10" })
    var evidence = sample.evidence
    evidence.runs[2][4] = nil
    let decision = try DecisionEngine.decide(evidence, that: .littleO)
    #expect(decision.stop == nil)
    #expect(decision.scales[2].presentRuns == 19)
    #expect(decision.scales[2].registeredRuns == 20)
    var worst = evidence
    worst.runs[2][4] = evidence.kind.trials
    let same = try DecisionEngine.decide(worst, that: .littleO)
    #expect(decision.pSupport == same.pSupport && decision.gateSupport == same.gateSupport)
    worst.runs[2][4] = 0
    #expect(try DecisionEngine.decide(worst, that: .littleO).pRefute == decision.pRefute)
  }

  @Test("a loss at the boundary is rarely called vanishing or staying away") func boundary() throws {
    var generator = SplitMix64(seed: 11)
    let scales: [Double] = [32, 64, 128, 256, 512]
    var (supports, refutations) = (0, 0)
    let repeats = 300
    for _ in 0..<repeats {
      let runs = scales.map { scale in
        (0..<20).map { _ -> Double? in (0.5 + 0.5 * 32 / scale) * exp(0.1 * generator.normal()) }
      }
      let evidence = Evidence(scales: scales, runs: runs, kind: .positive)
      let decision = try DecisionEngine.decide(evidence, that: .littleO, rules: .losses)
      if decision.formulaSupport <= 0.025 { supports += 1 }
      if decision.formulaRefute <= 0.025 { refutations += 1 }
    }
    // 0.025 plus three standard errors of the simulation.
    #expect(Double(supports) / Double(repeats) <= 0.052)
    #expect(Double(refutations) / Double(repeats) <= 0.052)
  }

  @Test("a decision on five scales of thirty runs is fast") func speed() throws {
    var generator = SplitMix64(seed: 3)
    let scales: [Double] = [32, 64, 128, 256, 512]
    let runs = scales.map { scale in
      (0..<30).map { _ -> Double? in (1_000 * min(1, (0.2 + 8 / scale) * exp(0.3 * generator.normal()))).rounded() }
    }
    let evidence = Evidence(scales: scales, runs: runs, kind: .count(trials: 1_000))
    let clock = ContinuousClock()
    let elapsed = try clock.measure { _ = try DecisionEngine.decide(evidence, that: .littleO) }
    #expect(elapsed < .seconds(1), "took \(elapsed)")
  }
}
