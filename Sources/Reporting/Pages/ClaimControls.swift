import ClaimKit
import Verification

/// The section of a claim's page on its controls.
struct ClaimControls {
  private let finding: Finding

  init(_ finding: Finding) { self.finding = finding }

  /// The section in Markdown.
  var section: [String] {
    let rows = finding.controls.map { control in
      [
        Markup.prose(control.control.name),
        Markup.prose(
          WorldText.changes(of: control.control, in: finding.claim, firstSeed: finding.design.firstSeed)),
        Markup.prose(control.refuted?.text ?? control.control.refutes.text), Markup.prose(control.control.reason),
        control.refuted?.decision.scales.last.flatMap { summary in
          summary.mean.map { NumberText.interval($0, summary.lower, summary.upper) }
        } ?? "—",
        control.refuted.map { NumberText.probability($0.decision.pRefute) } ?? "—",
        NumberText.probability(control.adjustedRefute), "**\(control.verdict)**",
      ]
    }
    return [
      "## Controls: worlds in which the claim must fail",
      Markup.table(
        [
          "control", "changes", "must fail", "because", "value at the largest scale", "p refute", "adjusted",
          "outcome",
        ], rows),
      finding.discriminates
        ? "Every control was refuted by the same checker with the same thresholds."
        : "**Not every control was refuted: this claim is undiscriminating, whatever its own verdict.**",
    ]
  }
}
