import Checking
import Foundation
import MultiView
import Training

/// `littleo trial`: one training run from the command line, for exploring.
struct TrialCommand {
  private let _regime: Regime
  private let _trial: Trial
  private let _execution: Execution
  private let _isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "trial",
        options: [
          "labels": false, "regime": false, "d": false, "seed": false, "steps": false, "threads": false, "set": true,
        ],
        switches: ["json"]))
    let labelName = try arguments.required("labels", "coarse")
    guard let labels = LabelMap(name: labelName) else {
      throw UsageError(
        "--labels \(labelName) is out of range: labels are coarse, fine, or random:N with a whole number N from 2.")
    }
    let regimeName = arguments.value("regime") ?? "standard"
    guard let regime = Regime(named: regimeName) else {
      let names = Regime.named.map(\.name)
      let hint = Nearest.suggestion(for: regimeName, among: names)
      throw UsageError("there is no regime “\(regimeName)”\(hint); the regimes are \(names.joined(separator: ", ")).")
    }
    _ = try arguments.required("d", "256")
    _ = try arguments.required("steps", "128")
    let d = try arguments.integer("d", in: 4...1 << 24) ?? 4
    let seed = try arguments.integer("seed", in: UInt64.min...UInt64.max) ?? 1
    let steps = try arguments.integer("steps", in: 1...Trainer.maximalSteps) ?? 1
    let threads = try arguments.integer("threads", in: 1...4096)
    _execution = threads.map { Execution(threads: $0) } ?? .everyCore
    let settings = try Settings(arguments.values("set"))
    do {
      let parameters = try regime.parameters(at: d, overrides: settings.values, mode: settings.mode)
      _trial = Trial(parameters: parameters, labels: labels, seed: seed, extent: .steps(steps))
      _ = try Trainer.demand(of: _trial)
    } catch {
      throw UsageError("\(error)")
    }
    _regime = regime
    _isJSON = arguments.has("json")
  }

  func run() throws -> ExitStatus {
    let clock = ContinuousClock()
    let start = clock.now
    let trace = try Trainer.train(_trial, on: _execution)
    let output = TrialOutput(
      regime: _regime.name, trial: _trial, trace: trace, seconds: (clock.now - start) / .seconds(1))
    print(_isJSON ? try output.json() : output.table)
    return .passed
  }
}
