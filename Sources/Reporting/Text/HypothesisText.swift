import ClaimKit
import Foundation
import Planning
import Verification

/// The words for a hypothesis that was checked at the registered scales.
package struct HypothesisText {
  private let audit: HypothesisAudit

  /// The words for an audited hypothesis.
  package init(_ audit: HypothesisAudit) { self.audit = audit }

  /// The standing and the reason, such as `violated: it fails at 64, 128`; plain text.
  package var words: String {
    audit.reason.isEmpty ? audit.standing.text : "\(audit.standing.text): \(audit.reason)"
  }

  /// The numbers of every group of arms, one line each; plain text.
  ///
  /// - Parameter axis: The axis of the claim.
  package func lines(on axis: ClaimKit.Axis) -> [String] {
    guard let symbol = audit.symbol else { return [] }
    let isSplit = audit.rows.count > 1
    return audit.rows.flatMap { row in
      let place = isSplit ? row.arms.map(\.words).joined(separator: ", ") + ": " : ""
      return parts(of: row, symbol, base: axis.base).enumerated().map { ($0.offset == 0 ? place : "") + $0.element }
    }
  }

  /// The value of the symbol, then the bound, or the value against powers of the logarithm of the scale.
  private func parts(of row: HypothesisAudit.Row, _ symbol: Term, base: String) -> [String] {
    let values = "\(symbol.text) = \(list(row.readings.map(\.value)))"
    guard let order = audit.order else {
      return [values, "bound \(list(row.readings.compactMap(\.bound)))"]
    }
    let name = symbol.text.contains("·") ? "(\(symbol.text))" : symbol.text
    return [values]
      + [1.0, 2.0].map { power in
        let logarithm = "ln\(power == 1 ? "" : "²") \(base)"
        let scaled = row.readings.map { reading in
          let factor = pow(log(Double(reading.base)), power)
          return order == .rising ? reading.value / factor : reading.value * factor
        }
        return "\(name)\(order == .rising ? "/" : "·")\(logarithm.contains(" ") ? "(\(logarithm))" : logarithm) = "
          + list(scaled)
      }
  }

  private func list(_ values: [Double]) -> String {
    // One number stands for all scales if it is the same at each.
    if let first = values.first, values.allSatisfy({ $0 == first }) {
      return NumberText.short(first) + (values.count > 1 ? " at every scale" : "")
    }
    return values.map { NumberText.short($0) }.joined(separator: ", ")
  }

  /// The hypothesis as a JSON object.
  var object: JSONValue {
    .object([
      "text": .string(audit.hypothesis.text), "standing": .string(audit.standing.rawValue),
      "reason": .string(audit.reason),
      "readings": .array(
        audit.rows.flatMap { row in
          row.readings.map { reading in
            .object([
              "arms": .array(row.arms.map { .string($0.text) }), "scale": .integer(reading.scale),
              "dimension": .integer(reading.base), "value": .number(reading.value), "bound": .optional(reading.bound),
            ])
          }
        }),
    ])
  }

  // MARK: On the page of a claim

  /// The section with every hypothesis of a finding; empty if its statement has none to check.
  static func section(for finding: Finding) -> [String] {
    guard !finding.hypotheses.isEmpty else { return [] }
    let axis = finding.claim.standIn.axis
    let rows = finding.hypotheses.map { audit in
      let text = HypothesisText(audit)
      let numbers = text.lines(on: axis).map { Markup.prose($0) }.joined(separator: "<br>")
      let reason = audit.reason.isEmpty ? "" : ": \(Markup.prose(audit.reason))"
      return [
        Markup.prose(audit.hypothesis.text), "**\(audit.standing.text)**\(reason)", numbers.isEmpty ? "—" : numbers,
      ]
    }
    let scales = finding.design.scales.map { NumberText.scale(Double($0)) }.joined(separator: ", ")
    let header = ["hypothesis", "at the registered scales", "at \(Markup.prose(axis.symbol)) = \(scales)"]
    return ["## Hypotheses", Markup.table(header, rows)]
  }

  /// The words behind a verdict whose hypotheses are violated at registered scales; empty without such a hypothesis.
  package static func remark(on finding: Finding) -> String {
    let violated = finding.hypotheses.filter { $0.standing == .violated }
    guard !violated.isEmpty else { return "" }
    let names = violated.map { "\($0.hypothesis.text) is violated (\($0.reason))" }.joined(separator: " and ")
    return ", but its hypothesis \(names)"
  }
}

extension HypothesisAudit.Standing {
  /// The standing as readers see it.
  package var text: String {
    switch self {
    case .holds: "holds"
    case .violated: "violated"
    case .constantUnknown: "constant unknown"
    case .notChecked: "not checked"
    }
  }
}

/// How many hypotheses of some findings have each standing.
struct HypothesisTally {
  private let counts: [HypothesisAudit.Standing: Int]

  init(_ findings: [Finding]) {
    counts = findings.flatMap(\.hypotheses).reduce(into: [:]) { $0[$1.standing, default: 0] += 1 }
  }

  /// The counts in one clause, such as `holds 3, violated 1, constant unknown 25, not checked 9`.
  var words: String {
    HypothesisAudit.Standing.allCases.map { "\($0.text) \(counts[$0] ?? 0)" }.joined(separator: ", ")
  }

  /// The counts as a JSON object.
  var object: JSONValue {
    .object(
      Dictionary(
        HypothesisAudit.Standing.allCases.map { ($0.rawValue, .integer(counts[$0] ?? 0)) },
        uniquingKeysWith: { first, _ in first }))
  }
}
