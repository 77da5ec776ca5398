import Checking
import ClaimKit

/// The front page of a report: one table of all claims, what the verdicts promise, and how to reproduce them.
struct FrontPage {
  private let _findings: [Finding]
  private let _profile: Profile

  init(_ findings: [Finding], profile: Profile) {
    _findings = findings
    _profile = profile
  }

  /// The page in Markdown.
  var markdown: String {
    let supported = _findings.filter { $0.verdict == .supported && $0.discriminates }.count
    let design = _findings.first?.design
    let scales = design?.scales.map(String.init).joined(separator: ", ") ?? ""
    return [
      ReportText.marker,
      "# Verification report",
      "**\(supported) of \(_findings.count) claims supported** with every control refuted. Profile "
        + "`\(_profile.rawValue)`: d = \(scales); \(design?.runs ?? 0) runs per scale.",
      _table,
      _legend,
      _promise,
      "## Reproduce",
      "```sh\nswift run -c release littleo\(_profile == .standard ? "" : " verify --profile \(_profile.rawValue)")\n```",
      "Trials are functions of their parameters and seeds, so the same commit gives the same bytes here on the same "
        + "kind of machine. What ran is in [environment.json](environment.json).",
    ].joined(separator: "\n\n") + "\n"
  }

  private var _table: String {
    let rows = _findings.map { finding in
      [
        "[\(Markup.prose(finding.name))](\(finding.name)/README.md) \(finding.claim.source.provenance.mark)",
        Markup.prose(finding.claim.title), "**\(ReportText.status(of: finding))**",
        finding.conclusions.map { conclusion in
          let last = conclusion.decision.scales.last
          let value = last.flatMap { summary in
            summary.mean.map { NumberText.interval($0, summary.lower, summary.upper) }
          }
          return "\(Markup.prose(conclusion.conclusion.text)): \(value ?? "—")"
        }.joined(separator: "<br>"),
        "\(NumberText.probability(finding.conjunction.pSupport)) → \(NumberText.probability(finding.adjustedSupport))",
        "\(NumberText.probability(finding.conjunction.pRefute)) → \(NumberText.probability(finding.adjustedRefute))",
        finding.controls.map { "\(Markup.prose($0.control.name)): \($0.verdict)" }.joined(separator: "<br>"),
        "\(finding.totals.runs)", NumberText.short(Double(finding.totals.work)),
      ]
    }
    return Markup.table(
      [
        "claim", "says", "verdict", "value at the largest d", "p support → adjusted", "p refute → adjusted", "controls",
        "runs", "multiply–adds",
      ], rows)
  }

  private var _legend: String {
    """
    **Provenance.** [P] the paper's summary states it; [R] reconstructed: the summary names the object without its \
    constants; [C] our choice. **Value**: mean over runs of the worst value in each run's window [T\\*, 4 T\\*], with a \
    95 % confidence limit on each side from the runs at that d alone; the verdict uses all scales together. \
    **Verdicts**: *supported* and *refuted* are significant at 2.5 % after correction and passed every gate; \
    *inconclusive* gives its reason. *Undiscriminating*: a control, a world in which the claim must fail, was not \
    refuted. **Cost** is in multiply–adds, which do not depend on the machine.
    """
  }

  private var _promise: String {
    let size = _findings.first?.familySize ?? 0
    let controls = _findings.first?.controlFamilySize ?? 0
    let rates =
      size > 1
      ? """
      The \(size) claims form two Holm families, one for support and one for refutation, each at 2.5 %: if the \
      assumptions of the decision procedure hold, the probability that *any* claim here is falsely called supported is \
      at most 2.5 %, and likewise for refuted. The \(controls) controls form a third family at 2.5 %.
      """
      : """
      Each claim and each control is decided on its own: if the assumptions of the decision procedure hold, the \
      probability that a given claim is falsely called supported is at most 2.5 %, and likewise for refuted. Nothing is \
      promised for all of them together.
      """
    return """
      ## What is promised

      \(rates) Every verdict is about the declared finite stand-in, never about the limit itself: no finite computation \
      excludes a law that changes beyond the largest d.
      """
  }
}
