import ClaimKit
import Planning
import Reporting

/// A claim as `list --json` and `explain --json` show it.
struct ClaimObject {
  private let entry: ClaimEntry
  private let outline: PlanOutline?
  private let standing: CommittedReport.Standing
  private let statement: [String]
  private let discriminated: Int?

  /// - Parameters:
  ///   - outline: The claim planned at a profile; nil if it cannot be run.
  ///   - discriminated: The number of conclusions that a control refuted; nil if it is not known.
  ///   - statement: The lines of the statement; empty for `list`, which shows less of the claim.
  init(
    _ entry: ClaimEntry, _ outline: PlanOutline?, _ standing: CommittedReport.Standing, discriminated: Int?,
    statement: [String] = []
  ) {
    self.entry = entry
    self.outline = outline
    self.standing = standing
    self.discriminated = discriminated
    self.statement = statement
  }

  /// The JSON object; with a statement it also holds window, materialities and controls.
  var value: JSONValue {
    let claim = entry.claim
    let standIn = claim.standIn
    let planned = outline?.claims.first
    var object: [String: JSONValue] = [
      "name": .string(claim.name), "folder": .string(entry.folder), "title": .string(claim.title),
      "source": .string(claim.source.label), "provenance": .string(claim.source.provenance.rawValue),
      "verdict": .string(standing.description), "regime": .string(standIn.setup.title.name),
      "experiment": .string(standIn.setup.experiment),
      "conclusions": .array(claim.conclusions.map { .string($0.text) }),
      "uncontrolled": .array(claim.uncontrolledConclusions.map { .string($0.text) }),
      "discriminated": discriminated.map { .integer($0) } ?? .null,
      "axis": .string(standIn.axis.symbol), "says": .string(claim.says),
      "scales": .array((planned?.design.scales ?? []).map { .integer($0) }),
      "registration": .optional(planned.map { Registration(of: $0).digest }),
      "trials": outline.map { .integer($0.demands.count) } ?? .null,
      "secondsOfOneThread": .optional(outline?.seconds.rounded(.up)),
      "largestMemory": .optional(outline?.largestMemory.rounded()),
    ]
    if self.statement.isEmpty { return .object(object) }
    object["statement"] = .array(self.statement.map { .string($0) })
    object["remark"] = .string(claim.source.remark)
    object["restsOn"] = .array(claim.restsOn.map { .string($0.name) })
    object["caveat"] = .string(claim.caveat)
    object["window"] = .object(["text": .string(standIn.window.text), "because": .string(standIn.window.reason)])
    object["materialities"] = .array(
      standIn.materialities.map { materiality in
        .object([
          "quantity": .string(materiality.quantity.text), "size": .string(materiality.text),
          "because": .string(materiality.reason),
        ])
      })
    object["controls"] = .array(
      claim.controls.map { control in
        .object([
          "name": .string(control.name), "refutes": .string(control.refutes.text), "because": .string(control.reason),
        ])
      })
    return .object(object)
  }
}
