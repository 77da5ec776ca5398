import ClaimKit
import Decision
import Verification

/// The page of one claim: the sentence, the picture and the limits first, then the statement and what was seen.
///
/// Numbers behind the decision, further pictures and the stand-in are folded.
struct ClaimPage {
  private let finding: Finding
  private let profile: Profile
  private let command: String
  private let graph: GraphText
  private var axis: ClaimKit.Axis { finding.claim.standIn.axis }

  init(_ finding: Finding, profile: Profile, command: String, graph: GraphText) {
    self.finding = finding
    self.graph = graph
    self.profile = profile
    self.command = command
  }

  /// The page in Markdown.
  var markdown: String {
    let claim = finding.claim
    let charts = FindingCharts(finding).all.map { "![\(Markup.prose($0.chart.title))](\($0.file))" }
    var parts = [
      ReportText.marker,
      "# \(Markup.prose(claim.title))",
      "> **\(ReportText.status(of: finding))**\(Markup.prose(graph.remark(on: finding)))"
        + "\(Markup.prose(HypothesisText.remark(on: finding)))\(quotable)",
    ]
    parts += charts.prefix(1) + caveat + SettlementText.section(for: finding)
    parts += [
      "## Statement",
      "\(Markup.prose(finding.name)): *\(Markup.prose(claim.source.label))* \(claim.source.provenance.mark) "
        + "(\(claim.source.provenance.words)). \(Markup.prose(claim.source.remark))",
      Markup.prose(claim.says),
      claim.statement.map { "- \(Markup.prose($0.text))" }.joined(separator: "\n"),
    ]
    parts += foundations + StandInText(finding, profile: profile).fold
    parts += ["## What was seen", verdicts] + counterExample + charts.dropFirst()
    parts += ClaimControls(finding).section
    parts += Markup.fold("The numbers behind each conclusion", conclusions)
    parts += Markup.fold("Hypotheses, checked at the registered scales", HypothesisText.section(for: finding))
    parts += Markup.fold("Where trials of two kinds both ran", OverlapText.section(for: finding))
    parts += Markup.fold(
      LearningCharts(finding).heading, LearningCharts(finding).section + SurveyCharts(finding).section)
    parts += diagram
    for picture in finding.pictures {
      parts += [
        "### \(Markup.prose(picture.title))", "![\(Markup.prose(picture.title))](\(picture.file))",
        Markup.prose(picture.caption),
      ]
    }
    parts += Markup.fold("Time to fit", fits)
    parts += KnownTheoremsText.falseForms(of: finding) + reproduce + ["[Back to all claims](../README.md)"]
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The claims that this claim rests on, and which of them are not supported.
  private var foundations: [String] {
    let direct = graph.graph?.supports(of: finding.name) ?? []
    guard !direct.isEmpty else { return [] }
    func link(_ name: String) -> String {
      graph.finding(on: name) == nil ? Markup.prose(name) : "[\(Markup.prose(name))](../\(name)/README.md)"
    }
    var text = "Rests on: \(direct.map(link).joined(separator: ", "))"
    let through = (graph.graph?.foundations(of: finding.name) ?? []).filter { !direct.contains($0) }
    if !through.isEmpty { text += "; indirectly on \(through.map(link).joined(separator: ", "))" }
    let weak = graph.weakSteps(of: finding)
    text +=
      weak.isEmpty
      ? "." : ". This includes \(Markup.prose(GraphText.words(for: weak).replacing("; and on ", with: "; and ")))."
    if !graph.notVerified(under: finding).isEmpty { text += " Those without a link were not verified here." }
    return [text]
  }

  private var caveat: [String] {
    let caveat = finding.claim.caveat
    return caveat.isEmpty ? [] : ["## What this verdict does not say", Markup.prose(caveat)]
  }

  private var quotable: String {
    let sentences = finding.conclusions.indices.compactMap { ReportText.sentence(for: $0, of: finding) }
    return sentences.isEmpty ? "" : "<br>\n> " + sentences.joined(separator: "<br>\n> ")
  }

  // MARK: What was seen

  /// The verdict on each conclusion on its own, with the controls in which it must fail.
  private var verdicts: String {
    let rows = finding.conclusions.map { conclusion in
      let own = conclusion.decision.verdict(levels: finding.levels)
      let controls = finding.controls(of: conclusion)
      return [
        Markup.prose(conclusion.text),
        "**\(own)**\(Markup.prose(ReportText.reservation(on: conclusion, in: finding)))",
        NumberText.probability(conclusion.decision.pSupport), NumberText.probability(conclusion.decision.pRefute),
        controls.isEmpty ? "none" : "\(controls.count(where: \.isRefuted)) of \(controls.count) refuted",
      ]
    }
    return Markup.table(["conclusion", "on its own", "p support", "p refute", "controls"], rows)
  }

  private var conclusions: [String] {
    var parts: [String] = []
    for (place, conclusion) in finding.conclusions.enumerated() {
      let text = ConclusionText(conclusion, of: finding)
      parts.append("### \(Markup.prose(conclusion.text))")
      parts.append(ConclusionTable(conclusion, axis: axis, kinds: finding.kinds).markdown)
      parts.append(text.evidence)
      if let stability = text.stability { parts.append(stability) }
      if let forecast = HeldOutText.sentence(on: place, of: finding) { parts.append(forecast) }
    }
    let symbol = Markup.prose(axis.symbol)
    var remarks: [String] = []
    if finding.conclusions.contains(where: { !$0.conclusion.isWithHighProbability }) {
      remarks.append(
        "Local order: the exponent b of the power \(symbol)^b through the means of this scale and the one before, with "
          + "a 95 % limit on each side.")
    }
    remarks.append(
      "A line that begins with *Without* repeats the decision without the smallest scales, with the materiality of all "
        + "scales and without correction for other claims. It shows how stable the result is; no verdict rests on it.")
    parts.append(remarks.joined(separator: " "))
    parts.append("Every run's value is in [points.csv](points.csv).")
    return parts
  }

  /// The run that contradicts a refuted claim best; empty where no single run does.
  private var counterExample: [String] {
    guard let example = finding.counterExample else { return [] }
    let lines = example.lines.map(\.description)
    return [
      "### The counter-example",
      "\(Markup.prose(example.text)). Of the runs that contradict \(Markup.prose(example.conclusion)), this one has "
        + "\(example.isAtLargestScale ? "the largest" : "the smallest") scale, then the shortest time, then the lowest seed."
        + (example.parts.count > 1 ? " Each side is read at the time of its worst value." : ""),
    ] + (lines.isEmpty ? [] : ["```sh\n\(lines.joined(separator: "\n"))\n```"])
  }

  /// The heat map over the dimension and another parameter; empty for a claim without one.
  private var diagram: [String] {
    guard let diagram = finding.diagram else { return [] }
    let drawing = DiagramDrawing(diagram, of: finding.name)
    return [
      "### Over \(Markup.prose(axis.base)) and \(Markup.prose(diagram.diagram.parameter))",
      "![\(Markup.prose(drawing.title))](\(DiagramDrawing.file))",
      "Each cell: \(Markup.prose(diagram.diagram.quantity.text)) under \(Markup.prose(diagram.diagram.arm.words)) at "
        + "the last checkpoint, mean over \(diagram.diagram.runs) runs. Reason for this choice of cells and runs: "
        + "\(Markup.prose(diagram.diagram.reason)). The line is "
        + "\(Markup.prose(diagram.diagram.parameter)) = \(Markup.prose(diagram.diagram.boundary.formula)): "
        + "\(Markup.prose(diagram.diagram.boundary.reason)).",
    ] + collapse(diagram) + [
      "Every run's value is in [diagram.csv](diagram.csv). No verdict rests on this picture."
    ]
  }

  /// The same cells against the parameter over its boundary; empty where there is no boundary.
  private func collapse(_ diagram: DiagramFinding) -> [String] {
    guard let chart = CollapseChart(diagram, of: finding.name).chart else { return [] }
    return [
      "![\(Markup.prose(chart.title))](\(CollapseChart.file))",
      "The same cells against the parameter divided by the boundary. If the boundary is right, the curves of all "
        + "\(Markup.prose(axis.base)) cross one half at 1.",
    ]
  }

  private var fits: [String] {
    let rows = finding.fits.map { fit in
      [
        Markup.prose(fit.arm.text), "\(fit.scale)", "\(fit.reached) of \(fit.runs)",
        fit.medianTimeToFit.map { NumberText.short($0) } ?? "—", fit.failed == 0 ? "none" : "\(fit.failed)",
      ]
    }
    guard !rows.isEmpty else { return [] }
    return [
      Markup.table(
        [
          finding.fits.first?.arm.noun ?? "arm", Markup.prose(axis.symbol), "runs that reached T\\*", "median T\\*",
          "failed runs",
        ], rows)
    ]
  }

  // MARK: Reproduce

  private var reproduce: [String] {
    let totals = finding.totals
    let remarks = totals.remarks
    let kinds = remarks.kinds.isEmpty ? "" : " (\(remarks.kinds.joined(separator: " and ")))"
    var parts = ["## Reproduce", "```sh\n\(self.command)\n```"]
    if finding.familySize > 1 {
      parts.append(
        "The adjusted p-values are corrected over the \(finding.familySize) claims of this family "
          + "that this command verifies together. Verifying \(Markup.prose(finding.name)) alone gives the same unadjusted p-values."
      )
    }
    parts += single
    parts.append(
      "\(totals.trials) trials\(kinds), \(NumberText.short(Double(totals.work))) \(remarks.unit), "
        + "\(remarks.version) \(finding.version). "
        + (remarks.trust.isEmpty ? "" : remarks.trust + " ")
        + "Registration `\(finding.registration.digest)`.")
    parts += remarks.sentences
    if !totals.failures.isEmpty {
      parts.append(
        "These trials failed: failed(health). Each counts as a missing run. If more than one run in ten is missing at "
          + "a scale, the claim is inconclusive(health).\n\n"
          + totals.failures.map { "- \(Markup.prose($0))" }.joined(separator: "\n"))
    }
    return parts
  }

  /// The commands for the claim alone and for single runs.
  private var single: [String] {
    let alone = command.contains("verify") ? [] : ["\(command) verify \(finding.name) --output DIR"]
    guard !alone.isEmpty || !finding.lines.isEmpty else { return [] }
    var lines = alone.isEmpty ? [] : ["# this claim alone"] + alone
    for run in finding.lines {
      lines.append("# run 1 at \(Markup.code(axis.symbol)) = \(run.scale), \(run.arm.words)")
      lines.append(run.line.description)
    }
    let printed =
      finding.claim.standIn.window.isOnce
      ? "`littleo trial` prints the numbers of run 1:"
      : "`littleo trial` prints the rows of run 1; the last row is its last time. A number of a whole run, such as "
        + "T\\*, is read from these rows:"
    return [
      "The commands below reproduce parts of it. \(printed)",
      "```sh\n\(lines.joined(separator: "\n"))\n```",
    ]
  }
}
