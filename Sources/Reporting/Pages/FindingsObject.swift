import ClaimKit
import Verification

/// Findings as a JSON object, for programs that read verdicts instead of pages.
package struct FindingsObject {
  private let findings: [Finding]
  private let profile: Profile
  private let missing: [String]
  private let graph: GraphText

  /// The object of some findings.
  ///
  /// - Parameters:
  ///   - findings: What was found, in the order of the object.
  ///   - profile: The profile they were verified at.
  ///   - missing: Keys of trials that were needed and not found.
  package init(_ findings: [Finding], profile: Profile, missing: [String] = []) {
    self.missing = missing
    self.findings = findings
    self.profile = profile
    graph = GraphText(findings)
  }

  /// The object; every key is always present, with null where there is no value.
  ///
  /// There is a number of claims for each ``VerdictWord``, under its key; a claim counts under one word only.
  package var value: JSONValue {
    let object: [String: JSONValue] = [
      "profile": .string(self.profile.rawValue),
      "trainerVersion": .optional(findings.first?.version),
      "claims": .array(findings.map(claim)),
      "missing": .array(self.missing.map { .string($0) }),
      "provenance": ProvenanceTally(findings).object, "conclusions": ConclusionTally(findings).object,
      "hypotheses": HypothesisTally(findings).object, "known": KnownTheoremsText(findings).object,
      "heldOut": HeldOutText(findings).object,
    ]
    return .object(object.merging(VerdictTally(findings).object) { first, _ in first })
  }

  private func claim(_ finding: Finding) -> JSONValue {
    .object([
      "name": .string(finding.name), "folder": .string(finding.folder), "title": .string(finding.claim.title),
      "provenance": .string(finding.claim.source.provenance.rawValue),
      "verdict": .string("\(finding.verdict)"), "discriminates": .bool(finding.discriminates),
      "registration": .string(finding.registration.digest),
      "scales": .array(finding.design.scales.map { .integer($0) }), "runsPerScale": .integer(finding.design.runs),
      "pSupport": .number(finding.conjunction.pSupport), "pRefute": .number(finding.conjunction.pRefute),
      "adjustedSupport": .number(finding.adjustedSupport), "adjustedRefute": .number(finding.adjustedRefute),
      "hypotheses": .array(finding.hypotheses.map { HypothesisText($0).object }),
      "weakSteps": .array(graph.weakSteps(of: finding).map { .string($0.name) }),
      "trialsByScale": .array(finding.kinds.map { .string($0) }),
      "conclusions": .array(finding.conclusions.indices.map { conclusion($0, of: finding) }),
      "controls": .array(
        finding.controls.map { control in
          .object([
            "name": .string(control.control.name), "verdict": .string("\(control.verdict)"),
            "adjustedRefute": .number(control.adjustedRefute),
          ])
        }),
      "falseForms": .array(
        finding.falseForms.map { form in
          .object([
            "text": .string(form.form.conclusion.text), "verdict": .string("\(form.verdict(levels: finding.levels))"),
          ])
        }),
      "counterExample": finding.counterExample.map(Self.example) ?? .null,
      "trials": .integer(finding.totals.trials), "work": .integer(finding.totals.work),
      "workUnit": .string(finding.totals.remarks.unit), "certificatesMet": .bool(finding.totals.remarks.isTrusted),
      "failures": .array(finding.totals.failures.map { .string($0) }),
    ])
  }

  private func conclusion(_ place: Int, of finding: Finding) -> JSONValue {
    let conclusion = finding.conclusions[place]
    let decision = conclusion.decision
    return .object([
      "text": .string(conclusion.text), "verdict": .string("\(decision.verdict(levels: finding.levels))"),
      "discrimination": .string(finding.discrimination(of: conclusion.conclusion).rawValue),
      "unrefutedControls": .array(finding.unrefutedControls(of: conclusion).map { .string($0.control.name) }),
      "pSupport": .number(decision.pSupport),
      "pRefute": .number(decision.pRefute),
      "gates": .array(
        [decision.gateSupport, decision.gateRefute, decision.stop].compactMap { $0.map { .string($0.rawValue) } }),
      "scales": .array(
        decision.scales.map { summary in
          .object([
            "scale": .number(summary.scale), "mean": .optional(summary.mean), "lower": .optional(summary.lower),
            "upper": .optional(summary.upper), "runs": .integer(summary.presentRuns),
          ])
        }),
      "forecast": HeldOutText.object(on: place, of: finding),
      "overlap": .array(finding.overlaps.filter { $0.conclusion == place }.flatMap(\.rows).map(Self.overlap)),
    ])
  }

  /// A scale at which trials of two kinds ran.
  private static func overlap(_ row: OverlapFinding.Row) -> JSONValue {
    .object([
      "scale": .number(row.scale), "mean": .number(row.own), "otherMean": .number(row.other),
      "difference": .number(row.difference.mean), "lower": .number(row.difference.lower),
      "upper": .number(row.difference.upper),
    ])
  }

  private static func example(_ example: CounterExample) -> JSONValue {
    .object([
      "conclusion": .string(example.conclusion), "text": .string(example.text), "value": .number(example.value),
      "bound": .number(example.bound), "scale": .integer(example.scale), "time": .integer(example.time),
      "lines": .array(example.lines.map { .string($0.description) }),
    ])
  }
}
