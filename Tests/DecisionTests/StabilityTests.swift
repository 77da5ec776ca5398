@testable import Calibration
import Foundation
import TestSupport
import Testing
import struct Decision.Predicate

@testable import Decision

@Suite("Decisions without the smallest scales")
struct StabilityTests {
  private static let judged = DecisionVectors.all.cases.filter { !$0.expected.isError }

  @Test("at most four checks, as many as leave four scales, each on the rest of the data", arguments: Self.judged)
  func counts(_ sample: DecisionCase) throws {
    let predicate = sample.predicate
    let checks = try Stability.check(sample.evidence, that: predicate, rules: sample.rules)
    let expected = sample.expected.stop == "design" ? 0 : min(4, max(0, sample.evidence.scales.count - 4))
    #expect(checks.map(\.dropped) == Array(0..<expected).map { $0 + 1 })
    for check in checks {
      #expect(check.decision.scales.map(\.scale) == Array(sample.evidence.scales.dropFirst(check.dropped)))
      #expect(check.decision.stop != .design)
      #expect(check.verdict == check.decision.verdict())
    }
  }

  @Test("a file of many scales is judged again four times, not once per scale") func many() throws {
    let scales = (0..<40).map { 64 + 37 * Double($0) }
    let evidence = DecisionInputTests.spread(scales.map { 8 / $0 }, by: 0.1, scales: scales, kind: .positive)
    #expect(try Stability.check(evidence, that: .littleO, rules: .losses).map(\.dropped) == [1, 2, 3, 4])
  }

  @Test("the check on four scales agrees with the engine") func agreement() throws {
    let sample = try #require(Self.judged.first { $0.expected.verdict == "supported" && $0.predicate == .littleO })
    var rules = sample.rules
    rules.minimumScales = 4
    rules.minimumSpan = 2
    let rest = Evidence(
      scales: Array(sample.evidence.scales.dropFirst()), runs: Array(sample.evidence.runs.dropFirst()),
      kind: sample.evidence.kind)
    let check = try #require(try Stability.check(sample.evidence, that: .littleO, rules: sample.rules).first)
    let decision = try DecisionEngine.decide(rest, that: .littleO, rules: rules)
    #expect(check.decision == decision)
  }

  @Test("a verdict that the first scale alone carries does not survive") func firstScale() throws {
    let evidence = DecisionInputTests.spread([0.9, 0.1, 0.1, 0.1, 0.1], by: 0.3, kind: .positive)
    let whole = try DecisionEngine.decide(evidence, that: .littleO, rules: .losses)
    #expect(whole.pSupport <= 0.025 && whole.verdict() == .inconclusive(.floor))
    let check = try #require(try Stability.check(evidence, that: .littleO, rules: .losses).first)
    // The threshold stays half of the mean that was left out: 0.1 is below it, but no decay is seen any more.
    #expect(abs(try #require(check.decision.diagnostics.threshold) - 0.45) < 1e-12)
    #expect(!check.verdict.isSupport)
  }

  @Test("a reference is shortened with the scales") func reference() throws {
    let scales: [Double] = [32, 64, 128, 256, 512, 1024]
    let evidence = DecisionInputTests.spread(
      scales.map { $0.squareRoot() }, by: 0.05, scales: scales, kind: .positive)
    let predicate = Predicate.bigTheta(GrowthReference(values: scales.map { $0.squareRoot() }))
    let checks = try Stability.check(evidence, that: predicate)
    #expect(checks.map(\.verdict) == [.supported, .supported])
  }

  @Test("levels are those of the look") func levels() throws {
    let evidence = DecisionInputTests.spread([0.8, 0.4, 0.2, 0.1, 0.05], by: 0.2, kind: .positive)
    let checks = try Stability.check(evidence, that: .littleO, rules: .losses, levels: ErrorLevels(look: 1000))
    #expect(try #require(checks.first).verdict == checks[0].decision.verdict(levels: ErrorLevels(look: 1000)))
  }

  @Test("a power law has one local order, inside its limits") func orders() throws {
    let evidence = DecisionInputTests.spread([0.8, 0.4, 0.2, 0.1, 0.05], by: 0.2, kind: .positive)
    let orders = try DecisionEngine.decide(evidence, that: .littleO, rules: .losses).localOrders
    #expect(orders.count == 4)
    for order in orders {
      let order = try #require(order)
      #expect(abs(order.exponent + 1) < 1e-9)
      #expect(try #require(order.lower) < -1 && #require(order.upper) > -1)
      #expect(order.to == 2 * order.from)
    }
  }

  @Test("means of 0 have no local order, and a confidence limit of 0 gives none on its side") func zeros() throws {
    let evidence = DecisionInputTests.spread([50, 20, 2, 0, 0], by: 0.5, kind: .count(trials: 100))
    let orders = try DecisionEngine.decide(evidence, that: .littleO).localOrders
    #expect(orders.map { $0 == nil } == [false, false, true, true])
    let summaries = [
      ScaleSummary(scale: 2, registeredRuns: 1, presentRuns: 1, mean: 0.5, lower: 0, upper: 0.6),
      ScaleSummary(scale: 4, registeredRuns: 1, presentRuns: 1, mean: 0.25, lower: 0.2, upper: 0.3),
    ]
    let order = try #require(Decision(pSupport: 1, pRefute: 1, scales: summaries).localOrders[0])
    #expect(order.upper == nil)
    #expect(abs(order.exponent + 1) < 1e-12)
    let width = hypot(log(0.25 / 0.2), log(0.6 / 0.5)) / log(2)
    #expect(abs(try #require(order.lower) - (-1 - width)) < 1e-12)
  }

  @Test(
    "means whose quotient overflows or underflows have a local order",
    arguments: [(.leastNormalMagnitude / 8, 0.5), (0.5, .leastNormalMagnitude / 8), (1e-200, 1e200)])
  func extremes(first: Double, second: Double) throws {
    let summaries = [
      ScaleSummary(scale: 1, registeredRuns: 1, presentRuns: 1, mean: first, lower: first / 2, upper: 2 * first),
      ScaleSummary(scale: 2, registeredRuns: 1, presentRuns: 1, mean: second, lower: second / 2, upper: 2 * second),
    ]
    let order = try #require(Decision(pSupport: 1, pRefute: 1, scales: summaries).localOrders[0])
    #expect(abs(order.exponent - (log2(second) - log2(first))) < 1e-9)
    #expect(try #require(order.lower).isFinite && #require(order.upper).isFinite)
  }
}

/// Limits of the local order keep their level: they miss a planted exponent about as often as they may.
@Suite struct LocalOrderCoverageTests {
  @Test func limitsKeepTheirLevel() throws {
    var generator = SplitMix64(seed: 5)
    let scales: [Double] = [32, 64, 128, 256, 512]
    var (below, above, total) = (0, 0, 0)
    for _ in 0..<150 {
      let runs = scales.map { scale in
        (0..<20).map { _ -> Double? in pow(scale, -0.5) * exp(0.2 * generator.normal()) }
      }
      let evidence = Evidence(scales: scales, runs: runs, kind: .positive)
      for case let order? in try DecisionEngine.decide(evidence, that: .littleO, rules: .losses).localOrders {
        total += 1
        if let upper = order.upper, upper < -0.5 { below += 1 }
        if let lower = order.lower, lower > -0.5 { above += 1 }
      }
    }
    #expect(total == 600)
    // 5 % on each side, and three standard errors of the simulation.
    #expect(Double(below) / Double(total) < 0.08)
    #expect(Double(above) / Double(total) < 0.08)
  }
}
