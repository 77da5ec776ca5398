import Experiments
import Files
import Foundation
import MultiView
import Training

/// `littleo trial`: one training run from the command line, for exploring.
struct TrialCommand {
  private let options: TrialOptions
  private let execution: Execution
  private let isJSON: Bool
  private let observables: TrialOutput.Observables

  init(_ line: [String]) throws(UsageError) {
    var grammar = Arguments.Grammar(command: "trial", options: TrialOptions.grammar, switches: ["json"])
    grammar.options.merge(["threads": false, "observables": false]) { $1 }
    let arguments = try Arguments(line, grammar)
    self.options = try TrialOptions(arguments, defaultSteps: nil, defaultSeed: 1)
    let threads = try arguments.integer("threads", in: 1...4096)
    execution = threads.map { Execution(threads: $0) } ?? .everyCore
    isJSON = arguments.has("json")
    self.observables = try Self.observables(arguments)
  }

  private static func observables(_ arguments: Arguments) throws(UsageError) -> TrialOutput.Observables {
    guard let name = arguments.value("observables") else { return .errors }
    guard !arguments.has("json") else {
      throw UsageError(
        "--observables \(Quoted.text(name)) chooses the columns of the table; --json holds every observable.")
    }
    return try arguments.choice("observables") ?? .errors
  }

  func run(on desk: Desk) throws -> ExitStatus {
    let clock = ContinuousClock()
    let start = clock.now
    let trace = try Trainer.train(options.trial, on: execution)
    let output = TrialOutput(
      regime: options.regime.name, trial: options.trial, readout: options.readout, trace: trace,
      seconds: (clock.now - start) / .seconds(1))
    if isJSON { try desk.console.print(try output.json()) } else { try desk.show(output.text(observables)) }
    return .passed
  }
}

/// The options that describe one trial, in `littleo trial` and `littleo bench`.
struct TrialOptions {
  /// The options, and whether each may be repeated; a command may leave some out of its grammar.
  static let grammar: [String: Bool] = [
    "labels": false, "regime": false, "d": false, "seed": false, "steps": false, "samples": false, "epochs": false,
    "readout": false, "finetune": false, "new-head": false, "finetune-samples": false, "finetune-hard": false,
    "head-step": false,
    "frame": false, "set": true,
  ]

  /// The regime; standard if none is named.
  let regime: Regime
  /// The trial that the options describe.
  let trial: NetworkTrial
  /// The read-out whose errors are shown as easy and hard error.
  let readout: Readout

  /// Reads a trial.
  ///
  /// - Parameters:
  ///   - defaultSteps: The number of steps if none is given; nil if the command requires one.
  ///   - defaultSeed: The seed if none is given.
  /// - Throws: ``UsageError`` naming the option that is missing or out of range.
  init(_ arguments: Arguments, defaultSteps: Int?, defaultSeed: UInt64) throws(UsageError) {
    let name = try arguments.required("labels", "coarse")
    guard let labels = LabelMap(name: name) else {
      throw UsageError("--labels \(Quoted.text(name)) is out of range: labels are \(LabelMap.spellings).")
    }
    regime = try Self.regime(arguments.value("regime"))
    _ = try arguments.required("d", "256")
    let d = try arguments.wholeNumber("d", in: 4...1 << 60) ?? 4
    let seed = try arguments.integer("seed", in: UInt64.min...UInt64.max) ?? defaultSeed
    let frame = try arguments.choice("frame", of: Frame.self) ?? .standard
    readout = try Self.readout(arguments, labels: labels)
    let settings = try SetOptions(arguments.values("set"))
    let longest = (settings.mode ?? regime.mode).longestTrial
    let finetuning = try arguments.wholeNumber("finetune", in: 1...longest) ?? 0
    var values = settings.values
    if let samples = try arguments.integer("samples", in: 1...1 << 31) {
      guard values[.sourceSize] == nil else {
        throw UsageError("--samples and --set sourceSize=… set the same parameter; give one of them.")
      }
      values[.sourceSize] = Double(samples)
    }
    do {
      let parameters = try regime.parameters(at: d, overrides: values, mode: settings.mode)
      let steps = try Self.steps(arguments, parameters: parameters, defaultSteps: defaultSteps)
      trial = NetworkTrial(
        parameters: parameters, labels: labels, seed: seed, schedule: .steps(steps), frame: frame, readout: readout,
        finetuning: finetuning, newHead: try Self.newHead(arguments, finetuning: finetuning))
      _ = try NetworkDemand.checked(trial)
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError("\(error)")
    }
  }

  /// Returns the new head that fine-tuning trains; nil where it regroups the heads.
  private static func newHead(_ arguments: Arguments, finetuning: Int) throws(UsageError) -> NewHead? {
    guard let tuning = try arguments.choice("new-head", of: Tuning.self) else {
      for name in ["finetune-samples", "finetune-hard", "head-step"] where arguments.value(name) != nil {
        throw UsageError("--\(name) describes a new head: give what is trained besides it, as in --new-head full.")
      }
      return nil
    }
    guard finetuning > 0 else {
      throw UsageError("--new-head \(tuning.rawValue) needs steps that train it: give them as in --finetune 64.")
    }
    guard let samples = try arguments.integer("finetune-samples", in: 1...1 << 31) else {
      throw UsageError("--new-head \(tuning.rawValue) needs samples: give their number as in --finetune-samples 32.")
    }
    let share = try number(arguments, "finetune-hard", "from 0 to 1") { (0...1).contains($0) }
    let step = try number(arguments, "head-step", "a positive number") { $0 > 0 && $0.isFinite }
    return NewHead(
      tuning, on: TuningSet(samples: samples, hardShare: share ?? 0), step: step ?? NewHead.standardStep)
  }

  private static func number(
    _ arguments: Arguments, _ name: String, _ range: String, _ holds: (Double) -> Bool
  ) throws(UsageError) -> Double? {
    guard let text = arguments.value(name) else { return nil }
    guard let value = Double(text), holds(value) else {
      throw UsageError("--\(name) \(Quoted.text(text)) is out of range: it is \(range).")
    }
    return value
  }

  /// Returns the number of steps: as given, or enough to see every sample of a finite training set E times.
  private static func steps(
    _ arguments: Arguments, parameters: ModelParameters, defaultSteps: Int?
  ) throws(UsageError) -> Int {
    let longest = parameters.mode.longestTrial
    let epochs = try arguments.integer("epochs", in: 1...longest)
    let steps = try arguments.wholeNumber("steps", in: 1...longest)
    guard let epochs else {
      if let steps = steps ?? defaultSteps { return steps }
      throw UsageError("--steps is missing: give it as in --steps 128, or --samples N with --epochs E.")
    }
    guard steps == nil else { throw UsageError("--epochs and --steps both say how long to train; give one of them.") }
    guard parameters.sourceSize > 0 else {
      throw UsageError("--epochs \(epochs) needs a finite training set: give its size as in --samples 4096.")
    }
    let (samples, overflow) = epochs.multipliedReportingOverflow(by: parameters.sourceSize)
    let needed = overflow ? Int.max : (samples - 1) / parameters.batch + 1
    guard needed <= longest else {
      throw UsageError(
        "--epochs \(epochs) is out of range with \(parameters.sourceSize) samples in batches of \(parameters.batch): a "
          + "trial takes at most \(longest) steps.")
    }
    return needed
  }

  /// Returns the read-out asked for.
  ///
  /// The default is `max` if the labels define it, and otherwise `probe`, which all labels define.
  private static func readout(_ arguments: Arguments, labels: LabelMap) throws(UsageError) -> Readout {
    guard let readout = try arguments.choice("readout", of: Readout.self) else {
      return Readout.max.isDefined(under: labels) ? .max : .probe
    }
    guard readout.isDefined(under: labels) else {
      throw UsageError(
        "--readout \(readout.rawValue) is out of range under \(labels.name) labels, which determine no superclass: use "
          + "--readout probe.")
    }
    return readout
  }

  private static func regime(_ name: String?) throws(UsageError) -> Regime {
    guard let name else { return .standard }
    guard let regime = Regime(named: name) else {
      let names = Regime.named.map(\.name)
      let hint = Nearest.suggestion(for: name, among: names)
      throw UsageError(
        "there is no regime “\(Quoted.text(name))”\(hint); the regimes are \(names.joined(separator: ", ")).")
    }
    return regime
  }
}
