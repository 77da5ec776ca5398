import ClaimKit
import Decision
import Verification

/// The front page of a report: the verdicts in one picture, three sentences, what changed, and a table of all claims.
///
/// What only some readers need is folded below the table.
struct FrontPage {
  /// The findings, in the order of the page.
  let findings: [Finding]
  private let profile: Profile
  private let command: String
  private let graph: GraphText
  private let changes: ReportChanges?
  private var conclusions: ConclusionTally { ConclusionTally(findings) }

  init(
    _ findings: [Finding], profile: Profile, command: String, graph: GraphText, changes: ReportChanges? = nil
  ) {
    self.findings = Self.ordered(findings)
    self.profile = profile
    self.command = command
    self.graph = graph
    self.changes = changes
  }

  /// The page in Markdown.
  var markdown: String {
    let parts =
      [ReportText.marker, "# Verification report", opening]
      + (findings.isEmpty ? [] : ["![\(MatrixDrawing.title)](\(MatrixDrawing.file))"])
      + [ChangesText(changes, findings).markdown, guide, "## Claims", table, legend]
      + pictures
      + Markup.fold("Profile, sources and hypotheses", [design, sources, hypotheses] + foundations)
      + Markup.fold("Known theorems, on which the checker is tried", KnownTheoremsText(findings).section)
      + Markup.fold("Held-out scales: forecasts of the largest scale", HeldOutText(findings).section)
      + Markup.fold("Conclusions that were discriminated, and those not contradicted", conclusions.section)
      + Markup.fold("Registration and cost", [registrations, registrationLegend])
      + reproduce
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The matrix of verdicts, in the order of the page.
  var matrix: VerdictMatrix { VerdictMatrix(findings) }

  /// Puts the theorems first, then the mechanism they rest on, then boundaries, granularity and definitions.
  private static func ordered(_ findings: [Finding]) -> [Finding] {
    findings.enumerated().sorted {
      (ClaimLabel.rank(ofTheme: $0.element.folder), $0.offset) < (
        ClaimLabel.rank(ofTheme: $1.element.folder), $1.offset
      )
    }.map(\.element)
  }

  // MARK: Above the table

  /// Three sentences: the verdicts, whether their tests can fail, and what a verdict is about.
  private var opening: String {
    let tally = VerdictTally(findings)
    let lacking = conclusions.rest.isEmpty ? "" : "; \(conclusions.rest)"
    let weakened = findings.count { graph.isWeakened($0) }
    let rest = weakened == 1 ? "rests" : "rest"
    let weak = weakened == 0 ? "" : "; \(weakened) of them \(rest) on a step that is not supported"
    let others = tally.rest.isEmpty ? "" : "; \(tally.rest)"
    return "**\(tally.support)**, with every control refuted\(weak)\(others). **\(conclusions.headline)**\(lacking). "
      + "A verdict is about the scales that were run, never about the limit."
  }

  /// The ways into the rest of the report.
  private var guide: String {
    var ways = [
      "[How to read this report](how-to-read.md)", "[Which claims rest on which](graph.md)",
      "[The whole report in one file](\(HTMLReport.file)), to sort and filter",
    ]
    if BordersPage(findings) != nil { ways.append("[Where effects begin](\(BordersPage.file))") }
    return ways.joined(separator: " · ")
  }

  // MARK: The table

  private var table: String {
    let rows = findings.map { finding in
      [
        "[\(Markup.prose(finding.claim.title))](\(finding.name)/README.md)<br>\(Markup.prose(finding.name)), "
          + "\(Markup.prose(finding.folder)) \(finding.claim.source.provenance.mark)",
        "**\(ReportText.status(of: finding))**\(Markup.prose(graph.remark(on: finding)))"
          + Markup.prose(HypothesisText.remark(on: finding)) + self.failedControls(of: finding),
        decisive(finding), Self.probability(finding),
      ]
    }
    return Markup.table(["claim", "verdict", "least certain conclusion, at the largest scale", "p"], rows)
  }

  /// The controls that were not refuted, behind a verdict; empty if all were.
  private func failedControls(of finding: Finding) -> String {
    let failed = finding.controls.filter { !$0.isRefuted }
    if failed.isEmpty { return "" }
    let names = failed.map { "\(Markup.prose($0.control.name)): \($0.verdict)" }
    return "<br>\(finding.controls.count - failed.count) of \(finding.controls.count) controls refuted; "
      + names.joined(separator: "; ")
  }

  /// The adjusted p-value of the side that the verdict is on; of an open claim, that for it.
  private static func probability(_ finding: Finding) -> String {
    finding.verdict == .refuted
      ? "against: \(NumberText.probability(finding.adjustedRefute))"
      : NumberText.probability(finding.adjustedSupport)
  }

  /// The conclusion that the verdict hangs on, with its value; the claim's page has the others.
  private func decisive(_ finding: Finding) -> String {
    let index =
      finding.verdict == .refuted
      ? finding.conjunction.refutingConclusion
      : finding.conclusions.indices.max {
        finding.conclusions[$0].decision.pSupport < finding.conclusions[$1].decision.pSupport
      }
    guard let index, finding.conclusions.indices.contains(index) else { return "—" }
    let others = finding.conclusions.count - 1
    return value(of: finding.conclusions[index])
      + (others == 0 ? "" : "<br>and \(others) \(others == 1 ? "other" : "others")")
  }

  private func value(of conclusion: ConclusionFinding) -> String {
    let value = conclusion.decision.scales.last.flatMap { summary in
      summary.mean.map { NumberText.interval($0, summary.lower, summary.upper) }
    }
    guard let counts = conclusion.violations else { return "\(Markup.prose(conclusion.text)): \(value ?? "—")" }
    let limit = conclusion.decision.diagnostics.failureLimit.map { " (at most \(NumberText.percent($0)))" } ?? ""
    return "\(Markup.prose(conclusion.text)): \(counts.lastViolating) of \(counts.lastPresent) runs failed\(limit)"
  }

  private var legend: String {
    """
    [P] from the paper's summary; [R] reconstructed; [C] our choice, or a fact from another source; [K] a known \
    theorem, on which the checker is tried. A value is the mean over runs, with a 95 % limit on each side; for a \
    conclusion that holds w.h.p. (with high probability) it is the number of runs beyond their tolerance. p is adjusted for all \
    claims\(FamilyText(findings).isSingle ? "" : " of the same family") and judged at \
    \(NumberText.percent((findings.first?.levels ?? ErrorLevels()).spentOnSupport)) on each side. \
    *\(VerdictWord.notContradicted.text)*: \(VerdictWord.notContradicted.meaning). \
    *\(VerdictWord.extrapolated.text)*: \(VerdictWord.extrapolated.meaning).
    """
  }

  // MARK: Below the table

  /// Pictures over all claims: limits against what counts as 0, and where an effect begins.
  private var pictures: [String] {
    var parts: [String] = []
    if ForestDrawing(findings).svg != nil {
      parts += ["## How far the means stay from what counts", "![\(ForestDrawing.title)](\(ForestDrawing.file))"]
    }
    if let finding = findings.first(where: { $0.diagram != nil }), let diagram = finding.diagram {
      let drawing = DiagramDrawing(diagram, of: finding.name)
      parts += [
        "## Where the effect begins",
        "![\(Markup.prose(drawing.title))](\(finding.name)/\(DiagramDrawing.file))",
        "From [\(Markup.prose(finding.claim.title))](\(finding.name)/README.md); [\(BordersPage.file)](\(BordersPage.file)) "
          + "compares every measured border with its prediction.",
      ]
    }
    return parts
  }

  private var design: String {
    let scales = profile.scales.map(String.init).joined(separator: ", ")
    let own = findings.count { $0.design.scales != profile.scales }
    let owns =
      own == 0 ? "" : " \(own) \(own == 1 ? "claim has scales of its own" : "claims have scales of their own")."
    // Scales that no claim uses would only mislead.
    let shared = own == findings.count ? "" : "d = \(scales); "
    return "Profile `\(profile.rawValue)`: \(shared)\(findings.first?.design.runs ?? 0) runs per scale.\(owns)"
  }

  private var sources: String { "Claims with a verdict for them, by source: \(ProvenanceTally(findings).words)." }

  private var hypotheses: String {
    let tally = HypothesisTally(findings)
    return "**Hypotheses at the registered scales**: \(tally.words). Each claim's page shows the numbers. A hypothesis "
      + "with an unstated constant, such as k\\_y ≥ polylog(d), can be violated on these scales but not shown to hold."
  }

  private var foundations: [String] {
    var missing: [String] = []
    for name in findings.flatMap(self.graph.notVerified) where !missing.contains(name) { missing.append(name) }
    let steps = missing.map(Markup.prose).joined(separator: ", ")
    return missing.isEmpty ? [] : ["Some steps that claims rest on were not verified here: \(steps)."]
  }

  private var reproduce: [String] {
    [
      "## Reproduce", "```sh\n\(command)\n```",
      "A trial is a function of its parameters and its seed, so the same commit gives the same report, byte for byte, "
        + "on the same kind of machine. [environment.json](environment.json) lists the profile, scales, seeds and "
        + "registrations. Each claim's page has the commands for that claim alone and for single runs.",
    ]
  }

  private var registrations: String {
    let rows = findings.map { finding in
      [
        "[\(Markup.prose(finding.name))](\(finding.name)/README.md)", "`\(finding.registration.short)`",
        "\(NumberText.probability(finding.conjunction.pSupport)) → \(NumberText.probability(finding.adjustedSupport))",
        "\(NumberText.probability(finding.conjunction.pRefute)) → \(NumberText.probability(finding.adjustedRefute))",
        "\(finding.totals.runs)", "\(finding.totals.trials)", NumberText.short(Double(finding.totals.work)),
      ]
    }
    return Markup.table(
      ["claim", "registration", "p support → adjusted", "p refute → adjusted", "runs", "trials", "work"], rows)
  }

  private var registrationLegend: String {
    """
    **Registration**: the first digits of a hash of the statement, stand-in, controls, scales, runs, thresholds and \
    levels. A verdict holds only for its registration; `littleo list` calls it stale once the claim has another one. \
    **Work** is counted in multiply–adds for the shared trainer and in the unit of the experiment for every other; it \
    does not depend on the machine. Trials include those of the controls, and several claims may share them.
    """
  }
}
