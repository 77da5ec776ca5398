import Decision
import Verification

/// Every number behind a claim's charts, one line per run.
struct PointsFile {
  private let finding: Finding

  init(_ finding: Finding) { self.finding = finding }

  /// The file, one line per run.
  ///
  /// Columns: world, quantity, order; reading, which says which value of the run's window it is; scale, run, value.
  /// Errors are shares. A missing run has an empty value. A conclusion that holds with high probability has two lines
  /// per run: its value, and whether this value violates the tolerance.
  var csv: String {
    var lines = ["world,quantity,order,reading,scale,run,value"]
    lines += self.lines(world: "claim", finding.conclusions)
    for control in finding.controls {
      lines += self.lines(world: "control: \(control.control.name)", control.conclusions)
    }
    for overlap in finding.overlaps {
      let conclusion = finding.conclusions[overlap.conclusion]
      let reading = conclusion.conclusion.isWithHighProbability ? "violation" : conclusion.extreme.rawValue
      let fields = [
        "overlap: \(overlap.otherKind) trials", conclusion.conclusion.quantity.text, conclusion.conclusion.order.text,
        reading,
      ]
      lines += self.lines(fields, overlap.evidence.scales, overlap.evidence.shares)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func lines(world: String, _ conclusions: [ConclusionFinding]) -> [String] {
    conclusions.flatMap { conclusion -> [String] in
      let quantity = conclusion.conclusion.quantity.text
      let isWithHighProbability = conclusion.conclusion.isWithHighProbability
      let fields = [world, quantity, (isWithHighProbability ? "w.h.p. " : "") + conclusion.conclusion.order.text]
      let scales = conclusion.evidence.scales
      let values =
        isWithHighProbability ? lines(fields + [conclusion.extreme.rawValue], scales, conclusion.runValues) : []
      let reading = isWithHighProbability ? "violation" : conclusion.extreme.rawValue
      let own = lines(fields + [reading], scales, conclusion.evidence.shares)
      let sides = conclusion.sides.flatMap { side in
        lines(
          [world, "\(side.quantity.text) (\(side.arm.text))", "", "side"], side.evidence.scales, side.evidence.shares)
      }
      return values + own + sides
    }
  }

  private func lines(_ fields: [String], _ scales: [Double], _ runs: [[Double?]]) -> [String] {
    let prefix = fields.map(Markup.field).joined(separator: ",")
    return zip(scales, runs).flatMap { scale, values in
      values.enumerated().map { index, value in
        "\(prefix),\(NumberText.exact(scale)),\(index + 1),\(NumberText.field(value))"
      }
    }
  }
}
