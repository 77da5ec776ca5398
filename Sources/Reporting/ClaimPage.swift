import Checking
import ClaimKit
import MultiView

/// The page of one claim: what it says, what stands in for it, what was seen, and where it had to fail.
struct ClaimPage {
  private let _finding: Finding
  private let _profile: Profile
  private let _command: String

  init(_ finding: Finding, profile: Profile, command: String) {
    _finding = finding
    _profile = profile
    _command = command
  }

  /// The page in Markdown.
  var markdown: String {
    let claim = _finding.claim
    var parts = [
      ReportText.marker,
      "# \(Markup.prose(_finding.name)): \(Markup.prose(claim.title))",
      "> **\(ReportText.status(of: _finding))**\(_quotable)",
      "*\(Markup.prose(claim.source.label))* \(claim.source.provenance.mark) (\(claim.source.provenance.rawValue)). "
        + Markup.prose(claim.source.remark),
      "## Statement",
      Markup.prose(claim.says),
      claim.statement.map { "- \(Markup.prose($0.text))" }.joined(separator: "\n"),
    ]
    if !claim.restsOn.isEmpty {
      parts.append(
        "Rests on: "
          + claim.restsOn.map { "[\(Markup.prose($0.name))](../\($0.name)/README.md)" }.joined(separator: ", ") + ".")
    }
    parts +=
      ["## What was seen"] + _conclusions + SettlementText.section(for: _finding) + _fits + _controls + _standIn
      + _reproduce
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var _quotable: String {
    let sentences = _finding.conclusions.indices.compactMap { ReportText.sentence(for: $0, of: _finding) }
    return sentences.isEmpty ? "" : "<br>\n> " + sentences.joined(separator: "<br>\n> ")
  }

  private var _conclusions: [String] {
    let charts = FindingCharts(_finding).all
    var parts = charts.map { "![\(Markup.prose($0.chart.title))](\($0.file))" }
    for conclusion in _finding.conclusions {
      let decision = conclusion.decision
      parts.append("### \(Markup.prose(conclusion.conclusion.text))")
      parts.append(
        Markup.table(
          ["d", "runs", "mean over runs", "95 % limit below", "95 % limit above", "local order"],
          ReportText.rows(of: decision)))
      parts.append(ReportText.evidenceSentence(for: conclusion, levels: _finding.levels))
      if let stability = ReportText.stabilitySentence(for: conclusion, levels: _finding.levels) {
        parts.append(stability)
      }
    }
    parts.append(
      "Local order: the exponent b of the power d^b through the means of a scale and the one before it, with a 95 % limit "
        + "on each side. What follows *without* leaves out the smallest scales and judges the rest alone and uncorrected, "
        + "with the materiality of all scales: it decides nothing.")
    parts.append("Every run's value is in [points.csv](points.csv).")
    return parts
  }

  private var _fits: [String] {
    var rows: [[String]] = []
    for fit in _finding.fits {
      rows.append([
        fit.arm.rawValue, "\(fit.d)", "\(fit.reached) of \(fit.runs)",
        fit.medianTimeToFit.map { NumberText.short($0) } ?? "—", fit.failed == 0 ? "none" : "\(fit.failed)",
      ])
    }
    return [
      "### Time to fit",
      Markup.table(["labels", "d", "runs that reached T\\*", "median T\\*", "failed runs"], rows),
    ]
  }

  private var _controls: [String] {
    let rows = _finding.controls.map { control in
      [
        Markup.prose(control.control.name), Markup.prose(control.control.refutes.text),
        Markup.prose(control.control.reason),
        control.refuted?.decision.scales.last.flatMap { summary in
          summary.mean.map { NumberText.interval($0, summary.lower, summary.upper) }
        } ?? "—",
        control.refuted.map { NumberText.probability($0.decision.decisiveRefute) } ?? "—",
        NumberText.probability(control.adjustedRefute), "**\(control.verdict)**",
      ]
    }
    return [
      "## Controls: worlds in which it must fail",
      Markup.table(["control", "must refute", "because", "at the largest d", "p", "p adjusted", "outcome"], rows),
      _finding.discriminates
        ? "Every control was refuted by the same checker with the same thresholds."
        : "**Not every control was refuted: this claim is undiscriminating, whatever its own verdict.**",
    ]
  }

  private var _standIn: [String] {
    let instance = _finding.claim.instance
    let rules = RegimeParameter.allCases.compactMap { parameter in
      instance.regime.rule(parameter).map {
        ["`\(parameter.rawValue)`", Markup.prose($0.formula), Markup.prose($0.reason)]
      }
    }
    var numbers = [
      ["scales d", _finding.design.scales.map(String.init).joined(separator: ", "), Markup.prose(_profile.reason)],
      [
        "runs per scale", "\(_finding.design.runs)",
        "seeds \(ReportText.seeds(of: _finding.design)); the run is the unit",
      ],
      [
        "T\\*", "first checkpoint with training loss ≤ \(Markup.prose(instance.window.lossBound.formula))",
        Markup.prose(instance.window.lossBound.reason),
      ],
      [
        "window", "every checkpoint in [T\\*, \(instance.window.factor) T\\*]",
        Markup.prose(instance.window.factorReason),
      ],
      ["step limit", "\(instance.window.stepLimit)", Markup.prose(instance.window.stepLimitReason)],
    ]
    for materiality in instance.materialities {
      numbers.append([
        "materiality of \(Markup.prose(materiality.quantity.text))",
        NumberText.short(materiality.epsilon) + (materiality.isRelative ? " of the mean at the smallest d" : ""),
        Markup.prose(materiality.reason),
      ])
    }
    return [
      "## Stand-in: every number the statement leaves open",
      Markup.table(["what", "value", "because"], numbers),
      "Regime `\(instance.regime.name)`: \(Markup.prose(instance.regime.summary)) L = ln d.",
      Markup.table(["parameter", "as a function of d", "because"], rules),
    ]
  }

  private var _reproduce: [String] {
    let totals = _finding.totals
    let modes = totals.modes.map(\.rawValue).joined(separator: " and ")
    var parts = ["## Reproduce", "```sh\n\(_command)\n```"]
    if _finding.familySize > 1 {
      parts.append(
        "The adjusted p-values are corrected over the \(_finding.familySize) claims that this command verifies together; "
          + "verifying \(Markup.prose(_finding.name)) alone reaches the same raw ones.")
    }
    parts.append(
      "\(totals.trials) trials (\(modes)), \(NumberText.short(Double(totals.work))) multiply–adds, trainer version "
        + "\(_finding.trainerVersion). "
        + (totals.certificatesMet
          ? "Every certificate of dormant-neuron elimination was met."
          : "**A certificate of dormant-neuron elimination was not met.**")
        + " Registration `\(_finding.registration.digest)`.")
    if totals.undecided > 0 {
      parts.append(
        "\(totals.undecided) answers to hard samples could have been changed by eliminated neurons; each was counted "
          + "against the conclusion that reads it.")
    }
    if !totals.failures.isEmpty {
      parts.append("Failed trials:\n\n" + totals.failures.map { "- \(Markup.prose($0))" }.joined(separator: "\n"))
    }
    return parts
  }
}
