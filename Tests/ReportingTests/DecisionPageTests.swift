import ClaimKit
import Decision
import Foundation
import Testing
import struct Decision.Predicate

@testable import Reporting

@Suite struct DecisionPageTests {
  private static let scales: [Double] = [32, 64, 128, 256, 512]

  /// Twenty runs per scale around a mean.
  private static func runs(_ means: [Double], unit: Double = 1) -> [[Double?]] {
    means.map { mean in
      (0..<20).map { run -> Double? in
        let factor: Double = 1 + 0.02 * Double(run % 5 - 2)
        return mean * unit * factor
      }
    }
  }

  private static func page(
    _ question: String, _ means: [Double], kind: MetricKind, predicate: Predicate,
    rules: DecisionRules = DecisionRules(), metric: String = "value", additions: [PageAddition] = []
  ) throws -> DecisionPage {
    var unit = 1.0
    if case .count(let trials) = kind { unit = Double(trials) }
    let evidence = Evidence(scales: Self.scales, runs: Self.runs(means, unit: unit), kind: kind)
    return DecisionPage(
      question: question, metric: metric, kindReason: "there is a column trials", remarks: ["a remark"],
      evidence: evidence, predicate: predicate, rules: rules, levels: ErrorLevels(),
      decision: try DecisionEngine.decide(evidence, that: predicate, rules: rules), additions: additions)
  }

  private static let decaying = [0.4, 0.2, 0.1, 0.05, 0.02]

  /// One page per predicate and kind, and some that are not judged.
  private static func pages() throws -> [DecisionPage] {
    let law = GrowthReference(values: Self.scales.map { $0.squareRoot() })
    var pages = [
      try Self.page("o(1)", decaying, kind: .count(trials: 1000), predicate: .littleO),
      try Self.page("Ω(1)", decaying, kind: .positive, predicate: .bigOmega, rules: .losses),
      try Self.page("o(1)", [0, 0, 0, 0, 0], kind: .signed, predicate: .littleO),
      try Self.page("O(√d)", [5, 8, 11, 16, 22], kind: .positive, predicate: .bigO(law)),
      try Self.page("Θ(√d)", [5, 8, 11, 16, 90], kind: .positive, predicate: .bigTheta(law)),
      try Self.page("poly(d)", [5, 8, 11, 16, 22], kind: .positive, predicate: .poly(quantum: 0)),
      try Self.page("w.h.p.", [0, 0, 0, 0, 0], kind: .boolean, predicate: .withHighProbability),
      try Self.page("o(1)", [1, 1, 1, 1, .nan], kind: .positive, predicate: .littleO),
      try Self.page("o(1)", [1, 1, 1, 1, 1e99], kind: .positive, predicate: .littleO),
    ]
    // Limits that overflow, on both axes.
    var few = DecisionRules()
    few.minimumRuns = 2
    let wild = Evidence(scales: Self.scales, runs: Self.scales.map { _ in [1e-300, 1e100] }, kind: .positive)
    for predicate in [Predicate.bigO(.constant(scales: 5)), .littleO] {
      pages.append(
        DecisionPage(
          question: "wild", metric: "value", kindReason: "", evidence: wild, predicate: predicate, rules: few,
          levels: ErrorLevels(), decision: try DecisionEngine.decide(wild, that: predicate, rules: few)))
    }
    let single = Evidence(scales: [2], runs: [[1]], kind: .positive)
    pages.append(
      DecisionPage(
        question: "o(1)", metric: "value", kindReason: "", evidence: single, predicate: .littleO,
        rules: DecisionRules(), levels: ErrorLevels(),
        decision: try DecisionEngine.decide(single, that: .littleO)))
    return pages
  }

  /// A plan that no design settles must not stand beside a sentence that promises more runs or larger scales.
  @Test func pagesDoNotContradictTheirPlan() throws {
    var unsettled = 0
    for (kind, unit) in [(MetricKind.count(trials: 500), 500.0), (.signed, 1)] {
      for means in [[0.05, 0.05, 0.05, 0.05, 0.05], [0.3, 0.18, 0.11, 0.07, 0.052], [0.2, 0.15, 0.1, 0.05, 0.05]] {
        for predicate in [Predicate.littleO, .bigOmega] {
          let rows = means.map { mean in (1...20).map { run -> Double? in unit * mean * (0.5 + Double(run) / 21) } }
          let evidence = Evidence(scales: Self.scales, runs: rows, kind: kind)
          let (rules, levels) = (DecisionRules(), ErrorLevels())
          let review = try DecisionReview(of: evidence, that: predicate, rules: rules, levels: levels)
          let page = DecisionPage(
            question: "a limit", metric: "value", kindReason: "", evidence: evidence, predicate: predicate,
            rules: rules, levels: levels, decision: review.decision, additions: DecisionAdditions.all(of: review))
          let text = page.text.replacing("\n", with: " ")
          guard text.contains("no number of runs") else { continue }
          unsettled += 1
          for promise in ["nly the number of runs", "too few runs", "ore runs may", "arger scales may"] {
            #expect(!text.contains(promise), "\(promise)")
          }
        }
      }
    }
    #expect(unsettled > 0)
  }

  @Test func countsOfOneAreSingular() throws {
    let single = Evidence(scales: [64], runs: [[0.5]], kind: .positive)
    let (rules, levels) = (DecisionRules.losses, ErrorLevels())
    let review = try DecisionReview(of: single, that: .littleO, rules: rules, levels: levels)
    let page = DecisionPage(
      question: "o(1)", metric: "value", kindReason: "", evidence: single, predicate: .littleO, rules: rules,
      levels: levels, decision: review.decision, additions: DecisionAdditions.all(of: review))
    let text = page.text.replacing("\n", with: " ")
    for part in [
      "1 scale (d = 64), 1 run registered at each, 1 value in all", "1 scale where at least 5 are needed",
      "1 run at a scale where at least 20 are needed", "from so few scales or runs its outcome",
    ] { #expect(text.contains(part), "\(part)") }
  }

  /// A gate withholds at the level of all looks together, also where this look may spend less.
  @Test func gatesWithholdAtTheFullLevel() {
    let levels = ErrorLevels(look: 1)
    let decision = Decision(pSupport: 0.02, pRefute: 1, gateSupport: .slowDecay)
    #expect(decision.pSupport > levels.spentOnSupport && decision.pSupport <= levels.support)
    #expect(decision.verdict(levels: levels) == .inconclusive(.slowDecay))
    let page = DecisionPage(
      question: "o(1)", metric: "value", kindReason: "",
      evidence: Evidence(scales: [32, 64], runs: [[0.1], [0.1]], kind: .positive), predicate: .littleO,
      rules: DecisionRules(), levels: levels, decision: decision)
    #expect(page.text.contains("support is withheld: slow-decay"))
  }

  @Test func gatesThatWithheldNothingSaySo() throws {
    let page = try Self.page(
      "O(1)", [0.1, 0.2, 0.4, 0.8, 1.6], kind: .positive, predicate: .bigO(.constant(scales: 5)))
    #expect(page.verdict == .refuted && page.decision.gateSupport == .slowGrowth)
    #expect(page.text.contains("support would be withheld: slow-growth"))
    #expect(!page.text.contains("p = <"))
  }

  @Test func textSaysWhatWasAskedAndFound() throws {
    let lines = try Self.page("o(1)", Self.decaying, kind: .count(trials: 1000), predicate: .littleO).text
    let text = lines.replacing("\n", with: " ")
    for part in [
      "o(1) of value: supported", "p for ", "A limit above 0.05 is excluded at level 2.5 %, provided",
      "not about the limit itself",
      "count out of 1000 (there is a column trials)", "ε = 0.05", "d^−0.25", "5 scales (d = 32 … 512)",
      "100 values in all", "model", "best curve", "lack of fit", "local order", "lower 95 %", "a remark.", "●",
    ] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    #expect(!text.contains("proved") && !text.contains("confirmed"))
    #expect(lines.split(separator: "\n").allSatisfy { $0.count <= 100 && $0.last != " " })
  }

  @Test func jsonHasEveryKeyAndFiniteNumbers() throws {
    for page in try Self.pages() {
      let object = try #require(JSONSerialization.jsonObject(with: Data(page.json.utf8)) as? [String: Any])
      for key in [
        "question", "predicate", "kind", "rules", "verdict", "reason", "pSupport", "pRefute", "gateSupport",
        "gateRefute",
        "stop", "notes", "diagnostics", "scales", "curve", "levels",
      ] {
        #expect(object[key] != nil, "\(key)")
      }
      #expect(page.json.contains("\"pSupport\": \(NumberText.exact(page.decision.pSupport))"))
      #expect((object["scales"] as? [Any])?.count == page.evidence.scales.count)
      let keys = page.json.split(separator: "\n").filter { $0.hasPrefix("  \"") }
      #expect(keys == keys.sorted())
    }
    #expect(JSONValue.array([.number(.nan), .number(.infinity), .number(0.1), .number(-3)]).text.contains("null"))
    #expect(JSONValue.string("a\"\\\n\u{1}ü").text == "\"a\\\"\\\\\\n\\u0001ü\"")
    // Whatever could change what a terminal shows is written as an escape, also beyond U+FFFF.
    let steering = "\u{0}\u{1F}\u{7F}\u{9B}\u{2028}\u{2029}\u{202E}\u{2066}\u{E0041}"
    let text = JSONValue.string(steering).text
    #expect(text == #""\u0000\u001f\u007f\u009b\u2028\u2029\u202e\u2066\udb40\udc41""#)
    #expect(try JSONDecoder().decode(String.self, from: Data(text.utf8)) == steering)
    #expect(JSONValue.object([:]).text == "{}")
  }

  @Test func everyPageCanBeDrawn() throws {
    for page in try Self.pages() {
      #expect(page.svg.hasPrefix("<svg") && !page.svg.contains("nan") && !page.svg.contains("inf\""))
      #expect(page.text.split(separator: "\n").allSatisfy { $0.count <= 100 }, "\(page.text)")
      #expect(page.markdown().contains("| d | runs |"))
      if let chart = TextChart(DecisionChart(page).chart)?.text {
        #expect(chart.split(separator: "\n").allSatisfy { $0.count <= 76 && $0.last != " " }, "\(chart)")
      }
    }
  }

  @Test func markupCannotEscape() throws {
    let evil = "<script>|`*_[x](y)"
    let addition = PageAddition(
      title: evil, sentences: [evil], key: "evil", value: .object(["text": .string(evil)]))
    let page = try Self.page(
      evil, Self.decaying, kind: .count(trials: 1000), predicate: .littleO, metric: evil, additions: [addition])
    let markdown = page.markdown(image: "a b)<i>.svg")
    #expect(!markdown.contains("<script>") && !markdown.contains("<i>") && !markdown.contains("[x]("))
    #expect(markdown.contains("](a%20b%29%3Ci%3E.svg)"))
    #expect(!page.svg.contains("<script>"))
    #expect(page.text.contains("<script>"))
    let object = try #require(JSONSerialization.jsonObject(with: Data(page.json.utf8)) as? [String: Any])
    #expect((object["evil"] as? [String: String])?["text"] == evil)
  }

  @Test func markdownShowsImageOrText() throws {
    let page = try Self.page("o(1)", Self.decaying, kind: .count(trials: 1000), predicate: .littleO)
    #expect(page.markdown().contains("```text\n"))
    #expect(page.markdown(image: "chart.svg").contains("](chart.svg)"))
    #expect(!page.markdown(image: "chart.svg").contains("```"))
  }

  @Test func textChartIsKnown() throws {
    let points = zip([16.0, 32, 64, 128, 256], [0.8, 0.4, 0.2, 0.1, 0.05]).map { scale, mean in
      (scale: scale, mean: mean, lower: Optional(0.8 * mean), upper: Optional(1.25 * mean))
    }
    let series = Chart.Series(name: "value", isControl: false, points: points, runs: [], curve: [])
    let chart = Chart(
      title: "", valueLabel: "value", axis: .logarithmic, scales: points.map(\.scale), series: [series], threshold: 0.1)
    let text = try #require(TextChart(chart)?.text)
    #expect(text == Self.known, "\(text)")
  }

  private static let known = """
            1 ┤  ┬
              │  ●
              │  ┴
              │                ┬
              │                ●
              │                ┴
              │                               ┬
        0.177 ┤                               ●
              │                                             ┬
          0.1 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌●╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌
              │                                             ┴
              │                                                           ┬
              │                                                           ●
         0.04 ┤                                                           ┴
              └──────────────────────────────────────────────────────────────
                 16            32             64           128           256
               ● value (log) against d (log), ╌ materiality ε
    """
}
