import Decision
import TestSupport
import Testing
import struct Decision.Predicate

@testable import Reporting

/// The sentences of a verdict name the number that was excluded, and what the verdict rests on.
@Suite struct VerdictSentenceTests {
  private static let scales: [Double] = [64, 128, 256, 512, 1024]
  private static let flat = GrowthReference.constant(scales: 5)

  private static func page(
    _ verdict: Verdict, _ predicate: Predicate, kind: MetricKind = .count(trials: 500), mean: Double = 0,
    limits: (Double, Double) = (0, 0.0917), change: (inout Diagnostics) -> Void = { _ in }
  ) -> DecisionPage {
    var numbers = Diagnostics()
    numbers.threshold = predicate.relation == .withHighProbability ? 0.1 : 0.05
    change(&numbers)
    let summaries = Self.scales.map {
      ScaleSummary(scale: $0, registeredRuns: 20, presentRuns: 20, mean: mean, lower: limits.0, upper: limits.1)
    }
    return DecisionPage(
      question: predicate.relation.symbol(), metric: "value", kindReason: "",
      evidence: Evidence(
        scales: Self.scales, runs: Self.scales.map { _ in [Double?](repeating: mean, count: 20) }, kind: kind),
      predicate: predicate, rules: DecisionRules(), levels: ErrorLevels(),
      decision: .planted(verdict, diagnostics: numbers, scales: summaries))
  }

  private static func sentence(of page: DecisionPage) -> String { DecisionWords(page).sentences[0] }

  /// The predicates with the kind of their numbers, and the number that a verdict on them excludes.
  private static let predicates: [(predicate: Predicate, kind: MetricKind, numbers: [String])] = [
    (.littleO, .count(trials: 500), ["0.05", "5 %"]), (.bigOmega, .count(trials: 500), ["0.05", "5 %"]),
    (.littleO, .positive, ["0.05"]), (.bigOmega, .signed, ["0.05"]), (.bigO(flat), .positive, ["0.15"]),
    (.bigTheta(flat), .positive, ["±0.15"]), (.poly(), .positive, ["0.5"]),
    (.withHighProbability, .boolean, ["10 %"]),
  ]

  @Test func everyWordNamesTheExcludedNumber() {
    for (predicate, kind, numbers) in Self.predicates {
      for verdict in everyVerdict {
        let sentence = Self.sentence(of: Self.page(verdict, predicate, kind: kind))
        #expect(!sentence.contains("o(1)"), "\(sentence)")
        switch verdict {
        case .supported, .extrapolated, .notContradicted, .refuted:
          let isNamed = numbers.contains { sentence.contains($0) }
          #expect(isNamed && sentence.contains("is excluded at level 2.5 %"), "\(verdict): \(sentence)")
        case .inconclusive(.power), .inconclusive(.slowDecay):
          #expect(sentence.contains("Neither") && numbers.contains { sentence.contains($0) }, "\(sentence)")
        case .inconclusive: #expect(!sentence.contains("excluded"), "\(sentence)")
        }
      }
    }
  }

  /// Saturated data say that nothing was seen, and what the last scale alone allows.
  @Test func unseenFailuresHaveALimit() {
    let zeros = Self.sentence(of: Self.page(.notContradicted, .littleO))
    #expect(
      zeros.contains(
        "All 100 values are 0. Nothing was seen that could contradict this. At d = 1024 alone the mean may be up to 9.2 %; "
          + "the smaller scales are borrowed, under the assumption that means do not rise with d. A limit above 5 % is "
          + "excluded at level 2.5 %"), "\(zeros)")
    let precise = Self.sentence(of: Self.page(.notContradicted, .littleO, limits: (0, 0.002)))
    #expect(precise.contains("At d = 1024 alone the mean may be up to 0.2 %. ") && !precise.contains("borrowed"))
    let small = Self.sentence(of: Self.page(.notContradicted, .littleO, mean: 0.01, limits: (0, 0.04)))
    #expect(small.contains("No mean was above 0.05 at any scale, so no decay was seen."), "\(small)")
    for (limit, isBorrowing) in [(0.139, true), (0.089, false)] {
      let rare = Self.sentence(
        of: Self.page(.notContradicted, .withHighProbability, kind: .boolean) {
          $0.failureLimit = limit
        })
      #expect(rare.contains("At d = 1024 alone up to \(NumberText.percent(limit)) of runs may fail"), "\(rare)")
      #expect(rare.contains("assumption that the share does not rise with d") == isBorrowing, "\(rare)")
    }
  }

  @Test func extrapolationsSayWhatTheyRestOn() {
    let page = Self.page(.extrapolated, .littleO, kind: .positive, mean: 0.07, limits: (0.06, 0.083))
    let sentence = Self.sentence(of: page)
    for part in [
      "A limit above 0.05 is excluded",
      "The last scale alone does not show it: at d = 1024 the mean may be up to 0.083.",
      "the fitted curve, which is continued beyond d = 1024", "It also points the same way without the smallest scale.",
    ] { #expect(sentence.contains(part), "\(part) in \(sentence)") }
  }

  /// Floor and slow growth give their numbers, and read well without them.
  @Test func reasonsGiveTheirNumbers() {
    let floor = Self.sentence(
      of: Self.page(.inconclusive(.floor), .littleO, kind: .positive) {
        ($0.limitEstimate, $0.limitLower, $0.limitUpper) = (0.03, 0.02, 0.04)
      })
    #expect(
      floor.contains("The limit is below ε = 0.05, but the data point to 0.03 [0.02, 0.04], not to 0."), "\(floor)")
    let bare = Self.sentence(of: Self.page(.inconclusive(.floor), .littleO) { $0.threshold = nil })
    #expect(bare.contains("The limit is below ε, but the data point to a positive limit, not to 0."), "\(bare)")
    for (slope, words) in [(0.09, "grows by 0.09 ± 0.003"), (-0.09, "falls by 0.09 ± 0.003")] {
      let slow = Self.sentence(
        of: Self.page(.inconclusive(.slowGrowth), .bigTheta(Self.flat), kind: .positive) {
          ($0.slope, $0.slopeError) = (slope, 0.003)
        })
      #expect(
        slow.contains("ln(value/f) \(words) per unit of ln d: more slowly than the tolerance 0.15, but"), "\(slow)")
    }
    let unnumbered = Self.sentence(of: Self.page(.inconclusive(.slowGrowth), .bigO(Self.flat), kind: .positive))
    #expect(unnumbered.contains("but it surely changes."), "\(unnumbered)")
  }

  @Test func newNumbersReachTextAndJSON() {
    let page = Self.page(.inconclusive(.floor), .littleO, kind: .positive) {
      ($0.limitEstimate, $0.limitLower, $0.limitUpper, $0.pZeroFloor) = (0.03, 0.02, 0.04, 1e-12)
    }
    #expect(page.text.contains("0.03 [0.02, 0.04]; against a limit of 0: p < 10⁻⁹"), "\(page.text)")
    #expect(page.json.contains("\"pZeroFloor\": 1e-12") && page.json.contains("\"limitUpper\": 0.04"))
    #expect(page.json.contains("\"pGrowth\": null"))
  }
}
