import Foundation
import MultiView
import Training

/// `littleo trial`: one training run from the command line, for exploring.
struct TrialCommand {
  private let _options: TrialOptions
  private let _execution: Execution
  private let _isJSON: Bool
  private let _observables: TrialOutput.Observables

  init(_ line: [String]) throws(UsageError) {
    var grammar = Arguments.Grammar(command: "trial", options: TrialOptions.grammar, switches: ["json"])
    grammar.options.merge(["threads": false, "observables": false]) { $1 }
    let arguments = try Arguments(line, grammar)
    _options = try TrialOptions(arguments, defaultSteps: nil, defaultSeed: 1)
    let threads = try arguments.integer("threads", in: 1...4096)
    _execution = threads.map { Execution(threads: $0) } ?? .everyCore
    _isJSON = arguments.has("json")
    _observables = try Self._observables(arguments)
  }

  private static func _observables(_ arguments: Arguments) throws(UsageError) -> TrialOutput.Observables {
    guard let name = arguments.value("observables") else { return .errors }
    guard !arguments.has("json") else {
      throw UsageError("--observables \(name) chooses the columns of the table; --json holds every observable.")
    }
    guard let observables = TrialOutput.Observables(rawValue: name) else {
      let names = TrialOutput.Observables.allCases.map(\.rawValue)
      throw UsageError(
        "--observables \(name) is out of range\(Nearest.suggestion(for: name, among: names)): it is one of "
          + "\(names.joined(separator: ", ")).")
    }
    return observables
  }

  func run() throws -> ExitStatus {
    let clock = ContinuousClock()
    let start = clock.now
    let trace = try Trainer.train(_options.trial, on: _execution)
    let output = TrialOutput(
      regime: _options.regime.name, trial: _options.trial, readout: _options.readout, trace: trace,
      seconds: (clock.now - start) / .seconds(1))
    print(_isJSON ? try output.json() : output.text(_observables))
    return .passed
  }
}
