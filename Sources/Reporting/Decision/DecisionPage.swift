import Checking

/// One decision as a reader sees it: plain text, Markdown or JSON.
///
/// A pure function of what was asked, the numbers, the rules and the decision; the same bytes on every machine.
public struct DecisionPage: Sendable {
  /// What is asked, in notation, such as `o(1)`.
  public let question: String
  /// What one number is, such as `value` or `a − b`.
  public let metric: String
  /// Why the numbers are of their kind.
  public let kindReason: String
  /// What a reader should know about how the numbers were read.
  public let remarks: [String]
  /// The numbers.
  public let evidence: Evidence
  /// What the engine was asked.
  public let predicate: Predicate
  /// The rules.
  public let rules: DecisionRules
  /// The levels.
  public let levels: ErrorLevels
  /// The decision.
  public let decision: Decision
  /// Further sections, in their order.
  public let additions: [PageAddition]

  /// A page from its parts.
  public init(
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

  /// The page of a question posed to measurements.
  public init(
    _ posed: PosedQuestion, rules: DecisionRules, levels: ErrorLevels, decision: Decision,
    additions: [PageAddition] = []
  ) {
    self.init(
      question: posed.question.text, metric: posed.metric, kindReason: posed.kindReason, remarks: posed.remarks,
      evidence: posed.evidence, predicate: posed.predicate, rules: rules, levels: levels, decision: decision,
      additions: additions)
  }

  /// The verdict on the question alone.
  public var verdict: Verdict { decision.verdict(levels: levels) }

  /// The SVG image.
  public var svg: String { ChartDrawing(DecisionChart(self).chart).svg }

  /// The page as plain text.
  public var text: String {
    let words = DecisionWords(self)
    var blocks = [
      words.title, words.sentences.map { TextBlock.wrapped($0) }.joined(separator: "\n"),
      TextBlock.labelled(words.facts), TextBlock.table(_header, _rows),
    ]
    if let chart = TextChart(DecisionChart(self).chart)?.text { blocks.append(chart) }
    blocks += additions.map { addition in
      ([addition.title] + addition.sentences.map { TextBlock.wrapped($0) }).joined(separator: "\n")
    }
    return blocks.joined(separator: "\n\n")
  }

  /// The page as Markdown.
  ///
  /// - Parameter image: The address of the chart's image; without it the chart stands as text.
  public func markdown(image: String? = nil) -> String {
    let words = DecisionWords(self)
    var blocks = ["# \(Markup.prose(words.title))"]
    blocks += words.sentences.map { Markup.prose($0) }
    blocks.append(Markup.table(["", ""], words.facts.map { [Markup.prose($0.label), Markup.prose($0.text)] }))
    blocks.append(Markup.table(_header, _rows))
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
  public var json: String { DecisionObject(self).value.text }

  private var _header: [String] {
    let level = NumberText.short(100 * (1 - rules.gateLevel))
    let mean = predicate.isLogarithmic && evidence.kind == .positive ? "geometric mean" : "mean"
    return ["d", "runs", mean, "lower \(level) %", "upper \(level) %", "local order"]
  }

  private var _rows: [[String]] { ReportText.rows(of: decision) }
}

extension Predicate {
  /// Whether it is judged by logarithms.
  var isLogarithmic: Bool {
    switch self {
    case .isBounded, .isProportional, .isPolynomial: true
    case .vanishes, .staysAway, .holdsUsually: false
    }
  }
}
