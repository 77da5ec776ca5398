import Checking
import ClaimKit

/// The front page of a report: one table of all claims, what the verdicts promise, and how to reproduce them.
struct FrontPage {
  private let _findings: [Finding]
  private let _profile: Profile
  private let _command: String
  private let _graph: GraphText

  init(_ findings: [Finding], profile: Profile, command: String, graph: GraphText) {
    _findings = findings
    _profile = profile
    _command = command
    _graph = graph
  }

  /// The page in Markdown.
  var markdown: String {
    [
      ReportText.marker, "# Verification report", _opening, _table, _foundations, _legend, _promise, "## Reproduce",
      "```sh\n\(_command)\n```",
      "Trials are functions of their parameters and seeds, so the same commit gives the same bytes here on the same "
        + "kind of machine. What ran is in [environment.json](environment.json).",
    ].joined(separator: "\n\n") + "\n"
  }

  private var _opening: String {
    let supported = _findings.count { $0.verdict == .supported && $0.discriminates }
    let weakened = _findings.count { _graph.isWeakened($0) }
    let weak = weakened == 0 ? "" : "; \(weakened) of them rest on a step that is not"
    let scales = _profile.scales.map(String.init).joined(separator: ", ")
    let own = _findings.count { $0.design.scales != _profile.scales }
    let others =
      own == 0 ? "" : " \(own) \(own == 1 ? "claim has scales of its own" : "claims have scales of their own")."
    return "**\(supported) of \(_findings.count) claims supported** with every control refuted\(weak). Profile "
      + "`\(_profile.rawValue)`: d = \(scales); \(_findings.first?.design.runs ?? 0) runs per scale.\(others)"
  }

  private var _table: String {
    let rows = _findings.map { finding in
      [
        "[\(Markup.prose(finding.name))](\(finding.name)/README.md) \(finding.claim.source.provenance.mark)",
        Markup.prose(finding.claim.title),
        "**\(ReportText.status(of: finding))**\(Markup.prose(_graph.remark(on: finding)))",
        finding.controls.map { "\(Markup.prose($0.control.name)): \($0.verdict)" }.joined(separator: "<br>"),
        "`\(finding.registration.short)`", finding.conclusions.map(_value).joined(separator: "<br>"),
        "\(NumberText.probability(finding.conjunction.pSupport)) → \(NumberText.probability(finding.adjustedSupport))",
        "\(NumberText.probability(finding.conjunction.pRefute)) → \(NumberText.probability(finding.adjustedRefute))",
        "\(finding.totals.runs)", NumberText.short(Double(finding.totals.work)),
      ]
    }
    return Markup.table(
      [
        "claim", "says", "verdict", "its controls", "registration", "value at the largest scale",
        "p support → adjusted", "p refute → adjusted", "runs", "multiply–adds",
      ], rows)
  }

  private func _value(of conclusion: ConclusionFinding) -> String {
    let value = conclusion.decision.scales.last.flatMap { summary in
      summary.mean.map { NumberText.interval($0, summary.lower, summary.upper) }
    }
    let share = conclusion.conclusion.isUsual ? "a share of runs violates, " : ""
    return "\(Markup.prose(conclusion.text)): \(share)\(value ?? "—")"
  }

  private var _foundations: String {
    var missing: [String] = []
    for name in _findings.flatMap(_graph.notVerified) where !missing.contains(name) { missing.append(name) }
    let steps = missing.map(Markup.prose).joined(separator: ", ")
    return "What rests on what is in [graph.md](graph.md)."
      + (missing.isEmpty ? "" : " Steps that claims rest on and that were not verified here: \(steps).")
  }

  private var _legend: String {
    """
    **Provenance.** [P] the paper's summary states it; [R] reconstructed: the summary names the object without its \
    constants; [C] our choice. **Value**: mean over runs of the worst value in each run's window, with a 95 % confidence \
    limit on each side: the mean of the runs at that d, with a dispersion pooled over scales, or no assumption but the \
    range where runs hardly differ; for O, Θ and poly(d) the geometric mean of positive numbers; for *w.h.p.* the share of \
    runs that violate their tolerance; the verdict uses all scales together. **Verdicts**: *supported* and *refuted* are \
    significant at \(_spent) as said below and passed every gate; *inconclusive* gives its reason. *Undiscriminating*: a \
    control, a world in which the claim must fail, was not refuted, so that the claim's own verdict means nothing. **Its \
    controls**: the verdict on each, by the same checker with the same thresholds. **Registration**: the first digits of the hash of \
    statement, stand-in, controls, scales, runs, thresholds and levels; a verdict holds for that registration and no other, \
    and `littleo list` calls it stale once the claim has another. **Cost** is in multiply–adds, which do not depend on \
    the machine.
    """
  }

  private var _levels: ErrorLevels { _findings.first?.levels ?? ErrorLevels() }

  /// What this look spends on each side.
  private var _spent: String { NumberText.percent(_levels.spentOnSupport) }

  /// What the levels promise over looks at growing data; nothing without looks.
  private var _looks: String {
    guard let look = _levels.look else { return "" }
    let before =
      switch look {
      case 1: "It is the first."
      case 2: "Look 1 must have been declared in the same way before it."
      default: "Looks 1 to \(look - 1) must have been declared in the same way before it."
      }
    return """
      \n\nThis is look \(look) at growing data. The j-th look spends \(NumberText.percent(_levels.support))/(j(j+1)) on \
      each side, this one \(_spent), so that all looks together stay within \(NumberText.percent(_levels.support)) whatever \
      makes one stop. \(before)
      """
  }

  /// What a claim's own p-values are made of.
  private var _conjunctions: String {
    """
    A claim is true if all of its conclusions are. Its p of support is therefore the largest of theirs, which needs no \
    correction; its p of refutation is m times the smallest among the m conclusions whose refutation is not withheld by \
    a gate, because any of the m could have been the smallest by chance. The table gives both before and after the \
    adjustment for the other claims.
    """
  }

  private var _promise: String {
    let claims = _findings.first?.familySize ?? 0
    let controls = _findings.first?.controlFamilySize ?? 0
    let ofClaims =
      claims > 1
      ? """
      The \(claims) claims verified here form two Holm families, one for support and one for refutation, each at \(_spent): if \
      the assumptions of the decision procedure hold, the probability that *any* of them is falsely called supported is at \
      most \(_spent), and likewise for refuted. Claims that were not verified here are not corrected for.
      """
      : """
      Each claim is decided on its own: if the assumptions of the decision procedure hold, the probability that a given \
      claim is falsely called supported is at most \(_spent), and likewise for refuted. Nothing is corrected for other claims.
      """
    let ofControls =
      controls > 1
      ? "The \(controls) controls form a Holm family of their own at \(_spent)."
      : "Each control is decided on its own at \(_spent)."
    return """
      ## What is promised

      \(ofClaims) \(_conjunctions) \(ofControls) Every verdict is about the declared finite stand-in, never about the limit itself: no \
      finite computation excludes a law that changes beyond the largest d. How often verdicts err on planted truths is \
      measured by `littleo calibrate`.\(_looks)
      """
  }
}
