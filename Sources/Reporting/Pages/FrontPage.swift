import ClaimKit
import Decision
import Verification

/// The front page of a report: a table of all claims, how to reproduce them, and their registrations and costs.
struct FrontPage {
  private let findings: [Finding]
  private let profile: Profile
  private let command: String
  private let graph: GraphText
  private var conclusions: ConclusionTally { ConclusionTally(findings) }

  init(_ findings: [Finding], profile: Profile, command: String, graph: GraphText) {
    self.findings = Self.ordered(findings)
    self.profile = profile
    self.command = command
    self.graph = graph
  }

  /// The page in Markdown.
  var markdown: String {
    let parts =
      [ReportText.marker, "# Verification report", opening, table, legend, hypotheses, foundations]
      + KnownTheoremsText(findings).section + HeldOutText(findings).section + conclusions.section
      + [
        "## Reproduce", "```sh\n\(command)\n```",
        "A trial is a function of its parameters and its seed, so the same commit gives the same report, byte for byte, "
          + "on the same kind of machine. [environment.json](environment.json) lists the profile, scales, seeds and "
          + "registrations. Each claim's page has the commands for that claim alone and for single runs.",
        "## Registration and cost", registrations, registrationLegend,
      ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// Puts the theorems first, then the mechanism they rest on, then boundaries, granularity and definitions.
  private static func ordered(_ findings: [Finding]) -> [Finding] {
    let folders = ["Theorems", "Mechanism", "Boundaries", "Granularity", "Definitions"]
    func rank(_ finding: Finding) -> Int { folders.firstIndex(of: finding.folder) ?? folders.count }
    return findings.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(\.element)
  }

  private var opening: String {
    let tally = VerdictTally(findings)
    let lacking = conclusions.rest.isEmpty ? "" : "; \(conclusions.rest)"
    let weakened = findings.count { graph.isWeakened($0) }
    let rest = weakened == 1 ? "rests" : "rest"
    let weak = weakened == 0 ? "" : "; \(weakened) of them \(rest) on a step that is not supported"
    let others = tally.rest.isEmpty ? "" : "; \(tally.rest)"
    let scales = profile.scales.map(String.init).joined(separator: ", ")
    let own = findings.count { $0.design.scales != profile.scales }
    let owns =
      own == 0 ? "" : " \(own) \(own == 1 ? "claim has scales of its own" : "claims have scales of their own")."
    // Scales that no claim uses would only mislead.
    let shared = own == findings.count ? "" : "d = \(scales); "
    return "**\(tally.support)**, with every control refuted\(weak)\(others). **\(conclusions.headline)**\(lacking). "
      + "Claims with a verdict for them, by source: \(ProvenanceTally(findings).words). Profile "
      + "`\(profile.rawValue)`: \(shared)\(findings.first?.design.runs ?? 0) runs per scale.\(owns)"
  }

  // MARK: The table

  private var table: String {
    let rows = findings.map { finding in
      [
        "\(link(finding)) \(finding.claim.source.provenance.mark)<br>\(Markup.prose(finding.claim.title))",
        "**\(ReportText.status(of: finding))**\(Markup.prose(graph.remark(on: finding)))"
          + Markup.prose(HypothesisText.remark(on: finding)), self.controls(of: finding),
        finding.conclusions.map(self.value).joined(separator: "<br>"),
        NumberText.probability(finding.adjustedSupport), NumberText.probability(finding.adjustedRefute),
        "\(finding.totals.runs)",
      ]
    }
    return Markup.table(
      ["claim", "verdict", "controls", "value at the largest scale", "p support", "p refute", "runs"], rows)
  }

  private func link(_ finding: Finding) -> String { "[\(Markup.prose(finding.name))](\(finding.name)/README.md)" }

  private func controls(of finding: Finding) -> String {
    let failed = finding.controls.filter { !$0.isRefuted }
    if failed.isEmpty { return "\(finding.controls.count) of \(finding.controls.count) refuted" }
    let names = failed.map { "\(Markup.prose($0.control.name)): \($0.verdict)" }
    return
      "\(finding.controls.count - failed.count) of \(finding.controls.count) refuted; \(names.joined(separator: "; "))"
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
    [P] from the paper's summary; [R] reconstructed; [C] our choice, or a fact from another source; [K] a \
    known theorem, on which the checker is tried. A value is the mean over runs, with a 95 % limit on each side. For a conclusion that holds w.h.p. (with high probability), \
    the table counts the runs beyond their tolerance and gives a 95 % upper limit of their share. p-values are \
    adjusted for all claims\(FamilyText(findings).isSingle ? "" : " of the same family"); each side is \
    judged at \(NumberText.percent((findings.first?.levels ?? ErrorLevels()).spentOnSupport)). Two words say less than \
    *supported*. *\(VerdictWord.extrapolated.text)*: \(VerdictWord.extrapolated.meaning). \
    *\(VerdictWord.notContradicted.text)*: \(VerdictWord.notContradicted.meaning). [How to read this \
    report](how-to-read.md) explains every word and chart, and what the verdicts promise.
    """
  }

  private var hypotheses: String {
    let tally = HypothesisTally(findings)
    return "**Hypotheses at the registered scales**: \(tally.words). Each claim's page shows the numbers. A hypothesis "
      + "with an unstated constant, such as k\\_y ≥ polylog(d), can be violated on these scales but not shown to hold."
  }

  private var foundations: String {
    var missing: [String] = []
    for name in findings.flatMap(self.graph.notVerified) where !missing.contains(name) { missing.append(name) }
    let steps = missing.map(Markup.prose).joined(separator: ", ")
    return "[graph.md](graph.md) shows which claims rest on which."
      + (missing.isEmpty ? "" : " Some steps that claims rest on were not verified here: \(steps).")
      + (BordersPage(findings) == nil
        ? "" : " [\(BordersPage.file)](\(BordersPage.file)) shows where effects begin, measured and predicted.")
  }

  // MARK: Registration and cost

  private var registrations: String {
    let rows = findings.map { finding in
      [
        link(finding), "`\(finding.registration.short)`",
        "\(NumberText.probability(finding.conjunction.pSupport)) → \(NumberText.probability(finding.adjustedSupport))",
        "\(NumberText.probability(finding.conjunction.pRefute)) → \(NumberText.probability(finding.adjustedRefute))",
        "\(finding.totals.trials)", NumberText.short(Double(finding.totals.work)),
      ]
    }
    return Markup.table(
      ["claim", "registration", "p support → adjusted", "p refute → adjusted", "trials", "work"], rows)
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
