/// Judges a case and compares the decision with the one expected.
public struct CaseCheck: Sendable {
  /// The case.
  public let sample: DecisionCase
  /// The decision; nil if the data were refused.
  public let decision: Decision?
  /// What came out.
  public let result: CheckResult

  /// How far ln p may be off where a case does not say: the accuracy that the engine promises.
  static let usualTolerance = 1e-5

  /// Judges a case.
  public init(_ sample: DecisionCase) {
    self.sample = sample
    var faults: [String] = []
    var remarks: [String] = []
    do {
      let decision = try sample.decide()
      self.decision = decision
      if sample.expected.isError {
        faults = ["verdict \(decision.verdict()), expected an error"]
      } else {
        (faults, remarks) = Self._differences(decision, sample.expected)
      }
    } catch {
      decision = nil
      if !sample.expected.isError {
        faults = ["refused (\(error)), expected \(sample.expected.verdict ?? "a decision")"]
      } else if sample.expected.reason == "empty", error != .emptyData {
        faults = ["refused (\(error)), expected to be refused as empty"]
      }
    }
    result = CheckResult(id: sample.id, note: sample.note, faults: faults, remarks: remarks)
  }

  private static func _differences(_ decision: Decision, _ expected: CaseOutcome) -> ([String], [String]) {
    var faults: [String] = []
    func compare(_ name: String, _ value: String?, _ expected: String?) {
      if value != expected { faults.append("\(name) \(value ?? "none"), expected \(expected ?? "none")") }
    }
    let tolerance = expected.tol_ln_p ?? usualTolerance
    for (name, value, wanted) in [("pS", decision.pSupport, expected.pS), ("pR", decision.pRefute, expected.pR)] {
      if let wanted, !Tolerance.pValuesAgree(value, wanted, tolerance: tolerance) {
        faults.append("\(name) \(value), expected \(wanted)")
      }
    }
    if let verdict = expected.verdict {
      let words = words(for: decision.verdict())
      compare("verdict", words.verdict, verdict)
      if let reason = expected.reason { compare("reason", words.reason, reason) }
    }
    compare("gateS", decision.gateSupport?.rawValue, expected.gateS)
    compare("gateR", decision.gateRefute?.rawValue, expected.gateR)
    compare("stop", decision.stop?.rawValue, expected.stop)
    let notes = expected.notes ?? []
    if decision.notes != notes { faults.append("notes \(decision.notes), expected \(notes)") }
    guard let diagnostics = expected.diagnostics else { return (faults, []) }
    let differences = diagnostics.differences(from: decision.diagnostics, tolerance: tolerance)
    return (faults + differences.faults, differences.remarks)
  }

  /// A verdict in the two words of the format.
  static func words(for verdict: Verdict) -> (verdict: String, reason: String) {
    switch verdict {
    case .supported: ("supported", "")
    case .refuted: ("refuted", "")
    case .inconclusive(let reason): ("inconclusive", reason.rawValue)
    }
  }
}
