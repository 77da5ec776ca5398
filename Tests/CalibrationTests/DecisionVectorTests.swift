import Decision
import Foundation
import TestSupport
import Testing

@testable import Calibration

@Suite("Decision vectors")
struct DecisionVectorTests {
  @Test("every case is present") func coverage() {
    #expect(DecisionVectors.all.cases.count == 73)
    #expect(DecisionVectors.all.families.count == 3)
    #expect(DecisionVectors.all.cases.count(where: \.expected.isError) == 1)
  }

  @Test("p-values, gates, notes, diagnostics and verdict", arguments: DecisionVectors.all.cases)
  func decision(_ sample: DecisionCase) throws {
    let check = CaseCheck(sample)
    #expect(check.result.isPassed, "\(check.result.line)")
    #expect(check.result.remarks.isEmpty, "\(check.result.line)")
    // The vectors list every number that a path produces, so the decision must lack each number that they lack.
    guard let numbers = sample.expected.diagnostics?.numbers, let actual = check.decision?.diagnostics else { return }
    #expect((actual.pMixture == nil) == (numbers["p_mix"] == nil))
    #expect((actual.pDirect == nil) == (numbers["p_dir"] == nil))
    #expect((actual.slope == nil) == (numbers["slope"] == nil))
    #expect((actual.bend == nil) == (numbers["gamma"] == nil))
    #expect((actual.failureLimit == nil) == (numbers["upper"] == nil))
  }

  @Test("every primitive and family") func results() {
    let results = DecisionVectors.all.results()
    #expect(results.count == 73 + 105 + 3)
    for result in results { #expect(result.isPassed && result.remarks.isEmpty, "\(result.line)") }
  }

  @Test("the corrected procedure agrees with an independent computation", arguments: DecisionVectors.corrected.cases)
  func independent(_ sample: DecisionCase) {
    #expect(sample.rules.procedure == .corrected)
    let check = CaseCheck(sample)
    #expect(check.result.isPassed, "\(check.result.line)")
  }

  @Test("the corrected cases reach every verdict and the reasons of the corrections") func correctedCoverage() throws {
    let results = DecisionVectors.corrected.results()
    #expect(results.count == 75 + 2)
    for result in results { #expect(result.isPassed, "\(result.line)") }
    let words = Set(DecisionVectors.corrected.cases.map(\.expected.words))
    #expect(words.isSuperset(of: ["supported", "supported by extrapolation", "not contradicted", "refuted"]))
    for reason in [Reason.power, .health, .floor, .slowGrowth, .slowDecay, .preAsymptotic] {
      #expect(words.contains("inconclusive(\(reason.rawValue))"))
    }
    let relations = Set(DecisionVectors.corrected.cases.map(\.predicate.relation))
    #expect(relations == Set(Relation.allCases))
  }

  /// The cases of the specification that the corrections judge otherwise, with the verdict that they give.
  private static let changed: [String: Verdict] = [
    "c19": .notContradicted, "c37": .inconclusive(.power), "c42": .inconclusive(.slowGrowth),
    "c43": .inconclusive(.slowGrowth),
  ]

  @Test("the corrections change the listed verdicts of the vectors and no others", arguments: DecisionVectors.all.cases)
  func corrected(_ sample: DecisionCase) throws {
    guard !sample.expected.isError else { return }
    var rules = sample.rules
    rules.procedure = .corrected
    let decision = try DecisionEngine.decide(sample.evidence, that: sample.predicate, rules: rules)
    let specified = try sample.decide()
    if let changed = Self.changed[sample.id] {
      #expect(decision.verdict() == changed && specified.verdict() != changed)
    } else {
      // A support may get another word, since the specification has only one.
      let (one, other) = (decision.verdict(), specified.verdict())
      #expect(one == other || one.isSupport && other.isSupport)
    }
  }
}
