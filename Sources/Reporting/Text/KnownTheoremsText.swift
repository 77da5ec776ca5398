import ClaimKit
import Decision
import Verification

/// The words on theorems whose truth is known: how often the checker was right about them.
///
/// A true form is a claim with the mark [K]. A false form is a statement that is known to be false, decided on the
/// trials of a claim. A control of a known theorem is a false statement, too.
package struct KnownTheoremsText {
  private let known: [Finding]
  /// The known theorems, and other claims with false forms.
  private let tried: [Finding]
  private let forms: [(finding: Finding, form: FalseFormFinding)]

  /// The words on some findings.
  package init(_ findings: [Finding]) {
    known = findings.filter { $0.claim.source.provenance == .known }
    tried = findings.filter { finding in
      finding.claim.source.provenance == .known || finding.falseForms.contains { !$0.form.isOpposite }
    }
    forms = findings.flatMap { finding in finding.falseForms.filter { !$0.form.isOpposite }.map { (finding, $0) } }
  }

  private var supported: Int { known.count { VerdictWord($0).isSupport } }
  private var refuted: Int { known.count { $0.verdict == .refuted } }
  private var open: Int { known.count - supported - refuted }
  private var controls: [ControlFinding] { known.flatMap(\.controls) }
  private var supportedForms: [(finding: Finding, form: FalseFormFinding)] {
    forms.filter { $0.form.verdict(levels: $0.finding.levels).isSupport }
  }

  /// The counts in one clause, such as `8 of 10 true forms supported, 2 open; 0 of 11 false forms supported`.
  package var words: String {
    let wrong = refuted == 0 ? "" : ", \(refuted) refuted"
    return "\(supported) of \(known.count) true forms supported, \(open) open\(wrong); "
      + "\(supportedForms.count) of \(forms.count) false forms supported"
  }

  /// The section of the front page; nothing without known theorems and false forms.
  var section: [String] {
    guard !tried.isEmpty else { return [] }
    let failed = controls.count { $0.verdict.isSupport }
    let opening = [
      "## Known theorems",
      "Textbook theorems test the checker. **\(words)**; \(failed) of \(controls.count) controls supported. A false "
        + "form is a false statement about the same quantity, decided on the same trials without any correction. "
        + "None may be supported, and `swift test` fails if one is.",
    ]
    let rows = tried.map { finding in
      let own = finding.falseForms.filter { !$0.form.isOpposite }.map {
        "\(Markup.prose($0.form.conclusion.text)): \($0.verdict(levels: finding.levels))"
      }
      return [
        "[\(Markup.prose(finding.name))](\(finding.name)/README.md)", "**\(ReportText.status(of: finding))**",
        own.isEmpty ? "none" : own.joined(separator: "<br>"), Self.outlook(on: finding),
      ]
    }
    return opening + [Markup.table(["theorem", "true form", "false forms", "what an open one would take"], rows)]
  }

  private static func outlook(on finding: Finding) -> String {
    guard let line = SettlementText.lines(for: finding).first else { return "—" }
    return Markup.prose(String(line.dropFirst(finding.name.count + 2)))
  }

  /// The section of a claim's page; nothing without false forms.
  static func falseForms(of finding: Finding) -> [String] {
    section(
      on: finding, finding.falseForms.filter { !$0.form.isOpposite },
      "## False forms: statements that must not be supported",
      "Each is known to be false. It is decided on the claim's own trials, without correction for other statements. No "
        + "verdict rests on it.", reason: "false because")
      + section(
        on: finding, finding.falseForms.filter(\.form.isOpposite), "## The opposite, registered with the claim",
        "The data decide the sign. Each opposite is decided on the claim's own trials, without correction for other "
          + "statements. The claim's verdict does not rest on it.", reason: "meaning")
  }

  private static func section(
    on finding: Finding, _ forms: [FalseFormFinding], _ title: String, _ opening: String, reason: String
  ) -> [String] {
    guard !forms.isEmpty else { return [] }
    let rows = forms.flatMap { form in
      form.readings.map { reading in
        [
          Markup.prose(reading.text), Markup.prose(form.form.reason), Markup.prose(form.form.materiality.text),
          NumberText.probability(reading.decision.pSupport), NumberText.probability(reading.decision.pRefute),
          "**\(form.verdict(levels: finding.levels))**",
        ]
      }
    }
    return [
      title, opening, Markup.table(["statement", reason, "materiality", "p support", "p refute", "verdict"], rows),
    ]
  }

  /// The counts as a JSON object.
  var object: JSONValue {
    .object([
      "theorems": .integer(known.count), "supported": .integer(supported), "open": .integer(open),
      "refuted": .integer(refuted), "falseForms": .integer(forms.count),
      "falseFormsSupported": .integer(supportedForms.count),
    ])
  }
}
