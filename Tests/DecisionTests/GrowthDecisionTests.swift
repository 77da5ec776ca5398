import Foundation
import Statistics
import Testing
import struct Decision.Predicate

@testable import Decision

/// Laws of the decisions on Θ, O, poly(d) and with high probability.
@Suite("Growth, polynomials and frequencies")
struct GrowthDecisionTests {
  private let scales: [Double] = [32, 64, 128, 256, 512]

  /// Twenty runs per scale, spread by about 10 % in a fixed pattern.
  private func positive(_ law: (Double) -> Double) -> Evidence {
    let runs = scales.enumerated().map { index, d in
      (0..<20).map { run -> Double? in law(d) * exp(0.1 * sin(Double(run * 7 + index * 3 + 1))) }
    }
    return Evidence(scales: scales, runs: runs, kind: .positive)
  }

  private func reference(_ law: (Double) -> Double) -> GrowthReference { GrowthReference(values: scales.map(law)) }

  @Test("Θ holds for its own law only, O for slower ones too") func growth() throws {
    let root = reference { $0.squareRoot() }
    func verdicts(_ law: (Double) -> Double) throws -> [Verdict] {
      let evidence = positive(law)
      return try [Predicate.bigTheta(root), .bigO(root)].map {
        try DecisionEngine.decide(evidence, that: $0).verdict()
      }
    }
    #expect(try verdicts { $0.squareRoot() } == [.supported, .supported])
    #expect(try verdicts { pow($0, 0.2) } == [.refuted, .supported])
    #expect(try verdicts { $0 } == [.refuted, .refuted])
  }

  @Test("O against a falling law counts growth of the ratio with d") func fallingReference() throws {
    let falling = reference { 1 / $0 }
    func verdict(_ law: (Double) -> Double) throws -> Verdict {
      try DecisionEngine.decide(positive(law), that: .bigO(falling)).verdict()
    }
    #expect(try verdict { 1 / $0 } == .supported)
    #expect(try verdict { 1 / ($0 * $0) } == .supported)
    #expect(try verdict { 1 / $0.squareRoot() } == .refuted)
    #expect(try verdict { _ in 1 } == .refuted)
  }

  @Test("a ratio that falls faster and faster is bounded; one that turns upwards is not supported") func bends() throws
  {
    let inverse = reference { 1 / $0 }
    func verdict(_ law: (Double) -> Double) throws -> Verdict {
      try DecisionEngine.decide(positive(law), that: .bigO(inverse)).verdict()
    }
    #expect(try verdict { exp(-0.02 * $0) / $0 } == .supported)
    #expect(try verdict { (1 + 1e-8 * $0 * $0 * $0) / ($0 * $0.squareRoot()) } != .supported)
  }

  @Test("units do not matter") func units() throws {
    let root = reference { $0.squareRoot() }
    let scaled = reference { 1e6 * $0.squareRoot() }
    let evidence = positive { pow($0, 0.45) }
    var larger = evidence
    larger.runs = evidence.runs.map { $0.map { $0.map { 1e-9 * $0 } } }
    let plain = try DecisionEngine.decide(evidence, that: .bigTheta(root))
    for other in [
      try DecisionEngine.decide(larger, that: .bigTheta(root)),
      try DecisionEngine.decide(evidence, that: .bigTheta(scaled)),
    ] {
      #expect(abs(log(other.formulaSupport / plain.formulaSupport)) < 1e-6)
      #expect(abs((other.diagnostics.slope ?? 0) - (plain.diagnostics.slope ?? 1)) < 1e-9)
    }
    let times = try DecisionEngine.decide(evidence, that: .poly(quantum: 0))
    let fewer = try DecisionEngine.decide(larger, that: .poly(quantum: 0))
    #expect(abs(log(times.formulaSupport / fewer.formulaSupport)) < 1e-6)
  }

  @Test("a bounded metric is judged by its mean") func boundedGrowth() throws {
    let runs = scales.map { d in (0..<20).map { run -> Double? in (8000 / d).rounded() + Double(run % 3) - 1 } }
    let evidence = Evidence(scales: scales, runs: runs, kind: .count(trials: 1000))
    #expect(
      try DecisionEngine.decide(evidence, that: .bigTheta(reference { 1 / $0 })).verdict() == .supported)
    #expect(try DecisionEngine.decide(evidence, that: .bigTheta(.constant(scales: 5))).verdict() == .refuted)
    var zeros = evidence
    zeros.runs[4] = Array(repeating: 0, count: 20)
    let stopped = try DecisionEngine.decide(zeros, that: .bigO(.constant(scales: 5)))
    #expect(stopped.stop == .health && stopped.notes == ["a value or mean of zero or less has no logarithm"])
  }

  @Test("identical runs cannot be judged, but identical rounded times can") func identicalRuns() throws {
    let runs = scales.map { d in Array(repeating: Double?.some(d * d), count: 20) }
    let evidence = Evidence(scales: scales, runs: runs, kind: .positive)
    #expect(try DecisionEngine.decide(evidence, that: .bigTheta(reference { $0 * $0 })).stop == .health)
    #expect(try DecisionEngine.decide(evidence, that: .poly(quantum: 0)).stop == .health)
    #expect(try DecisionEngine.decide(evidence, that: .poly(quantum: log(2))).verdict() == .supported)
  }

  @Test("missing runs of a Boolean count against both sides") func missingBooleans() throws {
    func decide(_ missing: Double?) throws -> Decision {
      let runs = scales.map { _ in Array(repeating: Double?.some(0), count: 18) + [missing, missing] }
      return try DecisionEngine.decide(
        Evidence(scales: scales, runs: runs, kind: .boolean), that: .withHighProbability)
    }
    let (absent, violating, clean) = (try decide(nil), try decide(1), try decide(0))
    #expect(absent.formulaSupport == violating.formulaSupport && absent.formulaSupport > clean.formulaSupport)
    #expect(absent.formulaRefute == clean.formulaRefute && clean.notes == ["zero failures in 100 runs"])
    #expect(absent.notes.isEmpty)
  }

  @Test("a limit that holds at any stopping time is wider") func anytime() throws {
    let runs = scales.map { _ in Array(repeating: Double?.some(0), count: 30) }
    let decision = try DecisionEngine.decide(
      Evidence(scales: scales, runs: runs, kind: .boolean), that: .withHighProbability)
    let (fixed, anytime) = (decision.diagnostics.failureLimit ?? 1, decision.diagnostics.anytimeFailureLimit ?? 0)
    #expect(fixed < anytime && anytime < 0.25)
  }

  @Test("predicates refuse kinds and references that do not fit them") func refusals() {
    let positive = self.positive { $0 }
    #expect(throws: DecisionError.predicateNeedsKind("with high probability", "boolean")) {
      try DecisionEngine.decide(positive, that: .withHighProbability)
    }
    #expect(throws: DecisionError.referenceDoesNotMatchScales(scales: 5, values: 2)) {
      try DecisionEngine.decide(positive, that: .bigO(GrowthReference(values: [1, 2])))
    }
    #expect(throws: DecisionError.referenceOutOfRange(position: 1, value: 0)) {
      try DecisionEngine.decide(positive, that: .bigTheta(GrowthReference(values: [1, 0, 1, 1, 1])))
    }
    var boolean = positive
    boolean.kind = .boolean
    #expect(throws: DecisionError.predicateNeedsKind("poly(d)", "positive")) {
      try DecisionEngine.decide(boolean, that: .poly(quantum: 0))
    }
    #expect(throws: DecisionError.ruleOutOfRange(name: "quantum", value: -1, range: "[0, ∞)")) {
      try DecisionEngine.decide(positive, that: .poly(quantum: -1))
    }
  }

  @Test("rivals that fit are named") func rivals() throws {
    let evidence = positive { pow($0, 0.52) }
    let decision = try DecisionEngine.decide(evidence, that: .bigTheta(reference { $0.squareRoot() }))
    let open = decision.diagnostics.rivals.filter { !$0.isToldApart }.map(\.name)
    #expect(open.contains("h") && !open.contains("h·ln d"))
    let times = try DecisionEngine.decide(positive { $0 * $0 }, that: .poly(quantum: log(2)))
    #expect(times.diagnostics.rivals.first { $0.name == "d^b" }?.isToldApart == false)
    #expect(times.diagnostics.rivals.first { $0.name == "e^(b·d)" }?.isToldApart == true)
  }
}
