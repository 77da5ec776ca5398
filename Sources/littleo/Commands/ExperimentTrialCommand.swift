import Experiments
import Files
import Foundation
import Reporting

/// `littleo trial --experiment`: one trial of any experiment from the command line, for exploring.
struct ExperimentTrialCommand {
  private let experiment: any Experiment
  private let trial: Trial
  private let isJSON: Bool

  /// Reads a trial; settings that are not given have the standard values that the experiment declares.
  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "trial", options: ["experiment": false, "scale": false, "seed": false, "times": false, "set": true],
        switches: ["json"]))
    isJSON = arguments.has("json")
    experiment = try Self.experiment(named: arguments.required("experiment", "ridgeless"))
    _ = try arguments.required("scale", "64")
    let description: ExperimentDescription
    do { description = try experiment.description() } catch { throw UsageError(error.description) }
    trial = Trial(
      experiment: experiment.name, settings: try Self.settings(arguments.values("set"), of: description),
      scale: try arguments.integer("scale", in: 1...1 << 40) ?? 1,
      seed: try arguments.integer("seed", in: UInt64.min...UInt64.max) ?? 1,
      times: try Self.times(arguments.value("times"), of: description))
    do { _ = try experiment.demand(of: trial, memory: MachineMemory.limit) } catch {
      throw UsageError(error.description)
    }
  }

  func run(on desk: Desk) async throws -> ExitStatus {
    let session = experiment.session(jobs: 1)
    let trace: Trace
    do {
      trace = try await session.run(trial, threads: 1)
    } catch {
      await session.end()
      throw error
    }
    await session.end()
    if isJSON { try desk.console.print(object(trace).document) } else { try desk.show(text(trace)) }
    return .passed
  }

  private static func experiment(named name: String) throws(UsageError) -> any Experiment {
    let all = ExperimentRegistry.all
    guard let experiment = all[name] else {
      let names = all.all.map(\.name)
      let hint = Nearest.suggestion(for: name, among: names)
      throw UsageError(
        "there is no experiment “\(Quoted.text(name))”\(hint); the experiments are \(names.joined(separator: ", ")).")
    }
    guard experiment.name != ExperimentRegistry.trainer else {
      throw UsageError(
        "the shared trainer has options of its own, as in “littleo trial --labels coarse --d 256 --steps 128”.")
    }
    return experiment
  }

  private static func settings(
    _ words: [String], of description: ExperimentDescription
  ) throws(UsageError) -> Settings {
    var values: [String: Setting] = [:]
    for declaration in description.settings { values[declaration.name] = declaration.standard }
    var given: Set<String> = []
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { throw UsageError("--set \(Quoted.text(word)) is not of the form NAME=VALUE.") }
      guard let declaration = description.settings.first(where: { $0.name == parts[0] }) else {
        let names = description.settings.map(\.name)
        throw UsageError(
          "there is no setting “\(Quoted.text(parts[0]))”\(Nearest.suggestion(for: parts[0], among: names)); the settings are "
            + "\(names.isEmpty ? "none" : names.joined(separator: ", ")).")
      }
      guard given.insert(parts[0]).inserted else {
        throw UsageError("--set \(parts[0])=… is given twice; give it once.")
      }
      var value = Setting.word(parts[1])
      if case .number = declaration.standard, let number = Double(parts[1]) { value = .number(number) }
      if let defect = declaration.defect(of: value) { throw UsageError(defect) }
      values[parts[0]] = value
    }
    return Settings(values)
  }

  private static func times(_ text: String?, of description: ExperimentDescription) throws(UsageError) -> [Int] {
    let isRead = description.observables.contains { !$0.isOfRun }
    guard let text else {
      if !isRead { return [] }
      throw UsageError("--times is missing: the experiment is read over time, so give the times as in --times 1,2,4.")
    }
    guard isRead else {
      throw UsageError(
        "--times \(Quoted.text(text)) is out of range: the experiment is read once per run, without times.")
    }
    let times = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let known = times.compactMap { $0 }
    guard known.count == times.count, known.first ?? -1 >= 0, zip(known, known.dropFirst()).allSatisfy(<) else {
      throw UsageError(
        "--times \(Quoted.text(text)) is out of range: times are whole numbers in increasing order, as in 1,2,4.")
    }
    return known
  }

  private func text(_ trace: Trace) -> String {
    var lines = ["\(experiment.words(for: trial)), seed \(trial.seed)"]
    for (name, value) in trace.ofRun.sorted(by: { $0.key < $1.key }) { lines.append("\(name) = \(Self.text(value))") }
    for stage in trace.stages {
      let names = stage.columns.keys.sorted()
      var table = TextTable(["time"] + names, numeric: Set(0...names.count))
      for (index, time) in stage.times.enumerated() {
        table.add(["\(time)"] + names.map { Self.text(stage.columns[$0]?[index]) })
      }
      lines += ["", table.text]
    }
    return lines.joined(separator: "\n")
  }

  private static func text(_ value: Value?) -> String {
    guard let value else { return "–" }
    return value.number.exactText + (value.of.map { " of \($0)" } ?? "")
  }

  private func object(_ trace: Trace) -> JSONValue {
    func number(_ value: Value?) -> JSONValue {
      guard let value else { return .null }
      guard let of = value.of else { return .number(value.number) }
      return .object(["count": .number(value.number), "of": .integer(of)])
    }
    return .object([
      "experiment": .string(experiment.name), "version": .string(experiment.version), "scale": .integer(trial.scale),
      "seed": .string("\(trial.seed)"),
      "settings": .object(
        trial.settings.values.mapValues { setting in
          switch setting {
          case .number(let number): .number(number)
          case .word(let word): .string(word)
          }
        }),
      "run": .object(trace.ofRun.mapValues { number($0) }),
      "times": .array(
        trace.stages.flatMap { stage in
          stage.times.enumerated().map { index, time in
            .object(stage.columns.mapValues { number($0[index]) }.merging(["time": .integer(time)]) { $1 })
          }
        }),
    ])
  }
}
