import Foundation
import Randomness
import Testing
import struct Decision.Predicate

@testable import Calibration
@testable import Decision

/// Plans that average over the curves that fit equally well, on planted laws.
@Suite("Plans over curves that fit equally well")
struct PlausibleTruthTests {
  private static let scales: [Double] = [32, 64, 128, 256, 512]

  /// A planted law of an error rate, as beta-binomial counts out of 500.
  private struct Planted {
    let predicate: Predicate
    let concentration: Double
    let mean: @Sendable (_ x: Double, _ d: Double) -> Double

    func runs(_ scale: Int, _ d: Double, _ places: Range<Int>, repetition: Int) -> [Double?] {
      places.map { run in
        var draws = Draws(seed: 91, stream: .planted, step: repetition, sample: scale, patch: run)
        let rate = draws.beta(mean: mean(d / PlausibleTruthTests.scales[0], d), concentration: concentration)
        return Double(draws.successes(among: 500, probability: rate))
      }
    }

    func evidence(repetition: Int) -> Evidence {
      Evidence(
        scales: PlausibleTruthTests.scales,
        runs: PlausibleTruthTests.scales.enumerated().map {
          runs($0.offset, $0.element, 0..<20, repetition: repetition)
        }, kind: .count(trials: 500))
    }

    /// The present runs and those that the plan adds, judged as the plan says; whether the plan came true.
    func comesTrue(_ plan: Settlement, _ seen: Evidence, repetition: Int) throws -> Bool? {
      guard let design = plan.design, let wouldBe = plan.wouldBe else { return nil }
      let rows = design.scales.enumerated().map { index, d -> [Double?] in
        runs(index, d, 0..<design.runs, repetition: repetition)
      }
      let grown = Evidence(scales: design.scales, runs: rows, kind: seen.kind)
      let verdict = try DecisionEngine.decide(grown, that: predicate).verdict(levels: plan.levels)
      return wouldBe.isSupport ? verdict.isSupport : verdict == wouldBe
    }
  }

  private static let slow = Planted(predicate: .littleO, concentration: 50) { x, d in 0.3 * log(d / x) / log(d) }
  private static let laws = [
    Planted(predicate: .littleO, concentration: 5) { x, _ in 0.3 / x },
    Planted(predicate: .littleO, concentration: 20) { x, _ in 0.3 / x.squareRoot() },
    Planted(predicate: .littleO, concentration: 20) { x, _ in 0.02 + 0.3 / x },
    Planted(predicate: .bigOmega, concentration: 20) { x, _ in 0.1 + 0.3 * exp(1 - x) },
    Planted(predicate: .bigOmega, concentration: 20) { _, _ in 0.1 },
  ]

  /// Trusting the best curve alone, 9 of 12 plans promised a refutation, and none came true.
  @Test("plans for a decay 0.3/ln d do not promise a refutation") func slowDecay() throws {
    var promised = 0
    for repetition in 1...20 {
      let seen = Self.slow.evidence(repetition: repetition)
      guard let plan = try Settlement.estimate(seen, that: .littleO) else { continue }
      if plan.wouldBe == .refuted { promised += 1 }
    }
    #expect(promised <= 2, "\(promised) of 20 plans")
  }

  /// Trusting the best curve alone, 65 % came true.
  @Test("of the plans that are made, at least three in four come true") func planned() throws {
    var (plans, hits) = (0, 0)
    for law in Self.laws + [Self.slow] {
      for repetition in 1...24 {
        let seen = law.evidence(repetition: repetition)
        guard let plan = try Settlement.estimate(seen, that: law.predicate) else { continue }
        guard let isTrue = try law.comesTrue(plan, seen, repetition: repetition) else { continue }
        plans += 1
        hits += isTrue ? 1 : 0
      }
    }
    #expect(plans >= 30, "\(plans) plans")
    #expect(Double(hits) >= 0.75 * Double(plans), "\(hits) of \(plans) plans")
  }

  @Test("where curves disagree, more runs at the same scales are never advised") func disagreement() throws {
    var seen = 0
    for law in Self.laws + [Self.slow] {
      for repetition in 1...8 {
        let evidence = law.evidence(repetition: repetition)
        guard let plan = try Settlement.estimate(evidence, that: law.predicate), plan.curves > 0 else { continue }
        let decision = try DecisionEngine.decide(evidence, that: law.predicate)
        let truths = PlausibleTruths(evidence, law.predicate, DecisionRules(), decision)
        #expect(plan.curves == truths.all.count)
        guard truths.disagree, plan.cause != .lookBudget else { continue }
        seen += 1
        #expect(plan.outlook.contains("lead to different verdicts, so more runs at these scales alone do not settle"))
        #expect((plan.design?.scales.count ?? 6) > 5)
      }
    }
    #expect(seen > 0)
  }

  @Test("a repetition takes each law as often as its weight says") func shares() throws {
    for law in Self.laws {
      let evidence = law.evidence(repetition: 3)
      let decision = try DecisionEngine.decide(evidence, that: law.predicate)
      let truths = PlausibleTruths(evidence, law.predicate, DecisionRules(), decision)
      #expect(abs(truths.all.reduce(0) { $0 + $1.weight } - 1) < 1e-12)
      #expect(truths.all.allSatisfy { $0.weight <= truths.all[0].weight })
      let chosen = (1...60).map(truths.law(of:))
      for (index, part) in truths.all.enumerated() {
        #expect(abs(Double(chosen.count { $0 == index }) - 60 * part.weight) <= 1.5)
      }
    }
  }

  @Test("without a curve there is one law") func single() throws {
    let growth = DecisionInputTests.spread(Self.scales.map { $0.squareRoot() }, by: 0.8, kind: .positive)
    let predicate = Predicate.bigTheta(GrowthReference(values: Self.scales.map { $0.squareRoot() }))
    let decision = try DecisionEngine.decide(growth, that: predicate)
    let truths = PlausibleTruths(growth, predicate, DecisionRules(), decision)
    #expect(truths.all.count == 1 && truths.all[0].weight == 1 && !truths.disagree)
    #expect(Settlement.premise(curves: 1) == "If the best-fitting curve is the truth")
    #expect(Settlement.premise(curves: 3) == "If one of the 3 curves that fit equally well is true")
  }

  // MARK: Reasons that more runs do not cure

  private func plan(_ cause: Reason, _ evidence: Evidence, _ predicate: Predicate) throws -> Settlement {
    try SettlementDraft(
      evidence: evidence, predicate: predicate, rules: DecisionRules(),
      decision: DecisionEngine.decide(evidence, that: predicate), cause: cause, levels: ErrorLevels(),
      price: Settlement.squarePrice
    ).settlement()
  }

  @Test("a floor and slow growth get no design, but what would decide them") func incurable() throws {
    let falling = Self.laws[2].evidence(repetition: 1)
    let floor = try plan(.floor, falling, .littleO)
    #expect(floor.design == nil && floor.outlook.contains("More runs at these scales do not help. Larger scales"))
    #expect(floor.outlook.contains("A materiality below that limit, declared for new runs"))
    let rising = DecisionInputTests.spread(Self.scales.map { 2 + 0.38 * log($0) }, by: 0.3, kind: .positive)
    for predicate in [Predicate.bigO(.constant(scales: 5)), .bigTheta(.constant(scales: 5))] {
      let growth = try plan(.slowGrowth, rising, predicate)
      #expect(growth.design == nil && growth.outlook.contains("Larger scales would show whether the growth goes on."))
      #expect(growth.outlook.contains("the present slope, declared for new runs"))
    }
  }

  @Test("failures that begin at d_K get no design") func failures() throws {
    let runs = Self.scales.map { scale in (0..<20).map { run -> Double? in scale == 512 && run == 0 ? 1 : 0 } }
    let evidence = Evidence(scales: Self.scales, runs: runs, kind: .boolean)
    let plan = try #require(try Settlement.estimate(evidence, that: .withHighProbability))
    #expect(plan.cause == .preAsymptotic && plan.design == nil && plan.curves == 0)
    #expect(plan.outlook.contains("Larger scales would show whether the property goes on to hold."))
  }
}
