import Foundation
import TestSupport
import Testing

@testable import Decision

@Suite("Inputs of the decision")
struct DecisionInputTests {
  static let scales: [Double] = [32, 64, 128, 256, 512]

  /// Twenty runs per scale, half of them a little above and half a little below the mean.
  static func spread(_ means: [Double], by fraction: Double, scales: [Double] = scales, kind: MetricKind) -> Evidence {
    let offsets = (0..<20).map { index -> Double in
      let size = fraction * Double(index / 2 + 1) / 10
      return index.isMultiple(of: 2) ? size : -size
    }
    let runs = means.map { mean in offsets.map { Optional(mean * (1 + $0)) } }
    return Evidence(scales: scales, runs: runs, kind: kind)
  }

  private static let healthy = spread([0.8, 0.4, 0.2, 0.1, 0.05], by: 0.2, kind: .positive)

  @Test("empty data are an error") func empty() {
    for evidence in [
      Evidence(scales: [], runs: [], kind: .positive),
      Evidence(scales: [32, 64], runs: [[], []], kind: .signed),
    ] {
      #expect(throws: DecisionError.emptyData) { try DecisionEngine.decide(evidence, that: .littleO) }
    }
  }

  @Test("malformed input is an error that names the input") func malformed() {
    func expect(_ error: DecisionError, _ text: String, _ change: (inout Evidence, inout DecisionRules) -> Void) {
      var (evidence, rules) = (Self.healthy, DecisionRules())
      change(&evidence, &rules)
      #expect(throws: error) { try DecisionEngine.decide(evidence, that: .littleO, rules: rules) }
      #expect("\(error)".contains(text))
    }
    expect(.runsDoNotMatchScales(scales: 5, lists: 4), "4 lists of runs for 5 scales") { e, _ in e.runs.removeLast() }
    expect(.scaleOutOfOrder(position: 1, value: 32), "scales[1] = 32.0") { e, _ in e.scales[1] = 32 }
    expect(.scaleOutOfOrder(position: 0, value: 1), "above 1") { e, _ in e.scales[0] = 1 }
    expect(.scaleOutOfOrder(position: 4, value: .infinity), "finite") { e, _ in e.scales[4] = .infinity }
    expect(.trialsOutOfRange(0), "trials = 0") { e, _ in e.kind = .count(trials: 0) }
    expect(.relativeMaterialityNeedsPositiveKind, "isRelative") { e, r in
      e.kind = .signed
      r.isRelative = true
    }
    expect(.ruleOutOfRange(name: "materiality", value: -1, range: "(0, ∞)"), "materiality = -1.0") { _, r in
      r.materiality = -1
    }
    expect(.ruleOutOfRange(name: "minimumScales", value: 3, range: "[4, ∞)"), "minimumScales") { _, r in
      r.minimumScales = 3
    }
    expect(.ruleOutOfRange(name: "slowestPower", value: 7, range: "(0, 6.0)"), "(0, 6.0)") { _, r in
      r.slowestPower = 7
    }
  }

  private func stop(_ evidence: Evidence, rules: DecisionRules = DecisionRules()) throws -> Decision {
    let decision = try DecisionEngine.decide(evidence, that: .littleO, rules: rules)
    #expect(decision.formulaSupport == 1 && decision.formulaRefute == 1)
    #expect(decision.notes.count == 1)
    return decision
  }

  @Test("too small a design stops the decision") func design() throws {
    var few = Self.healthy
    few.scales.removeLast()
    few.runs.removeLast()
    #expect(try stop(few).stop == .design)
    var narrow = Self.healthy
    narrow.scales = [32, 64, 128, 256, 511]
    #expect(try stop(narrow).stop == .design)
    var short = Self.healthy
    short.runs[3].removeLast()
    #expect(try stop(short).verdict() == .inconclusive(.design))
  }

  @Test("design is judged before health") func order() throws {
    var evidence = Self.healthy
    evidence.runs[0][0] = .nan
    evidence.runs[3].removeLast()
    #expect(try stop(evidence).stop == .design)
  }

  @Test("more than a tenth missing at one scale is unhealthy") func missing() throws {
    var evidence = Self.healthy
    for index in 0..<2 { evidence.runs[1][index] = nil }
    #expect(try DecisionEngine.decide(evidence, that: .bigO(.constant(scales: 5))).stop == nil)
    // Under o(1), the worst that a missing run of a metric without a range could have been is unbounded.
    #expect(try stop(evidence).stop == .health)
    evidence.runs[1][2] = nil
    let decision = try stop(evidence)
    #expect(decision.stop == .health)
    #expect(decision.scales[1].presentRuns == 17)
    #expect(decision.scales[1].lower == nil)
    evidence.runs = evidence.runs.map { $0.map { _ in nil } }
    #expect(try stop(evidence).stop == .health)
  }

  @Test("impossible values are unhealthy", arguments: [Double.nan, .infinity, -0.1])
  func impossible(value: Double) throws {
    var evidence = Self.healthy
    evidence.runs[4][19] = value
    let decision = try stop(evidence)
    #expect(decision.stop == .health)
    #expect(decision.scales[4].mean == nil)
    #expect(decision.scales[3].mean != nil)
  }

  @Test("ranges follow the kind") func ranges() throws {
    var signed = Self.spread([0.8, 0.4, 0.2, 0.1, 0.05], by: 0.2, kind: .signed)
    #expect(try DecisionEngine.decide(signed, that: .littleO).stop == nil)
    signed.runs[0][0] = -1.001
    #expect(try stop(signed).stop == .health)
    var counts = Self.spread([80, 40, 20, 10, 5], by: 0.2, kind: .count(trials: 100))
    #expect(try DecisionEngine.decide(counts, that: .littleO).stop == nil)
    counts.runs[0][0] = 100.5
    #expect(try stop(counts).stop == .health)
  }

  @Test("any admissible numbers give p-values, whatever their size") func extremes() throws {
    var generator = SplitMix64(seed: 99)
    let pools: [(MetricKind, [Double])] = [
      (.count(trials: 3), [0, 0.5, 1, 1.5, 3]), (.signed, [-1, 0, 1, 1e-300, -1e-160, 0.5, 1e-9]),
      (.positive, [0, 1e-300, 1e-160, 1e-12, 1, 1e6, 1e100]),
    ]
    for (kind, pool) in pools {
      for round in 0..<40 {
        let runs = Self.scales.map { _ in
          let (usual, rare) = (pool.randomElement(using: &generator), pool.randomElement(using: &generator))
          return (0..<20).map { _ in generator.uniform() < Double(round) / 80 ? rare : usual }
        }
        let evidence = Evidence(scales: Self.scales, runs: runs, kind: kind)
        for rules in kind == .positive ? [DecisionRules(), .losses] : [DecisionRules()] {
          let decision = try DecisionEngine.decide(evidence, that: .littleO, rules: rules)
          #expect((0...1).contains(decision.formulaSupport) && (0...1).contains(decision.formulaRefute), "\(evidence)")
          #expect(decision.scales.allSatisfy { ($0.lower ?? 0) <= ($0.upper ?? 0) })
        }
      }
    }
  }

  @Test("identical runs are unhealthy unless saturated") func identical() throws {
    func constant(_ value: Double, _ kind: MetricKind) -> Evidence {
      Self.spread([value, value, value, value, value], by: 0, kind: kind)
    }
    #expect(try stop(constant(0.3, .positive)).stop == .health)
    #expect(try stop(constant(0.3, .signed)).stop == .health)
    #expect(try stop(constant(30, .count(trials: 100))).stop == .health)
    for evidence in [constant(0, .signed), constant(-1, .signed), constant(100, .count(trials: 100))] {
      #expect(try DecisionEngine.decide(evidence, that: .littleO).stop == nil)
    }
  }
}
