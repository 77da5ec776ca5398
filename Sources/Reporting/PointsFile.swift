import Checking
import ClaimKit

/// Every number behind a claim's charts, one line per run.
struct PointsFile {
  private let _finding: Finding

  init(_ finding: Finding) { _finding = finding }

  /// The file: world, quantity, order, d, run, value; errors as shares, missing runs with an empty value.
  var csv: String {
    var lines = ["world,quantity,order,d,run,value"]
    lines += _lines(world: "claim", _finding.conclusions)
    for control in _finding.controls { lines += _lines(world: "control: \(control.control.name)", control.conclusions) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func _lines(world: String, _ conclusions: [ConclusionFinding]) -> [String] {
    conclusions.flatMap { conclusion -> [String] in
      let quantity = conclusion.conclusion.quantity.text
      let own = _lines([world, quantity, conclusion.conclusion.order.text], conclusion.evidence)
      let sides = conclusion.sides.flatMap { side in
        _lines([world, "\(side.quantity.text) (\(side.labels.rawValue))", ""], side.evidence)
      }
      return own + sides
    }
  }

  private func _lines(_ fields: [String], _ evidence: Evidence) -> [String] {
    var unit = 1.0
    if case .count(let trials) = evidence.kind { unit = Double(trials) }
    let prefix = fields.map(Markup.field).joined(separator: ",")
    return zip(evidence.scales, evidence.runs).flatMap { scale, values in
      values.enumerated().map { index, value in
        "\(prefix),\(NumberText.exact(scale)),\(index + 1),\(value.map { NumberText.exact($0 / unit) } ?? "")"
      }
    }
  }
}
