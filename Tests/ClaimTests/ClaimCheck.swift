import ClaimKit
import Experiments
import Foundation
import Planning
import TestSupport
import Testing
import Trials
import Verification

/// The trials trained in this test process, shared by all claims; they are not stored beyond the process.
private let trained = TrialMemory()

/// Returns what this machine lacks to run the trials of a claim, a program or data; nil if nothing is missing.
func lack(of claim: any Claim) -> String? { claim.standIn.setup.instance?.lack }

extension Trait where Self == ConditionTrait {
  /// Skips the test of a claim whose program this machine cannot start, or whose data it does not have.
  static func runnable(_ claim: any Claim) -> Self {
    let missing = lack(of: claim)
    return .enabled(if: missing == nil, "\(claim.name) \(missing ?? "needs nothing").")
  }
}

/// Verifies one claim at the quick profile, with no result from an earlier process.
///
/// The claim, each control and each false form are decided on their own, at 0.025 on each side. A refuted claim, a
/// control or a false form that is supported and a defect of the claim file are failures. An inconclusive claim or control is a warning: this profile
/// has few runs and short scales. The report counts a control that is not refuted as undiscriminating.
func check(_ claim: any Claim) async throws {
  if let defect = claim.defect() {
    Issue.record("\(defect)")
    return
  }
  let plan = try Plan([ClaimEntry(folder: "", claim: claim)], design: Design(.quick), hasPictures: false)
  let findings = try await TrialRunner(archive: trained).findings(on: plan, isFamily: false)
  let finding = try #require(findings.first)
  print(
    "\(finding.name): \(finding.verdict), p for \(text(finding.adjustedSupport)), p against "
      + "\(text(finding.adjustedRefute))")
  switch finding.verdict {
  case .supported, .extrapolated, .notContradicted: break
  case .refuted: Issue.record("\(account(of: finding))")
  case .inconclusive: Issue.record("\(account(of: finding))", severity: .warning)
  }
  for control in finding.controls where !control.isRefuted {
    let numbers = control.conclusions.map(account(of:)).joined(separator: "\n")
    Issue.record(
      """
      \(finding.name): control “\(control.control.name)” must refute \(control.control.refutes.text) \
      (\(control.control.reason)) but is \(control.verdict); p of refutation \(text(control.adjustedRefute)).
      \(numbers)
      """, severity: control.verdict.isSupport ? .error : .warning)
  }
  for form in finding.falseForms where form.verdict(levels: finding.levels).isSupport {
    let numbers = form.readings.map(account(of:)).joined(separator: "\n")
    Issue.record(
      """
      \(finding.name): the false form “\(form.form.conclusion.text)” is supported, but it is false: \
      \(form.form.reason).
      \(numbers)
      """)
  }
  if !finding.totals.remarks.isTrusted { Issue.record("\(finding.name): the certificate of a trial was not met.") }
  for failure in finding.totals.failures { Issue.record("\(finding.name): \(failure)", severity: .warning) }
}

/// The claim, its statement, every number with its interval and p-values, and the command that reproduces them.
private func account(of finding: Finding) -> String {
  """
  \(finding.name) is \(finding.verdict) at the quick profile.
  \(finding.claim.says)
  \(finding.claim.statement.map(\.text).joined(separator: "; "))
  \(finding.conclusions.map(account(of:)).joined(separator: "\n"))
  together: p of support \(text(finding.adjustedSupport)), p of refutation \(text(finding.adjustedRefute))
  reproduce: swift run -c release littleo verify \(finding.name) --profile quick\(example(of: finding))
  """
}

/// The counter-example of a refuted claim, with the commands that reproduce it; empty for other verdicts.
private func example(of finding: Finding) -> String {
  guard let example = finding.counterExample else { return "" }
  return "\ncounter-example: \(example.text)" + example.lines.map { "\n  \($0)" }.joined()
}

private func account(of finding: ConclusionFinding) -> String {
  let decision = finding.decision
  let numbers = decision.scales.map { summary in
    let (mean, lower, upper) = (text(summary.mean), text(summary.lower), text(summary.upper))
    return "\(Int(summary.scale)): \(mean) [\(lower), \(upper)]"
  }
  let gates = [decision.gateSupport, decision.gateRefute, decision.stop].compactMap { $0?.rawValue }
  return """
    \(finding.text): p of support \(text(decision.pSupport)), p of refutation \(text(decision.pRefute))\
    \(gates.isEmpty ? "" : ", gates: " + gates.joined(separator: ", "))
      by scale, \(finding.conclusion.isWithHighProbability ? "share of runs that violate" : "mean"): \(numbers.joined(separator: "; "))
    """
}

/// A number with four significant digits, a dash for none.
private func text(_ value: Double?) -> String { value.map { String(format: "%.4g", $0) } ?? "–" }
