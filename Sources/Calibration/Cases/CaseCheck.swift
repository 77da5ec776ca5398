import Decision
import Files
import Foundation

/// Judges a case and compares the decision with the one expected.
struct CaseCheck: Sendable {
  /// The case.
  let sample: DecisionCase
  /// The decision; nil if the data were refused.
  let decision: Decision?
  /// The comparison with the expected decision.
  let result: CheckResult

  /// The tolerance for ln p if a case gives none: the accuracy that the engine promises.
  static let usualTolerance = 1e-5

  /// Judges a case.
  init(_ sample: DecisionCase) {
    self.sample = sample
    var faults: [String] = []
    var remarks: [String] = []
    do {
      let decision = try sample.decide()
      self.decision = decision
      if sample.expected.isError {
        faults = ["verdict \(decision.verdict()), expected an error"]
      } else {
        (faults, remarks) = Self.differences(decision, sample.expected, of: sample.rules.procedure)
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

  private static func differences(
    _ decision: Decision, _ expected: CaseOutcome, of procedure: Procedure
  ) -> ([String], [String]) {
    var faults: [String] = []
    func compare(_ name: String, _ value: String?, _ expected: String?) {
      if value != expected { faults.append("\(name) \(value ?? "none"), expected \(expected ?? "none")") }
    }
    let tolerance = expected.tol_ln_p ?? usualTolerance
    for (name, value, wanted) in [
      ("pS", procedure == .specified ? decision.formulaSupport : decision.pSupport, expected.pS),
      ("pR", procedure == .specified ? decision.formulaRefute : decision.pRefute, expected.pR),
      ("observed", decision.observedSupport ?? decision.pSupport, expected.observed),
    ] {
      if let wanted, !Tolerance.pValuesAgree(value, wanted, tolerance: tolerance) {
        faults.append("\(name) \(value), expected \(wanted)")
      }
    }
    if let verdict = expected.verdict {
      let words = words(for: decision.verdict())
      compare("verdict", words.verdict, verdict)
      if let reason = expected.reason { compare("reason", words.reason, reason) }
    }
    // The vectors of the specification list every gate and note. Those of the corrections list what a case is about.
    let isComplete = procedure == .specified
    for (name, reason, wanted) in [
      ("gateS", decision.gateSupport, expected.gateS), ("gateR", decision.gateRefute, expected.gateR),
      ("stop", decision.stop, expected.stop),
    ] where isComplete || wanted != nil {
      compare(name, reason?.rawValue, wanted)
    }
    let notes = expected.notes ?? []
    if isComplete || expected.notes != nil, decision.notes != notes {
      faults.append("notes \(decision.notes), expected \(notes)")
    }
    guard let diagnostics = expected.diagnostics else { return (faults, []) }
    let differences = diagnostics.differences(from: decision.diagnostics, tolerance: tolerance)
    return (faults + differences.faults, differences.remarks)
  }

  /// A verdict in the two words of the format.
  static func words(for verdict: Verdict) -> (verdict: String, reason: String) {
    switch verdict {
    case .supported, .extrapolated, .notContradicted: (verdict.description, "")
    case .refuted: ("refuted", "")
    case .inconclusive(let reason): ("inconclusive", reason.rawValue)
    }
  }
}

/// The comparison of one case, row or family with its expected values.
package struct CheckResult: Sendable, Equatable {
  /// The name.
  package let id: String
  /// A description of the case, row or family.
  package let note: String
  /// The differences, each with the actual and the expected value; empty if everything agrees.
  package let faults: [String]
  /// Differences that do not count as failures, because the data do not determine these values.
  package let remarks: [String]

  /// A result from its parts.
  init(id: String, note: String, faults: [String], remarks: [String] = []) {
    self.id = id
    self.note = note
    self.faults = faults
    self.remarks = remarks
  }

  /// Whether nothing differs.
  package var isPassed: Bool { faults.isEmpty }

  /// One line: `pass id: note` or `FAIL id: note — what differs`.
  package var line: String {
    let head = "\(isPassed ? "pass" : "FAIL") \(Quoted.text(id)): \(Quoted.text(note))"
    let details = (faults + remarks.map { "\($0) (information only)" }).map { Quoted.text($0, limit: 400) }
    return details.isEmpty ? head : head + " — " + details.joined(separator: "; ")
  }
}

/// How closely a computed number must agree with an expected one.
enum Tolerance {
  /// Whether two p-values agree: in the logarithm, or relatively in the logarithm when they are tiny.
  ///
  /// |ln p − ln e| ≤ tolerance for e ≥ 10⁻¹², else |ln p/ln e − 1| ≤ 10⁻³; 0 and numbers below 10⁻³⁰⁰ are equal.
  static func pValuesAgree(_ value: Double, _ expected: Double, tolerance: Double) -> Bool {
    if value >= 0 && value < 1e-300 && expected < 1e-300 { return true }
    if expected >= 1e-12 { return abs(log(value) - log(expected)) <= tolerance }
    return abs(log(value) / log(expected) - 1) <= 1e-3
  }

  /// Whether a primitive agrees: to relative 10⁻⁹, or to absolute 10⁻¹² where the exact value is 0 or 1.
  static func primitivesAgree(_ value: Double, _ expected: Double) -> Bool {
    if value == expected { return true }
    if expected == 0 || expected == 1 { return abs(value - expected) <= 1e-12 }
    return abs(value / expected - 1) <= 1e-9
  }
}
