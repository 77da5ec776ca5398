import Decision

/// One decision as a reader sees it: plain text, Markdown or JSON.
///
/// A pure function of what was asked, the numbers, the rules and the decision; the same bytes on every machine.
package struct DecisionPage: Sendable {
  /// What is asked, in notation, such as `o(1)`.
  package let question: String
  /// What one number is, such as `value` or `a − b`.
  package let metric: String
  /// Why the numbers are of their kind.
  package let kindReason: String
  /// Sentences, without a full stop, on how the numbers were read.
  package let remarks: [String]
  /// The numbers.
  package let evidence: Evidence
  /// What the engine was asked.
  package let predicate: Predicate
  /// The rules.
  package let rules: DecisionRules
  /// The levels.
  package let levels: ErrorLevels
  /// The decision.
  package let decision: Decision
  /// Further sections, in their order.
  package let additions: [PageAddition]

  /// A page from its parts.
  package init(
    question: String, metric: String, kindReason: String, remarks: [String] = [], evidence: Evidence,
    predicate: Predicate, rules: DecisionRules, levels: ErrorLevels, decision: Decision,
    additions: [PageAddition] = []
  ) {
    self.question = question
    self.metric = metric
    self.kindReason = kindReason
    self.remarks = remarks
    self.evidence = evidence
    self.predicate = predicate
    self.rules = rules
    self.levels = levels
    self.decision = decision
    self.additions = additions
  }

  /// The page of a question posed to measurements, with everything that its review found.
  package init(_ posed: PosedQuestion, _ review: DecisionReview) {
    self.init(
      question: posed.question.text, metric: posed.metric, kindReason: posed.kindReason, remarks: posed.remarks,
      evidence: review.evidence, predicate: review.predicate, rules: review.rules, levels: review.levels,
      decision: review.decision, additions: DecisionAdditions.all(of: review))
  }

  /// The verdict on the question alone.
  package var verdict: Verdict { decision.verdict(levels: levels) }

  /// The SVG image.
  package var svg: String { ChartDrawing(DecisionChart(self).chart).svg }

  /// The page as plain text.
  package var text: String { text(width: nil) }

  /// Returns the page as plain text for a terminal.
  ///
  /// - Parameter columns: The width of the terminal; nil if none is known.
  package func text(width columns: Int?) -> String {
    let words = DecisionWords(self)
    let width = min(TextBlock.width, columns ?? TextBlock.width)
    var blocks = [
      words.title, words.sentences.map { TextBlock.wrapped($0, width: width) }.joined(separator: "\n"),
      TextBlock.labelled(words.facts, width: width), TextBlock.table(header, rows, width: columns),
    ]
    if let chart = TextChart(DecisionChart(self).chart)?.text { blocks.append(chart) }
    blocks += additions.map { addition in
      ([addition.title] + addition.sentences.map { TextBlock.wrapped($0, width: width) }).joined(separator: "\n")
    }
    return blocks.joined(separator: "\n\n")
  }

  /// The page as Markdown.
  ///
  /// - Parameter image: The address of the chart's image; without it the chart stands as text.
  package func markdown(image: String? = nil) -> String {
    let words = DecisionWords(self)
    var blocks = ["# \(Markup.prose(words.title))"]
    blocks += words.sentences.map { Markup.prose($0) }
    blocks.append(Markup.table(["", ""], words.facts.map { [Markup.prose($0.label), Markup.prose($0.text)] }))
    blocks.append(Markup.table(header, rows))
    let chart = DecisionChart(self).chart
    if let image {
      blocks.append("![\(Markup.prose(chart.title))](\(Markup.address(image)))")
    } else if let text = TextChart(chart)?.text {
      blocks.append("```text\n\(text)\n```")
    }
    for addition in additions {
      blocks.append("## \(Markup.prose(addition.title))")
      blocks += addition.sentences.map { Markup.prose($0) }
    }
    return blocks.joined(separator: "\n\n")
  }

  /// The page as one JSON object.
  package var json: String { DecisionObject(self).value.document }

  var header: [String] {
    let level = NumberText.short(100 * (1 - rules.gateLevel))
    let mean = predicate.isLogarithmic && evidence.kind == .positive ? "geometric mean" : "mean"
    return ["d", "runs", mean, "lower \(level) %", "upper \(level) %", "local order"]
  }

  var rows: [[String]] { ReportText.rows(of: decision) }
}

/// The further sections of a decision page: its stability, and what would settle it.
package enum DecisionAdditions {
  /// The sections that a review has: stability if scales could be left out, a plan if the question is open.
  package static func all(of review: DecisionReview) -> [PageAddition] {
    [stability(review.stability, review.evidence.scales), review.settlement.map(settlement)].compactMap { $0 }
  }

  private static func stability(_ checks: [StabilityCheck], _ scales: [Double]) -> PageAddition? {
    guard !checks.isEmpty else { return nil }
    let sentences = checks.map { check in
      "Without d = \(scales.prefix(check.dropped).map(NumberText.exact).joined(separator: ", ")): \(check.verdict) "
        + "(p for \(NumberText.probability(check.decision.pSupport)), "
        + "p against \(NumberText.probability(check.decision.pRefute)))."
    }
    let values = checks.map { check in
      JSONValue.object([
        "dropped": .integer(check.dropped), "verdict": .string("\(check.verdict)"),
        "pSupport": .number(check.decision.pSupport), "pRefute": .number(check.decision.pRefute),
      ])
    }
    return PageAddition(
      title: "without the smallest scales", sentences: sentences, key: "stability", value: .array(values))
  }

  private static func settlement(_ plan: Settlement) -> PageAddition {
    var sentences = [plan.reason, plan.outlook]
    if plan.wouldBe != nil {
      sentences.append("This is a plan, not a promise: the curves are estimated from the present runs.")
    }
    let design = plan.design.map { design in
      JSONValue.object([
        "scales": .array(design.scales.map { .number($0) }), "runs": .integer(design.runs),
        "additionalRuns": .array(design.additionalRuns.map { .integer($0) }), "text": .string(design.text),
      ])
    }
    return PageAddition(
      title: "what it would take to settle", sentences: sentences, key: "settlement",
      value: .object([
        "cause": .string(plan.cause.rawValue), "reason": .string(plan.reason), "outlook": .string(plan.outlook),
        "design": design ?? .null, "wouldBe": .optional(plan.wouldBe.map { "\($0)" }), "power": .optional(plan.power),
      ]))
  }
}

/// A further section of a decision page, such as how stable the verdict is or what it would cost to settle.
package struct PageAddition: Sendable {
  /// The heading, in lower case.
  package let title: String
  /// The sentences.
  let sentences: [String]
  /// The key of the section in JSON.
  package let key: String
  /// The section's numbers for JSON.
  package let value: JSONValue

  /// A section from its parts.
  package init(title: String, sentences: [String], key: String, value: JSONValue) {
    self.title = title
    self.sentences = sentences
    self.key = key
    self.value = value
  }
}
