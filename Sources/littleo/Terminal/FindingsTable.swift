import Reporting
import Verification

/// The findings as a table: a row per claim, and under it a row per conclusion with its mean at the largest scale.
struct FindingsTable {
  private let findings: [Finding]

  init(_ findings: [Finding]) {
    self.findings = findings
  }

  var text: String {
    var table = TextTable(
      [
        "claim", "verdict", "registration", "at the largest scale [95 % on each side]", "p support", "p refute",
        "controls refuted",
      ],
      numeric: [4, 5], prose: [0: 24, 1: 27, 3: 16], optional: [2, 6, 5])
    for finding in findings {
      let refuted = finding.controls.count(where: \.isRefuted)
      let scale = finding.design.scales.last.map { "\(finding.claim.standIn.axis.symbol) = \($0)" } ?? ""
      table.add([
        finding.name, ReportText.status(of: finding), finding.registration.short, scale,
        TerminalNumber.p(finding.adjustedSupport),
        TerminalNumber.p(finding.adjustedRefute), "\(refuted) of \(finding.controls.count)",
      ])
      for conclusion in finding.conclusions {
        table.add([
          "  " + conclusion.text, ReportText.status(of: conclusion, in: finding), "", Self.number(conclusion),
          TerminalNumber.p(conclusion.decision.pSupport),
          TerminalNumber.p(conclusion.decision.pRefute),
        ])
      }
    }
    return table.text + "\n\n"
      + TextBlock.fitted(remarks.joined(separator: "\n"), to: TerminalWidth.standardOutput)
  }

  /// The mean at the largest scale with its confidence limits; with high probability, the share of runs that fail.
  static func number(_ finding: ConclusionFinding) -> String {
    guard let summary = finding.decision.scales.last, summary.mean != nil else { return "–" }
    let share = finding.conclusion.isWithHighProbability ? "share of failed runs " : ""
    guard let lower = summary.lower, let upper = summary.upper else {
      return share + TerminalNumber.short(summary.mean)
    }
    return
      "\(share)\(TerminalNumber.short(summary.mean)) [\(TerminalNumber.short(lower)), \(TerminalNumber.short(upper))]"
  }

  private var remarks: [String] {
    let families = FamilyText(findings)
    let family =
      !families.isCorrected
      ? "not adjusted"
      : families.isSingle
        ? "adjusted over the \(families.claims) claims verified together (Holm)"
        : "adjusted within families (Holm): \(families.claimsByFamily)"
    let tally = VerdictTally(findings)
    var lines = ["The p-values of claims are \(family); verdicts and p-values of conclusions are not adjusted."]
    if findings.count > 1 {
      let rest = tally.rest.isEmpty ? "" : "; \(tally.rest)"
      lines.insert("\(tally.support), with every control refuted\(rest).", at: 0)
      lines.insert("Claims with a verdict for them, by source: \(ProvenanceTally(findings).words).", at: 1)
    }
    let conclusions = ConclusionTally(findings)
    lines.append(
      conclusions.headline + (conclusions.rest.isEmpty ? "." : "; \(conclusions.rest).")
        + " A conclusion is discriminated if a control that is aimed at it refuted it.")
    for word in VerdictWord.allCases where word.isSupport && word != .supported && tally[word] > 0 {
      lines.append("“\(word.text)”: \(word.meaning).")
    }
    if let levels = findings.first?.levels, let look = levels.look {
      let (spent, all) = (TerminalNumber.brief(100 * levels.spentOnSupport), TerminalNumber.brief(100 * levels.support))
      lines.append(
        "Look \(look) at growing data: it may spend \(spent) % on each side; all looks together spend at most \(all) %."
      )
    }
    let graph = GraphText(findings)
    for finding in findings {
      let weakness = graph.remark(on: finding)
      if !weakness.isEmpty { lines.append("\(finding.name) is \(finding.verdict)\(weakness).") }
      if let example = finding.counterExample {
        lines.append("\(finding.name): counter-example: \(example.text)")
        lines += example.lines.map { "  \($0)" }
      }
      for control in finding.controls where !control.isRefuted {
        // A control that was not judged says why; otherwise its number of runs or its world decides.
        let cause = control.refuted?.decision
        let reason = cause?.stop == nil ? "" : (cause?.plainNotes.first).map { " (\($0))" } ?? ""
        lines.append(
          "\(finding.name): the control “\(control.control.name)” should be refuted but is \(control.verdict)\(reason), "
            + (finding.verdict.isSupport
              ? "so support of the claim cannot be relied on." : "so its test is not known to be able to fail."))
      }
      if !finding.totals.remarks.isTrusted {
        lines.append("\(finding.name): a trial did not meet its certificate of dormant-neuron elimination.")
      }
      if let failure = finding.totals.failures.first {
        lines.append("\(finding.name): failed trials: \(finding.totals.failures.count). The first: \(failure)")
      }
      var notes: [String] = []
      for note in finding.conclusions.flatMap(\.decision.plainNotes) where !notes.contains(note) { notes.append(note) }
      lines += notes.map { "\(finding.name): \($0)." }
      lines += SettlementText.lines(for: finding)
    }
    return lines
  }
}
