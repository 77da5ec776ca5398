import Foundation
import TestSupport
import Testing
import struct Decision.Predicate

@testable import Decision

@Suite("What it would take to settle a question")
struct SettlementTests {
  private static let scales: [Double] = [32, 64, 128, 256, 512]

  @Test("a decided conclusion has no plan") func decided() throws {
    for sample in DecisionVectors.all.cases where ["supported", "refuted"].contains(sample.expected.verdict) {
      let predicate = sample.predicate
      #expect(try Settlement.estimate(sample.evidence, that: predicate, rules: sample.rules) == nil)
    }
  }

  @Test("every open vector gets a reason and a plan or an obstacle") func vectors() throws {
    for sample in DecisionVectors.all.cases where sample.expected.verdict == "inconclusive" {
      let predicate = sample.predicate
      let settlement = try #require(try Settlement.estimate(sample.evidence, that: predicate, rules: sample.rules))
      #expect(settlement.cause.rawValue == sample.expected.reason)
      #expect(settlement.reason.hasSuffix("."))
      #expect((settlement.design == nil) || !settlement.additionalRuns.isEmpty)
      #expect(settlement.design != nil || settlement.obstacle != nil)
      if let power = settlement.power { #expect((0.8...1).contains(power)) }
      #expect(settlement.levels.look == (settlement.cause == .design || settlement.cause == .health ? nil : 2))
      if settlement.cause == .slowDecay || settlement.cause == .preAsymptotic, let design = settlement.design {
        // More runs alone do not help here, so the advice always includes larger scales.
        #expect(design.scales.count > sample.evidence.scales.count)
      }
      if settlement.cause == .health { #expect(settlement.design == nil) }
      // Equal data, equal plan.
      if sample.evidence.scales.count == 5 {
        #expect(try Settlement.estimate(sample.evidence, that: predicate, rules: sample.rules) == settlement)
      }
    }
  }

  /// Plans from twenty runs about each mean, and checks the power of the plan on fresh runs.
  @Test("the runs advised settle a question that lacks power", arguments: [0.2])
  func power(noise: Double) throws {
    let offsets = (1...10).flatMap { step -> [Double] in [noise * Double(step) / 10, -noise * Double(step) / 10] }
    let law = { (scale: Double) in 9.6 / scale }
    let rows = Self.scales.map { scale in offsets.map { offset -> Double? in law(scale) + offset } }
    let seen = Evidence(scales: Self.scales, runs: rows, kind: .signed)
    let settlement = try #require(try Settlement.estimate(seen, that: .atMostLittleO))
    #expect(settlement.cause == .power)
    let design = try #require(settlement.design)
    #expect(settlement.wouldBe == .supported)
    #expect(design.scales == Self.scales)
    var generator = SplitMix64(seed: 17)
    var hits = 0
    for _ in 0..<60 {
      let runs = design.scales.map { scale in
        (0..<design.runs).map { _ -> Double? in law(scale) + (offsets.randomElement(using: &generator) ?? 0) }
      }
      let fresh = try DecisionEngine.decide(
        Evidence(scales: design.scales, runs: runs, kind: .signed), that: .atMostLittleO)
      if fresh.verdict(levels: settlement.levels) == .supported { hits += 1 }
    }
    #expect(hits >= 42, "\(hits) of 60, \(settlement.outlook)")
    // The present runs do not suffice, so the plan rightly asks for more.
    let present = try DecisionEngine.decide(seen, that: .atMostLittleO)
    #expect(present.verdict(levels: settlement.levels) != .supported)
  }

  @Test("the runs advised settle a growth law that lacks power") func growth() throws {
    let predicate = Predicate.bigTheta(GrowthReference(values: Self.scales.map { $0.squareRoot() }))
    var generator = SplitMix64(seed: 4)
    func sample(_ scales: [Double], _ runs: Int) -> Evidence {
      let rows = scales.map { scale in
        (0..<runs).map { _ -> Double? in scale.squareRoot() * exp(0.5 * generator.normal()) }
      }
      return Evidence(scales: scales, runs: rows, kind: .positive)
    }
    let seen = DecisionInputTests.spread(Self.scales.map { $0.squareRoot() }, by: 0.8, kind: .positive)
    let settlement = try #require(try Settlement.estimate(seen, that: predicate))
    let design = try #require(settlement.design)
    #expect(settlement.wouldBe == .supported)
    let asked = predicate.extended(to: design.scales, from: Self.scales)
    let hits = try (0..<60).count { _ in
      try DecisionEngine.decide(sample(design.scales, design.runs), that: asked)
        .verdict(levels: settlement.levels) == .supported
    }
    #expect(hits >= 42, "\(hits) of 60, \(settlement.outlook)")
  }

  @Test("a mean at the threshold itself has no plan") func boundary() throws {
    for (kind, value, rules) in [
      (MetricKind.count(trials: 500), 25.0, DecisionRules()), (.signed, 0.05, DecisionRules()),
    ] {
      let evidence = DecisionInputTests.spread([value, value, value, value, value], by: 0.5, kind: kind)
      for predicate in [Predicate.littleO, .bigOmega] {
        let settlement = try #require(try Settlement.estimate(evidence, that: predicate, rules: rules))
        #expect(settlement.design == nil)
        #expect(settlement.obstacle?.contains("no number of runs and no scale") == true, "\(settlement)")
      }
    }
  }

  @Test("zeros are settled by the number of runs from the formula, and not by fewer") func saturated() throws {
    let zeros = DecisionInputTests.spread([0, 0, 0, 0, 0], by: 0, kind: .count(trials: 500))
    for claims in [1, 3, 11, 40] {
      let levels = ErrorLevels().divided(claims: claims, conclusions: 1)
      guard let settlement = try Settlement.estimate(zeros, that: .littleO, levels: levels) else {
        #expect(try DecisionEngine.decide(zeros, that: .littleO).verdict(levels: levels) == .notContradicted)
        continue
      }
      let design = try #require(settlement.design)
      #expect(settlement.wouldBe == .notContradicted && settlement.power == 1)
      func verdict(_ runs: Int) throws -> Verdict {
        let row = [Double?](repeating: 0, count: runs)
        let evidence = Evidence(scales: design.scales, runs: design.scales.map { _ in row }, kind: zeros.kind)
        return try DecisionEngine.decide(evidence, that: .littleO).verdict(levels: settlement.levels)
      }
      #expect(try verdict(design.runs) == .notContradicted)
      #expect(try verdict(design.runs - 2) != .notContradicted)
      let total = try #require(ZeroRuns.needed(level: settlement.levels.spentOnSupport, materiality: 0.05))
      #expect(design.runs == (total + 4) / 5)
    }
    // N ≥ ln(m/0.9α)/−ln(1−ε) with m = 11, α = 0.025, ε = 0.05.
    #expect(ZeroRuns.needed(level: 0.025 / 11, materiality: 0.05) == 121)
  }

  @Test(
    "zeros get no plan where it would need too many runs",
    arguments: [(1e-300, 0.025), (0.05, .leastNonzeroMagnitude), (1e-300, .leastNonzeroMagnitude), (1e-12, 0.025)])
  func boundless(materiality: Double, level: Double) throws {
    #expect(ZeroRuns.needed(level: level, materiality: materiality) == nil)
    var rules = DecisionRules()
    rules.materiality = materiality
    let zeros = DecisionInputTests.spread([0, 0, 0, 0, 0], by: 0, kind: .count(trials: 500))
    let levels = ErrorLevels(support: level, refute: level)
    for predicate in [Predicate.littleO, .bigOmega] {
      let settlement = try #require(
        try Settlement.estimate(zeros, that: predicate, rules: rules, levels: levels))
      #expect(settlement.design == nil)
      #expect(settlement.outlook.contains("more than 10⁹ runs are needed"))
    }
  }

  @Test("rules that no doubling reaches give an obstacle and not endless scales") func endlessRules() throws {
    var many = DecisionRules()
    many.minimumScales = 1_000_000
    var wide = DecisionRules()
    wide.minimumSpan = 1e308
    let values: [Double?] = (1...20).map { Double($0) / 30 }
    for (rules, runs) in [(many, values), (wide, values), (many, [0.5])] {
      let evidence = Evidence(scales: Self.scales, runs: Self.scales.map { _ in runs }, kind: .signed)
      let settlement = try #require(try Settlement.estimate(evidence, that: .littleO, rules: rules))
      #expect(settlement.cause == .design && settlement.design == nil)
      #expect(settlement.outlook.hasPrefix("Doubling the largest scale does not reach"))
    }
  }

  @Test("near the largest number, further scales are left out and not infinite") func largestScales() throws {
    let scales: [Double] = [2, 1e10, 1e100, 1e200, 1.7e308]
    let offsets = (1...20).map { Double($0 % 7) - 3 }
    let runs = scales.map { _ in offsets.map { offset -> Double? in 0.06 + 0.2 * offset } }
    let evidence = Evidence(scales: scales, runs: runs, kind: .signed)
    let settlement = try #require(try Settlement.estimate(evidence, that: .littleO))
    #expect(settlement.design?.scales.allSatisfy(\.isFinite) ?? true)
  }

  @Test("if no design was tried, the obstacle mentions no repetitions") func untried() throws {
    let runs = Self.scales.map { scale in
      (1...600).map { run -> Double? in (1.2 + pow(scale / 32, -0.25)) * (1 + 0.05 * Double(run % 5 - 2)) }
    }
    let evidence = Evidence(scales: Self.scales, runs: runs, kind: .positive)
    let settlement = try #require(try Settlement.estimate(evidence, that: .littleO, rules: .losses))
    #expect(settlement.cause == .slowDecay)
    #expect(settlement.obstacle?.hasPrefix("Nothing was tried") == true)
  }

  @Test("a search through many scales is given up instead of taking minutes") func manyScales() throws {
    let scales = (0..<900).map { 64 + 37 * Double($0) }
    let runs = scales.map { scale in (1...20).map { run -> Double? in 0.06 + 0.3 * sin(scale + 7 * Double(run)) } }
    let evidence = Evidence(scales: scales, runs: runs, kind: .signed)
    let settlement = try #require(try Settlement.estimate(evidence, that: .littleO))
    #expect(settlement.cause == .power)
    let search = SettlementSearch(
      evidence: evidence, predicate: .littleO, rules: DecisionRules(), levels: settlement.levels,
      truths: PlausibleTruths(evidence, .littleO, DecisionRules(), try DecisionEngine.decide(evidence, that: .littleO)),
      price: Settlement.squarePrice, allowsMoreRuns: true,
      fitted: try DecisionEngine.decide(evidence, that: .littleO))
    #expect(try #require(try search.run().obstacle) == "The search was given up after 1 simulated decision.")
  }

  @Test("a verdict that one look withholds may come from a later look with more runs") func lookBudget() throws {
    let evidence = DecisionInputTests.spread(Self.scales.map { 4 / $0 }, by: 0.6, kind: .positive)
    let decision = try DecisionEngine.decide(evidence, that: .littleO, rules: .losses)
    #expect(decision.gateSupport == nil)
    // Twice p in all, so that look 2 may spend a third of p only.
    let levels = ErrorLevels(support: 2 * decision.formulaSupport, refute: 0.025, look: 2)
    #expect(decision.verdict(levels: levels) == .inconclusive(.lookBudget))
    let settlement = try #require(
      try Settlement.estimate(evidence, that: .littleO, rules: .losses, levels: levels))
    #expect(settlement.cause == .lookBudget)
    #expect(settlement.levels.look == 3)
    #expect(settlement.design?.scales == evidence.scales)
  }

  @Test("larger scales that cannot be run are the obstacle") func unreachable() throws {
    let slow = try #require(
      DecisionVectors.limits.first { $0.expected.reason == "slow-decay" && $0.evidence.kind == .positive })
    let settlement = try #require(
      try Settlement.estimate(
        slow.evidence, that: slow.predicate, rules: slow.rules
      ) { scale throws(PriceError) in
        if scale > 600 { throw PriceError("d = \(Int(scale)) is too large.") }
        return 1
      })
    #expect(settlement.design == nil)
    #expect(settlement.obstacle?.contains("is too large") == true)
  }

  @Test("many runs are scaled and not simulated") func caps() throws {
    var generator = SplitMix64(seed: 8)
    let runs = Self.scales.map { _ in
      (0..<700).map { _ -> Double? in min(1, max(-1, 0.054 + 0.06 * generator.normal())) }
    }
    let evidence = Evidence(scales: Self.scales, runs: runs, kind: .signed)
    let levels = ErrorLevels(support: 1e-9, refute: 1e-9)
    let start = ContinuousClock.now
    let settlement = try Settlement.estimate(evidence, that: .bigOmega, levels: levels)
    #expect(ContinuousClock.now - start < .seconds(3))
    if let design = settlement?.design { #expect(design.scales == Self.scales && design.runs > 700) }
  }

  @Test("a plan for five scales of thirty runs is fast") func speed() throws {
    var generator = SplitMix64(seed: 3)
    let runs = Self.scales.map { scale in
      (0..<30).map { _ -> Double? in (0.5 + 8 / scale) * exp(0.3 * generator.normal()) }
    }
    let evidence = Evidence(scales: Self.scales, runs: runs, kind: .positive)
    let elapsed = try ContinuousClock().measure {
      _ = try Settlement.estimate(evidence, that: .littleO, rules: .losses)
    }
    #expect(elapsed < .seconds(6), "took \(elapsed)")
  }
}
