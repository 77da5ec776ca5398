import ClaimKit
import Verification

/// The page that shows which claims rest on which: a picture, and a table of the unsupported steps under each claim.
struct GraphPage {
  private let findings: [Finding]
  private let text: GraphText
  /// The regime of each claim, by the claim's name.
  private let regimes: [String: String]

  init(_ findings: [Finding]) {
    self.findings = findings
    text = GraphText(findings)
    let claims = text.graph?.order ?? findings.map(\.claim)
    regimes = Dictionary(
      claims.map { ($0.name, $0.standIn.setup.title.name) }, uniquingKeysWith: { first, _ in first })
  }

  /// The page in Markdown.
  var markdown: String {
    [
      ReportText.marker, "# Which claims rest on which",
      "A line leads from a claim to each claim that its argument rests on. The border of a box shows where the "
        + "statement comes from, and the fill shows its verdict; the box contains both in words as well. A line is dotted "
        + "where the two claims were tried in different regimes: the step was then not tried where it is used.",
      "![\(GraphDrawing.title)](\(GraphDrawing.file))", legend, "## Verdicts and the steps they rest on", opening,
      table,
    ].joined(separator: "\n\n") + "\n\n"
      + (Markup.fold("The same graph for Mermaid, with the regime on every arrow", ["```mermaid\n\(mermaid)\n```"])
      + ["[Back to all claims](README.md)"]).joined(separator: "\n\n") + "\n"
  }

  // MARK: The graph

  /// The colour of a box whose claim was not verified here.
  private static let unverified = (name: "grey", colour: "#dcdcdc")

  private static func border(_ provenance: Provenance) -> String {
    switch provenance {
    case .stated: "stroke:#0072b2,stroke-width:3px"
    case .reconstructed: "stroke:#b04a00,stroke-width:2px,stroke-dasharray:7 4"
    case .chosen: "stroke:#555555,stroke-width:2px,stroke-dasharray:2 3"
    case .known: "stroke:#117733,stroke-width:2px"
    }
  }

  private var claims: [any Claim] { text.graph?.order ?? findings.map(\.claim) }

  private var mermaid: String {
    var lines = ["flowchart LR"]
    var classes: Set<String> = []
    for claim in claims {
      let finding = text.finding(on: claim.name)
      let (word, provenance) = (finding.map { VerdictWord($0) }, claim.source.provenance)
      let verdict =
        switch (word, finding) {
        case (.undiscriminating, _): VerdictWord.undiscriminating.text
        case (_, let finding?): "\(finding.verdict)"
        case (_, nil): "not verified here"
        }
      let style = "\(word?.rawValue ?? "notVerified")_\(provenance.rawValue)"
      if classes.insert(style).inserted {
        let colour = (word?.fill ?? Self.unverified).colour
        lines.append("  classDef \(style) fill:\(colour),color:#111111,\(Self.border(provenance))")
      }
      lines.append("  \(claim.name)[\"\(claim.name) \(provenance.mark)<br/>\(verdict)\"]:::\(style)")
    }
    for claim in claims {
      lines += (text.graph?.supports(of: claim.name) ?? []).map { step in
        "  \(claim.name) \(arrow(from: claim, to: step)) \(step)"
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The arrow to a step, with the regime of both, or the two regimes where they differ.
  private func arrow(from claim: any Claim, to step: String) -> String {
    let regime = claim.standIn.setup.title.name
    guard let other = regimes[step], other != regime else { return "-- \"\(regime)\" -->" }
    return "-. \"\(regime) / \(other)\" .->"
  }

  private var legend: String {
    let fills = VerdictWord.allCases.map { word in
      "\(word.fill.name), \(word.text)\(word == .undiscriminating ? " (\(word.meaning))" : "")"
    }
    return """
      **Border**: [P] thick, from the paper's summary; [R] dashed, reconstructed; [C] dotted, our choice; [K] thin, a \
      known theorem. **Fill**: \(fills.joined(separator: "; ")); \(Self.unverified.name), not verified here.
      """
  }

  // MARK: The table

  private var opening: String {
    let weakened = findings.count { text.isWeakened($0) }
    let supported = VerdictTally(findings).supports
    let missing = findings.contains { !text.notVerified(under: $0).isEmpty }
    let sentence =
      weakened == 0
      ? "No supported claim rests on a step that was verified here and is not supported."
      : "\(weakened) of \(supported) supported claims rest on a step that is not supported."
    let weaker =
      "Here *supported* includes *\(VerdictWord.extrapolated.text)* and *\(VerdictWord.notContradicted.text)*."
    return
      "Each verdict uses only the claim's own trials. Whether the argument behind the claim holds is a separate question. "
      + sentence + " " + weaker + (missing ? " Steps that were not verified here are not counted." : "")
  }

  private var table: String {
    let rows = findings.map { finding in
      let supports = text.graph?.supports(of: finding.name) ?? []
      return [
        "[\(Markup.prose(finding.name))](\(finding.name)/README.md)",
        "**\(ReportText.status(of: finding))**\(Markup.prose(text.remark(on: finding)))",
        Markup.prose(regimes[finding.name] ?? ""),
        supports.isEmpty ? "—" : supports.map { Markup.prose(words(for: $0, under: finding)) }.joined(separator: ", "),
        self.steps(under: finding),
      ]
    }
    return Markup.table(["claim", "verdict", "regime", "rests on", "unsupported steps, direct or indirect"], rows)
  }

  /// A step, with its regime where that is not the claim's own.
  private func words(for step: String, under finding: Finding) -> String {
    guard let regime = regimes[step], regime != regimes[finding.name] else { return step }
    return "\(step) (in \(regime))"
  }

  private func steps(under finding: Finding) -> String {
    let steps = text.weakSteps(of: finding).map { "\(Markup.prose($0.name)) (\($0.weakness.rawValue))" }
    if !steps.isEmpty { return steps.joined(separator: ", ") }
    if !text.notVerified(under: finding).isEmpty { return "none of those verified here" }
    return text.graph?.supports(of: finding.name).isEmpty == false ? "none" : "—"
  }
}

/// The words for the steps that claims rest on, and for supported claims that rest on an unsupported step.
package struct GraphText {
  let graph: ClaimGraph?
  private let findings: [String: Finding]

  /// The graph of some findings; the plan has already checked that the graph has no cycle.
  package init(_ findings: [Finding]) {
    graph = try? ClaimGraph(findings.map(\.claim))
    self.findings = Dictionary(findings.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the finding on a claim, nil if it was not verified here.
  func finding(on name: String) -> Finding? { findings[name] }

  /// The foundations of a claim that were verified here and are not supported, the nearest first.
  func weakSteps(of finding: Finding) -> [WeakStep] {
    steps(of: finding).filter { $0.weakness != .notVerified }
  }

  /// The foundations of a claim that were not verified here, the nearest first.
  func notVerified(under finding: Finding) -> [String] {
    steps(of: finding).filter { $0.weakness == .notVerified }.map(\.name)
  }

  /// Returns whether a claim is supported but rests on a step that was verified here and is not supported.
  func isWeakened(_ finding: Finding) -> Bool {
    finding.verdict.isSupport && finding.discriminates && !weakSteps(of: finding).isEmpty
  }

  /// The words behind a verdict, such as “, but rests on an inconclusive step: CommonSaturates”; empty without such a
  /// step.
  package func remark(on finding: Finding) -> String {
    guard isWeakened(finding) else { return "" }
    return ", but rests on " + Self.words(for: weakSteps(of: finding))
  }

  /// Steps by weakness, the gravest first: “a refuted step: A, and on inconclusive steps: B, C”.
  static func words(for steps: [WeakStep]) -> String {
    let kinds: [WeakStep.Weakness] = [.refuted, .undiscriminating, .inconclusive]
    return kinds.compactMap { weakness -> String? in
      let names = steps.filter { $0.weakness == weakness }.map(\.name)
      guard !names.isEmpty else { return nil }
      let article = weakness == .refuted ? "a" : "an"
      let noun = names.count == 1 ? "\(article) \(weakness.rawValue) step" : "\(weakness.rawValue) steps"
      return "\(noun): \(names.joined(separator: ", "))"
    }.joined(separator: "; and on ")
  }

  private func steps(of finding: Finding) -> [WeakStep] {
    graph?.weakSteps(of: finding.name, in: findings) ?? []
  }
}
