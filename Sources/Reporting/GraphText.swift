import Checking
import ClaimKit

/// What the claims of a report rest on, and what that makes of their verdicts, in words.
package struct GraphText {
  let graph: ClaimGraph?
  private let _findings: [String: Finding]

  /// The graph of some findings; the plan has checked that it has no cycle.
  package init(_ findings: [Finding]) {
    graph = try? ClaimGraph(findings.map(\.claim))
    _findings = Dictionary(findings.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the finding on a claim, nil if it was not verified here.
  func finding(on name: String) -> Finding? { _findings[name] }

  /// The foundations of a claim that were verified here and do not carry it, the nearest first.
  func weakSteps(of finding: Finding) -> [WeakStep] {
    _steps(of: finding).filter { $0.weakness != .notVerified }
  }

  /// The foundations of a claim that were not verified here, the nearest first.
  func notVerified(under finding: Finding) -> [String] {
    _steps(of: finding).filter { $0.weakness == .notVerified }.map(\.name)
  }

  /// Returns whether a supported claim rests on a step that is not.
  func isWeakened(_ finding: Finding) -> Bool {
    finding.verdict == .supported && finding.discriminates && !weakSteps(of: finding).isEmpty
  }

  /// The verdict with what it rests on: “, but rests on an inconclusive step: CommonSaturates”; empty where that adds nothing.
  package func remark(on finding: Finding) -> String {
    guard isWeakened(finding) else { return "" }
    return ", but rests on " + Self.words(for: weakSteps(of: finding))
  }

  /// Steps by weakness, the gravest first: “a refuted step: A, and on inconclusive steps: B, C”.
  static func words(for steps: [WeakStep]) -> String {
    let kinds: [WeakStep.Weakness] = [.refuted, .undiscriminating, .inconclusive]
    return kinds.compactMap { weakness -> String? in
      let names = steps.filter { $0.weakness == weakness }.map(\.name)
      guard !names.isEmpty else { return nil }
      let article = weakness == .refuted ? "a" : "an"
      let noun = names.count == 1 ? "\(article) \(weakness.rawValue) step" : "\(weakness.rawValue) steps"
      return "\(noun): \(names.joined(separator: ", "))"
    }.joined(separator: "; and on ")
  }

  private func _steps(of finding: Finding) -> [WeakStep] {
    graph?.weakSteps(of: finding.name, in: _findings) ?? []
  }
}
