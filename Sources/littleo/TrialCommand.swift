import Checking
import Foundation
import MultiView
import Training

/// `littleo trial`: one training run from the command line, for exploring.
struct TrialCommand {
  private let _regime: Regime
  private let _trial: Trial
  private let _isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "trial",
        options: ["labels": false, "regime": false, "d": false, "seed": false, "steps": false, "set": true],
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
    let trace = try Trainer.train(_trial)
    let output = TrialOutput(
      regime: _regime.name, trial: _trial, trace: trace, seconds: (clock.now - start) / .seconds(1))
    print(_isJSON ? try output.json() : output.table)
    return .passed
  }
}

/// The parameters given with `--set`.
private struct Settings {
  private(set) var values: [RegimeParameter: Double] = [:]
  private(set) var mode: NetworkMode?

  init(_ settings: [String]) throws(UsageError) {
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw UsageError("--set \(setting) is not of the form NAME=VALUE, as in --set k=4.")
      }
      guard let parameter = RegimeParameter(rawValue: parts[0]) else {
        let names = RegimeParameter.allCases.map(\.rawValue)
        let hint = Nearest.suggestion(for: parts[0], among: names)
        throw UsageError(
          "there is no parameter “\(parts[0])”\(hint); the parameters are \(names.joined(separator: ", ")).")
      }
      guard values[parameter] == nil, parameter != .mode || mode == nil else {
        throw UsageError("--set \(parts[0])=… is given twice; give it once.")
      }
      if parameter == .mode {
        guard let mode = NetworkMode(rawValue: parts[1]) else {
          throw UsageError("mode = \(parts[1]) is out of range: the modes are pruned and dense.")
        }
        self.mode = mode
      } else if let value = Double(parts[1]) {
        values[parameter] = value
      } else {
        throw UsageError("\(parts[0]) = \(parts[1]) is out of range: it is a number.")
      }
    }
  }
}
