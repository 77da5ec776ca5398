import Foundation
import Testing

@testable import Calibration
@testable import Decision

/// Every route to a decision has the same largest number of scales.
@Suite("Largest number of scales")
struct ScaleCountTests {
  @Test("more scales than any decision takes are refused with the largest number") func manyScales() throws {
    func evidence(_ count: Int) -> Evidence {
      Evidence(
        scales: (0..<count).map { Double(2 + $0) }, runs: (0..<count).map { _ in [0.5, 0.25] }, kind: .positive)
    }
    #expect(throws: DecisionError.tooManyScales(100_000)) {
      try DecisionEngine.decide(evidence(100_000), that: .littleO)
    }
    #expect(throws: DecisionError.tooManyScales(1001)) { try DecisionEngine.decide(evidence(1001), that: .littleO) }
    #expect(throws: Never.self) { try DecisionEngine.decide(evidence(1000), that: .littleO) }
    #expect("\(DecisionError.tooManyScales(1001))" == "scales: 1001 scales; must be at most 1000")
    let list = "[\((2..<100_002).map { "\($0)" }.joined(separator: ","))]"
    let text = """
      {"cases": [{"id": "a", "kind": "positive", "d": \(list), "data": [\(list)], "predicate": {"type": "o1"},
       "expect": {"verdict": "supported"}}]}
      """
    // Lists of runs are counted first, so they match here.
    let runs = "[\([String](repeating: "[1]", count: 100_000).joined(separator: ","))]"
    let results = try CaseFile(Data(text.replacing("[\(list)]", with: runs).utf8)).results()
    #expect(results.map(\.faults) == [["refused (scales: 100000 scales; must be at most 1000), expected supported"]])
  }

  @Test("a search for more scales ends at the largest number") func search() throws {
    let scales = (0..<1000).map { Double(2 + $0) }
    let runs = scales.map { [0.5 + 1 / $0, 0.25, 1.25 - 1 / $0] as [Double?] }
    let evidence = Evidence(scales: scales, runs: runs, kind: .positive)
    var rules = DecisionRules()
    rules.minimumRuns = 3
    #expect(throws: Never.self) {
      let settlement = try Settlement.estimate(evidence, that: .poly(quantum: 0), rules: rules)
      #expect(settlement?.design?.scales.count ?? 0 <= 1000)
    }
  }
}
