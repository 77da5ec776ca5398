import Foundation
import Statistics
import Testing
import struct Decision.Predicate

@testable import Decision

/// Laws of the decisions on exponents and on predicted curves.
@Suite("Exponents and predicted curves")
struct EquivalenceDecisionTests {
  private static let scales: [Double] = [32, 64, 128, 256, 512]

  /// Twenty runs per scale, spread by about 7 % in a fixed pattern.
  private func positive(
    _ scales: [Double] = scales, spread: Double = 0.1, unit: Double = 1, _ law: (Double) -> Double
  ) -> Evidence {
    let runs = scales.enumerated().map { index, d in
      (0..<20).map { run -> Double? in unit * law(d) * exp(spread * sin(Double(run * 7 + index * 3 + 1))) }
    }
    return Evidence(scales: scales, runs: runs, kind: .positive)
  }

  private func counts(_ scales: [Double] = scales, _ rate: (Double) -> Double) -> Evidence {
    let runs = scales.map { d in (0..<20).map { run -> Double? in (1000 * rate(d)).rounded() + Double(run % 7 - 3) } }
    return Evidence(scales: scales, runs: runs, kind: .count(trials: 1000))
  }

  private func decide(_ evidence: Evidence, _ predicate: Predicate) throws -> Decision {
    try DecisionEngine.decide(evidence, that: predicate)
  }

  // MARK: Exponents

  @Test("an exponent is supported within its tolerance and refuted beyond it") func exponents() throws {
    for (truth, verdict) in [
      (1.5, Verdict.supported), (1.4, .supported), (2, .refuted), (1, .refuted), (-1.5, .refuted),
    ] {
      #expect(try decide(positive { pow($0, truth) }, .exponent(1.5, within: 0.2)).verdict() == verdict, "\(truth)")
    }
    #expect(try decide(positive { pow($0, -0.5) }, .exponent(-0.5, within: 0.1)).verdict() == .supported)
    #expect(try decide(positive { _ in 3 }, .exponent(0, within: 0.1)).verdict() == .supported)
    #expect(try decide(counts { 0.8 * 32 / $0 }, .exponent(-1, within: 0.1)).verdict() == .supported)
    #expect(try decide(counts { 0.8 * 32 / $0 }, .exponent(-0.5, within: 0.1)).verdict() == .refuted)
  }

  @Test("the p-value of support is the larger of two one-sided t tests") func knownAnswer() throws {
    let evidence = positive { pow($0, 1.45) }
    let decision = try decide(evidence, .exponent(1.5, within: 0.1))
    let logarithms = evidence.runs.map { $0.compactMap { $0.map { log($0) } } }
    let means = logarithms.map { $0.reduce(0, +) / 20 }
    let errors = zip(logarithms, means).map { values, mean in
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19 / 20
    }
    let x = Self.scales.map { log($0) }
    let centre = x.reduce(0, +) / 5
    let spread = x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    let weights = x.map { ($0 - centre) / spread }
    let slope = zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 }
    let parts = zip(weights, errors).map { $0 * $0 * $1 }
    let variance = parts.reduce(0, +)
    let freedom = variance * variance / parts.reduce(0) { $0 + $1 * $1 / 19 }
    let expected = StudentT.upperTail((0.1 - (1.5 - slope)) / variance.squareRoot(), degreesOfFreedom: freedom)
    #expect(abs((decision.diagnostics.slope ?? 0) - slope) < 1e-12)
    #expect(abs(decision.formulaSupport / expected - 1) < 1e-9)
    #expect(decision.pSupport > decision.formulaSupport)
  }

  @Test("an exponent depends on neither the unit of y nor that of d") func units() throws {
    let predicate = Predicate.exponent(1.5, within: 0.1)
    let plain = try decide(positive { pow($0, 1.55) }, predicate)
    let others = [
      try decide(positive(unit: 1e-13) { pow($0, 1.55) }, predicate),
      try decide(positive(Self.scales.map { 1e5 * $0 }) { pow($0 / 1e5, 1.55) }, predicate),
    ]
    for other in others {
      #expect(abs(log(other.pSupport / plain.pSupport)) < 1e-6 && other.gateSupport == plain.gateSupport)
    }
  }

  @Test("a power with another factor shifts nothing; a wider tolerance only helps") func monotone() throws {
    let evidence = positive { pow($0, 1.55) }
    let sizes = [0.02, 0.06, 0.1, 0.2, 0.5]
    let decisions = try sizes.map { try decide(evidence, .exponent(1.5, within: $0)) }
    for (narrow, wide) in zip(decisions, decisions.dropFirst()) {
      #expect(wide.pSupport <= narrow.pSupport && wide.pRefute >= narrow.pRefute)
    }
  }

  @Test("a bend withholds support, and an ever steeper law is not supported") func bends() throws {
    let bent = try decide(positive(spread: 0.02) { 1 + 1e-4 * $0 * $0 }, .exponent(1.06, within: 0.3))
    #expect(bent.gateSupport == .preAsymptotic)
    let steeper = try decide(positive(spread: 0.02) { $0 * (1 + $0 / 64) }, .exponent(1.66, within: 0.15))
    #expect(steeper.verdict() != .supported)
  }

  @Test("one scale alone refutes no exponent") func firstScale() throws {
    let evidence = positive { $0 == 32 ? 200 * $0 : $0 }
    #expect(try decide(evidence, .exponent(1, within: 0.2)).verdict() == .inconclusive(.preAsymptotic))
  }

  @Test("numbers without a logarithm and identical runs are not judged") func health() throws {
    #expect(try decide(positive { _ in 0 }, .exponent(0, within: 0.1)).stop == .health)
    #expect(try decide(positive(spread: 0) { $0 }, .exponent(1, within: 0.1)).stop == .health)
  }

  // MARK: Curves

  @Test("a curve is supported within its tolerance, and one scale beyond it refutes") func curves() throws {
    let curve = Self.scales.map { 640 / $0 }
    func verdict(_ law: (Double) -> Double, _ tolerance: CurveTolerance) throws -> Verdict {
      try decide(positive(Self.scales, law), .curve(curve, within: tolerance)).verdict()
    }
    #expect(try verdict({ 640 / $0 }, .share(0.1)) == .supported)
    #expect(try verdict({ 660 / $0 }, .share(0.15)) == .supported)
    #expect(try verdict({ 800 / $0 }, .share(0.1)) == .refuted)
    #expect(try verdict({ 500 / $0 }, .share(0.1)) == .refuted)
    for odd in Self.scales {
      #expect(try verdict({ ($0 == odd ? 2 : 1) * 640 / $0 }, .share(0.1)) == .refuted)
    }
    #expect(try verdict({ 640 / $0 }, .difference(0.001)) == .inconclusive(.power))
    #expect(try verdict({ 640 / $0 }, .difference(2)) == .supported)
  }

  @Test("bounded and signed means are compared by their difference") func bounded() throws {
    let rates = Self.scales.map { 0.8 * 32 / $0 }
    #expect(try decide(counts { 0.8 * 32 / $0 }, .curve(rates, within: .difference(0.02))).verdict() == .supported)
    #expect(try decide(counts { 0.7 * 32 / $0 }, .curve(rates, within: .difference(0.02))).verdict() == .refuted)
    let runs = Self.scales.map { _ in (0..<20).map { run -> Double? in -0.3 + 0.01 * Double(run % 7 - 3) } }
    let gaps = Evidence(scales: Self.scales, runs: runs, kind: .signed)
    let below = Self.scales.map { _ in -0.3 }
    #expect(try decide(gaps, .curve(below, within: .difference(0.05))).verdict() == .supported)
    #expect(try decide(gaps, .curve(below.map { -$0 }, within: .difference(0.05))).verdict() == .refuted)
  }

  @Test("support is the worst scale, refutation the best one times their number") func intersectionUnion() throws {
    let curve = Self.scales.map { 640 / $0 }
    let whole = try decide(positive { 650 / $0 }, .curve(curve, within: .share(0.1)))
    // The t test of the scale with the largest p-value, by hand.
    let evidence = positive { 650 / $0 }
    let tails = zip(evidence.runs, curve).map { values, centre -> Double in
      let runs = values.compactMap { $0 }
      let mean = runs.reduce(0, +) / 20
      let variance = runs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 19
      let error = (variance / 20).squareRoot()
      let distance = min(1.1 * centre - mean, mean - 0.9 * centre)
      return StudentT.upperTail(distance / error, degreesOfFreedom: 19)
    }
    let largest = tails.max() ?? 1
    #expect(whole.formulaSupport >= 0.999999 * largest && whole.formulaSupport < 3 * largest)
  }

  @Test("zeros that are predicted need no dispersion") func zeros() throws {
    let runs = Self.scales.map { _ in [Double?](repeating: 0, count: 60) }
    let evidence = Evidence(scales: Self.scales, runs: runs, kind: .count(trials: 1))
    let nothing = Self.scales.map { _ in 0.0 }
    let decision = try decide(evidence, .curve(nothing, within: .difference(0.1)))
    #expect(abs(decision.pSupport - pow(0.9, 60)) < 1e-12 && decision.verdict() == .supported)
    #expect(try decide(evidence, .curve(nothing.map { _ in 0.5 }, within: .difference(0.1))).verdict() == .refuted)
  }

  @Test("a missing run of a bounded metric counts at its worst") func missing() throws {
    let rates = Self.scales.map { _ in 0.2 }
    func decision(_ first: Double?, _ second: Double?) throws -> Decision {
      var evidence = counts { _ in 0.2 }
      evidence.runs[2][0] = first
      evidence.runs[2][1] = second
      return try decide(evidence, .curve(rates, within: .difference(0.05)))
    }
    let absent = try decision(nil, nil)
    #expect(absent.verdict() != .supported && absent.verdict() != .refuted)
    #expect(try decision(nil, nil).pSupport >= decision(1000, 1000).pSupport)
    #expect(try decision(200, 200).verdict() == .supported)
  }

  @Test("a curve depends on neither unit nor the order of runs") func curveUnits() throws {
    let predicate = { (unit: Double) in
      Predicate.curve(Self.scales.map { unit * 640 / $0 }, within: .share(0.1))
    }
    let plain = try decide(positive { 650 / $0 }, predicate(1))
    for unit in [1e-9, 1e9] {
      let other = try decide(positive(unit: unit) { 650 / $0 }, predicate(unit))
      #expect(abs(log(other.pSupport / plain.pSupport)) < 1e-6)
    }
    var reversed = positive { 650 / $0 }
    reversed.runs = reversed.runs.map { $0.reversed() }
    #expect(abs(log(try decide(reversed, predicate(1)).pSupport / plain.pSupport)) < 1e-6)
  }

  @Test("more runs do not destroy power") func power() throws {
    var last = 1.0
    for copies in [1, 2, 4] {
      var evidence = positive { 640 / $0 }
      evidence.runs = evidence.runs.map { Array(repeating: $0, count: copies).flatMap { $0 } }
      let p = try decide(evidence, .curve(Self.scales.map { 640 / $0 }, within: .share(0.1))).pSupport
      #expect(p < last)
      last = p
    }
  }

  @Test("zones out of range are refused") func refusals() {
    let evidence = positive { $0 }
    let curve = Self.scales
    for predicate in [
      Predicate.exponent(.nan, within: 1), .exponent(101, within: 1), .exponent(1, within: 0),
      .exponent(1, within: .nan),
      .curve([1, 2], within: .share(0.1)), .curve(curve.map { -$0 }, within: .difference(1)),
      .curve(curve.map { _ in .nan }, within: .difference(1)), .curve(curve.map { _ in 0 }, within: .share(0.1)),
      .curve(curve, within: .share(1)), .curve(curve, within: .difference(0)),
      .curve(curve, within: .difference(.infinity)),
    ] {
      #expect(throws: DecisionError.self) { try decide(evidence, predicate) }
    }
    #expect(throws: DecisionError.self) { try decide(counts { _ in 0.5 }, .curve(curve, within: .difference(0.1))) }
  }

  @Test("the smallest scales can be left out, and an open question has a plan") func review() throws {
    let review = try DecisionReview(
      of: positive { 640 / $0 }, that: .curve(Self.scales.map { 640 / $0 }, within: .share(0.035)))
    #expect(review.stability.map(\.dropped) == [1])
    let plan = try #require(review.settlement)
    #expect(plan.design?.scales.count ?? 5 == 5)
    let exponent = try DecisionReview(of: positive { pow($0, 1.5) }, that: .exponent(1.5, within: 0.01))
    #expect(exponent.settlement != nil && exponent.decision.verdict() == .inconclusive(.power))
  }
}
