import Checking
import Foundation
import MultiView
import Training

/// How time and memory of one run of Theorems 5.1 and 5.2 grow with d, in the standard regime at reference prices.
struct GrowthTable {
  /// Runs per scale and label map of the deep profile.
  private static let _runs = 60.0

  /// A table in Markdown.
  var text: String {
    get throws {
      var lines = [
        "| d | k | neurons, fine | T\\*, coarse | time | memory | T\\*, fine | time | memory | cores for an hour |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
      ]
      for exponent in 8...17 {
        let d = 1 << exponent
        let coarse = try Self._run(.coarse, d: d)
        let fine = try Self._run(.fine, d: d)
        let hours = Self._runs * (coarse.seconds + fine.seconds) / 3600
        lines.append(
          "| \(d) | \(fine.k) | \(TerminalNumber.p(fine.neurons)) | \(TerminalNumber.p(coarse.time)) | "
            + "\(TerminalNumber.duration(coarse.seconds)) | \(TerminalNumber.bytes(coarse.bytes)) | "
            + "\(TerminalNumber.p(fine.time)) | \(TerminalNumber.duration(fine.seconds)) | "
            + "\(TerminalNumber.bytes(fine.bytes)) | \(Int(hours.rounded(.up))) |")
      }
      return lines.joined(separator: "\n")
    }
  }

  /// One run in the window from T* to 4 T*, where T* is the time at which the loss is below 1/√d.
  private static func _run(
    _ labels: LabelMap, d: Int
  ) throws -> (k: Int, neurons: Double, time: Double, seconds: Double, bytes: Double) {
    let parameters = try Regime.standard.parameters(at: d)
    let trial = Trial(
      parameters: parameters, labels: labels, seed: 1,
      extent: .window(lossBound: 1 / Double(d).squareRoot(), factor: 4, stepLimit: 1 << 20))
    let model = CostModel.reference
    return (
      parameters.k, Double(trial.heads) * Double(parameters.width), model.forecast.timeToFit(of: trial) ?? .nan,
      model.seconds(of: trial), Demand(of: trial).bytes
    )
  }
}
