import Foundation
import MultiView
import Reporting
import Training
import Trials

/// How the time and memory of one run of Theorems 5.1 and 5.2 grow with d.
///
/// The regime is standard. Times are those expected of the reference machine.
struct GrowthTable {
  /// Runs per scale and label map in the deep profile.
  private static let runs = 60.0

  /// The cost at one dimension.
  private struct Row {
    let d: Int
    let coarse: Cost
    let fine: Cost
    /// The core hours of all runs of both theorems.
    let hours: Double
  }

  /// The cost of one run.
  private typealias Cost = (k: Int, neurons: Double, time: Double, seconds: Double, bytes: Double)

  /// A row per d from 2⁸ to 2¹⁷.
  private static func rows() throws -> [Row] {
    try (8...17).map { exponent in
      let (coarse, fine) = (try run(.coarse, d: 1 << exponent), try run(.fine, d: 1 << exponent))
      return Row(
        d: 1 << exponent, coarse: coarse, fine: fine, hours: runs * (coarse.seconds + fine.seconds) / 3600)
    }
  }

  /// The table in Markdown.
  var text: String {
    get throws {
      let lines = [
        "| d | k | neurons, fine | T\\*, coarse | time | memory | T\\*, fine | time | memory | cores for an hour |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
      ]
      let rows = try Self.rows().map { row in
        let cells = [
          "\(row.d)", "\(row.fine.k)", TerminalNumber.brief(row.fine.neurons), TerminalNumber.brief(row.coarse.time),
          TerminalNumber.duration(row.coarse.seconds), TerminalNumber.bytes(row.coarse.bytes),
          TerminalNumber.brief(row.fine.time), TerminalNumber.duration(row.fine.seconds),
          TerminalNumber.bytes(row.fine.bytes), "\(Int(row.hours.rounded(.up)))",
        ]
        return "| \(cells.joined(separator: " | ")) |"
      }
      return (lines + rows).joined(separator: "\n")
    }
  }

  /// The same as a JSON object; times in seconds, memory in bytes.
  var object: JSONValue {
    get throws {
      func object(_ cost: Cost) -> JSONValue {
        .object([
          "neurons": .number(cost.neurons), "timeToFit": .number(cost.time), "seconds": .number(cost.seconds),
          "bytes": .number(cost.bytes),
        ])
      }
      return .object([
        "rows": .array(
          try Self.rows().map { row in
            .object([
              "d": .integer(row.d), "k": .integer(row.fine.k), "coarse": object(row.coarse), "fine": object(row.fine),
              "coresForAnHour": .integer(Int(row.hours.rounded(.up))),
            ])
          })
      ])
    }
  }

  /// Returns the cost of one run that trains until T*, the time at which the loss is below 1/√d, and on to 4·T*.
  private static func run(_ labels: LabelMap, d: Int) throws -> Cost {
    let parameters = try Regime.standard.parameters(at: d)
    let trial = NetworkTrial(
      parameters: parameters, labels: labels, seed: 1,
      schedule: .window(lossBound: 1 / Double(d).squareRoot(), factor: 4, stepLimit: 1 << 20))
    let model = CostModel.reference
    return (
      parameters.k, Double(trial.heads) * parameters.width, model.forecast.timeToFit(of: trial) ?? .nan,
      model.seconds(of: trial), NetworkDemand(of: trial).bytes
    )
  }
}
