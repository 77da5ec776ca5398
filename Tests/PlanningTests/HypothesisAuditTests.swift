import ClaimKit
import MultiView
import MultiViewClaims
import TestSupport
import Testing

@testable import Planning

/// Hypotheses are held against the parameters of the trials at every registered scale.
@Suite struct HypothesisAuditTests {
  /// A claim with the given hypotheses, about coarse labels or about both label sets.
  private struct Assuming: Claim {
    var hypotheses: [Given] = []
    var regime = Regime.standard
    var isCompared = false
    var axis = ClaimKit.Axis.dimension

    let source = Source("A test", .chosen)
    let title = "Hypotheses"
    let says = "A test."
    private let gap = Quantity.difference(of: .trainingLoss, under: .coarse, minus: .fine)

    var statement: [Clause] {
      let conclusion: Clause = .conclude(
        Conclusion(quantity: isCompared ? gap : .trainingLoss, order: .bigOmega))
      let labels: [Clause] = isCompared ? [] : [StatementBuilder.buildExpression(Given(labels: .coarse))]
      return labels + hypotheses.map { StatementBuilder.buildExpression($0) } + [conclusion]
    }
    var standIn: StandIn {
      StandIn(
        regime: regime, axis: axis, window: Window(.scaledSteps, readFrom: .end, because: "a test"),
        materialities: [Materiality(of: isCompared ? gap : .trainingLoss, 0.05, because: "a test")])
    }
    var controls: [Control] {
      Control("two subclasses", refutes: isCompared ? gap : .trainingLoss, because: "a test") {
        $0.regime = .constantK
      }
    }
  }

  private func audits(_ claim: Assuming, runs: Int = 1) throws -> [HypothesisAudit] {
    HypothesisAudit.all(of: try Study(claim, control: nil, design: Design(.quick, runs: runs)))
  }

  private func audit(_ given: Given, in regime: Regime = .standard) throws -> HypothesisAudit {
    try #require(try audits(Assuming(hypotheses: [given], regime: regime)).first)
  }

  /// k = max(2, round(L²/2)) at d = 32…512, worked out by hand.
  @Test func valuesAreThoseOfTheTrials() throws {
    let audit = try audit(Given(.k, atLeast: .polylog(.d)))
    #expect(audit.standing == .constantUnknown && audit.rows.count == 1)
    #expect(audit.rows[0].readings.map(\.value) == [6, 9, 12, 15, 19])
    #expect(audit.rows[0].readings.map(\.base) == [32, 64, 128, 256, 512])
  }

  /// A constant is no polylog(d) from below, and a growing number tends to no zero.
  @Test func growthThatIsNotThereIsAViolation() throws {
    let constant = try audit(Given(.k, atLeast: .polylog(.d)), in: .constantK)
    #expect(constant.standing == .violated && constant.reason.contains("does not grow"))
    #expect(try audit(Given(.iota, atMost: .oneOverPolylog(.d))).standing == .violated)
    #expect(try audit(Given(.distractorStrength, atMost: .oneOverPolylog(.d))).standing == .constantUnknown)
    #expect(try audit(Given(.s, atMost: .polylog(.d))).standing == .constantUnknown)
    #expect(try audit(Given(.width, atLeast: .poly(.d))).standing == .constantUnknown)
    // Zero is at most everything that tends to 0.
    let share = Term(setting: "hardShare", writtenAs: "ρ")
    #expect(try audit(Given(share, atMost: .oneOverPolylog(.d))).standing == .holds)
  }

  /// 32^0.4 = 4, and k = 6 there; a law of k below d^0.4 at every scale holds.
  @Test func explicitBoundsAreHeldAgainstEveryScale() throws {
    let bound = Given(.k, atMost: .power(.d, 0.4))
    let standard = try audit(bound)
    #expect(standard.standing == .violated && standard.hypothesis.text == "k_y ≤ d^0.4")
    #expect(abs((standard.rows[0].readings[0].bound ?? 0) - 4) < 1e-12)
    #expect(standard.reason.hasPrefix("it fails at d = 32, "))
    let few = Regime.standard.varied(
      as: "few", "A test.", [.k: Rule("⌊ln d⌋", because: "a test") { $0.L.rounded(.down) }])
    #expect(try audit(bound, in: few).standing == .holds)
    // Equality holds, whatever the last digit of a power is.
    #expect(try audit(Given(.d, atLeast: .power(.d, 1))).standing == .holds)
    #expect(try audit(Given(.distractors, atMost: .s)).standing == .holds)
    #expect(try audit(Given(.lucky, atLeast: .log(.d))).standing == .holds)
    #expect(try audit(Given(.lucky, atLeast: .log(.d, power: 2))).standing == .violated)
  }

  /// B = 64 is 16 times two labels, and less than 16 times 2k labels.
  @Test func everyArmIsChecked() throws {
    let audit = try #require(
      try audits(Assuming(hypotheses: [Given(.batch, atLeast: .labels(times: 16))], isCompared: true)).first)
    #expect(audit.hypothesis.text == "B ≥ 16·(number of labels)")
    #expect(audit.rows.map(\.arms) == [[.coarse], [.fine]])
    #expect(audit.rows.map(\.standing) == [.holds, .violated] && audit.standing == .violated)
    #expect(audit.rows[1].readings.map(\.bound) == [6, 9, 12, 15, 19].map { 16 * 2 * $0 })
    let agreed = try #require(
      try audits(Assuming(hypotheses: [Given(.k, atLeast: .polylog(.d))], isCompared: true)).first)
    #expect(agreed.rows.map(\.arms) == [[.coarse, .fine]])
  }

  /// Labels hold by construction; words, times and unknown settings are not checked.
  @Test func whatHasNoNumberIsNotChecked() throws {
    let audits = try audits(
      Assuming(hypotheses: [
        Given("the noise is Gaussian"), Given(.T, atLeast: .tStar), Given(.k, atLeast: .polylog(.T)),
        Given(Term(setting: "nothing", writtenAs: "z"), atLeast: .d),
      ]))
    #expect(audits.count == 4 && audits.allSatisfy { $0.standing == .notChecked && $0.rows.isEmpty })
    #expect(audits.allSatisfy { !$0.reason.isEmpty })
    #expect(try self.audits(Assuming()).isEmpty)
  }

  /// At a fixed d nothing can grow with d, so a constant k is no violation.
  @Test func aFixedScaleDecidesNothing() throws {
    let claim = Assuming(hypotheses: [Given(.k, atLeast: .polylog(.d))], regime: .constantK, axis: .time)
    let audit = try #require(try audits(claim).first)
    #expect(audit.standing == .constantUnknown && audit.reason.contains("d is fixed"))
  }

  /// Registrations hash these words.
  @Test func wordsOfHypotheses() {
    let words: [(Given, String)] = [
      (Given(.k, atLeast: .polylog(.d)), "k_y ≥ polylog(d)"), (Given(.T, atLeast: .tStar), "T ≥ T*"),
      (Given(.iota, atMost: .oneOverPolylog(.d)), "ι ≤ 1/polylog(d)"), (Given(.k, atMost: .power(.d, 0.5)), "k_y ≤ √d"),
      (Given(.batch, atLeast: .labels(times: 1)), "B ≥ number of labels"), (Given("a word"), "a word"),
    ]
    for (given, text) in words {
      #expect(StatementBuilder.buildExpression(given).text == text)
    }
  }
}
