import Benchmarking
import Files
import Foundation
import MultiView
import Reporting
import Training

/// `littleo bench`: measures the loops, the steps and whole trials on this machine.
struct BenchCommand {
  /// A part of the benchmark that can be measured alone.
  enum Subject: String, CaseIterable {
    case product, normals, steps, trial
  }

  /// The options that describe the trial to measure; its regime and its dictionary are the standard ones.
  private static let trialOptions = ["labels", "d", "set", "steps", "seed"]

  private let subject: Subject?
  private let trial: NetworkTrial?
  private let steps: Int
  private let execution: Execution
  private let isJSON: Bool
  private let output: Place?
  private let peers: PeerResults?
  private let largest: Int

  init(_ line: [String]) throws(UsageError) {
    var grammar = Arguments.Grammar(
      command: "bench", options: ["threads": false, "largest": false, "output": false, "peers": false],
      switches: ["json"], maximalWords: 1)
    for (name, repeats) in TrialOptions.grammar where Self.trialOptions.contains(name) {
      grammar.options[name] = repeats
    }
    let arguments = try Arguments(line, grammar)
    if let word = arguments.words.first {
      guard let subject = Subject(rawValue: word) else {
        let names = Subject.allCases.map(\.rawValue)
        throw UsageError(
          "bench does not measure “\(Quoted.text(word))”\(Nearest.suggestion(for: word, among: names)); it measures "
            + "\(names.joined(separator: ", ")), or all of them if none is named.")
      }
      self.subject = subject
    } else {
      self.subject = nil
    }
    try Self.refuseUnused(arguments, subject: self.subject)
    isJSON = arguments.has("json")
    let threads = try arguments.integer("threads", in: 1...4096)
    execution = Execution(threads: threads ?? 1)
    let steps = try arguments.integer("steps", in: 1...Schedule.longest)
    self.steps = steps ?? (self.subject == .trial ? 256 : 20)
    self.largest = try arguments.integer("largest", in: 64...1 << 20) ?? 4096
    switch self.subject {
    case .steps, .trial:
      let trial = try TrialOptions(arguments, defaultSteps: self.steps, defaultSeed: 1_000_001).trial
      if self.subject == .steps, trial.parameters.mode == .concentrated {
        throw UsageError(
          "mode = concentrated is out of range for bench steps, which times networks that hold their weights: bench "
            + "trial measures a concentrated trial.")
      }
      self.trial = trial
    default: trial = nil
    }
    output = arguments.place("output")
    if let file = arguments.value("peers") {
      do {
        self.peers = try PeerResults(file: Place(argument: file).url)
      } catch {
        throw UsageError(
          "--peers \(Quoted.path(file)) cannot be read: it is a file that Benchmarks/peers.py wrote with --json.")
      }
    } else {
      self.peers = nil
    }
  }

  func run(on desk: Desk) throws -> ExitStatus {
    let repetitions = 30
    let file = output.map { GeneratedPage($0, on: desk.disk) }
    do { try file?.prepare() } catch { throw UsageError(error.description) }
    switch subject {
    case .product:
      try desk.console.print(object(KernelBench.product(on: execution.instructions, repetitions: repetitions)))
    case .normals:
      try desk.console.print(object(NormalsBench.measured(on: execution.instructions, repetitions: repetitions)))
    case .steps:
      if let trial { try desk.console.print(object(StepBench.measured(trial, steps: steps, on: execution))) }
    case .trial:
      if let trial { try desk.console.print(object(TrialBench.measured(trial, on: execution))) }
    case nil:
      let bench = WholeBench(execution: execution, largest: largest, peers: peers, console: desk.console)
      let results = try bench.results()
      let page = PerformancePage(results, command: command).markdown
      if isJSON { try desk.console.print(object(results)) }
      if let file, let output {
        try file.write(page)
        desk.console.say("The page is in \(Quoted.path(output.path)).")
      } else if !isJSON {
        try desk.console.print(PageTables.fitted(page, to: TerminalWidth.standardOutput))
      }
    }
    return .passed
  }

  /// Returns one JSON object: on one line with `--json`, with a line per value otherwise.
  private func object(_ result: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = isJSON ? [.sortedKeys] : [.sortedKeys, .prettyPrinted]
    return String(decoding: try encoder.encode(Answer(result: result)), as: UTF8.self)
  }

  private var command: String {
    var words = ["swift run -c release littleo bench --threads \(execution.threads) --largest \(self.largest)"]
    if self.peers != nil { words.append("--peers peers.json") }
    if let output { words.append("--output \(Quoted.path(output.path))") }
    let peers = "python Benchmarks/peers.py --json peers.json"
    return (self.peers == nil ? [] : [peers + "\n"]).joined() + words.joined(separator: " ")
  }

  /// Refuses options that the chosen measurement does not use.
  private static func refuseUnused(_ arguments: Arguments, subject: Subject?) throws(UsageError) {
    let used: [String]
    switch subject {
    case .product, .normals: used = ["threads"]
    case .steps, .trial: used = trialOptions + ["threads"]
    case nil: used = ["threads", "largest", "output", "peers"]
    }
    for name in trialOptions + ["threads", "largest", "output", "peers"]
    where !used.contains(name) && arguments.value(name) != nil {
      let what = subject.map { "bench \($0.rawValue)" } ?? "the whole benchmark"
      throw UsageError(
        "--\(name) does not apply to \(what), which takes \(used.map { "--" + $0 }.joined(separator: ", ")).")
    }
  }
}

/// What a command prints with `--json`, with the edition under `schema`.
private struct Answer<Result: Encodable>: Encodable {
  let result: Result

  private enum CodingKeys: String, CodingKey {
    case schema
  }

  func encode(to encoder: any Encoder) throws {
    try result.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(JSONValue.schema, forKey: .schema)
  }
}

/// The whole benchmark: loops by instruction set, steps and trials by dimension.
struct WholeBench {
  /// The threads for steps and trials; loops are measured on one thread.
  let execution: Execution
  /// The largest dimension of a trial.
  let largest: Int
  /// Measurements of other libraries made before, to compare with; nil for none.
  let peers: PeerResults?
  /// Where each measurement is named.
  let console: Console

  /// The seed of all trials here, an exploratory one.
  private static let seed: UInt64 = 1_000_001
  /// The dimensions of concentrated trials, besides the largest of the exact ones.
  private static let largeScales = [1_000_000, 1_000_000_000, 1_000_000_000_000]

  /// Measures everything, the cheapest first, and names each measurement on standard error.
  func results() throws -> BenchResults {
    let paths = Execution.available
    let products = paths.map { path in
      report("product, \(path.instructions.rawValue)")
      return KernelBench.product(on: path.instructions, repetitions: path.instructions == .portable ? 3 : 50)
    }
    let normals = paths.map { path in
      report("normals, \(path.instructions.rawValue)")
      return NormalsBench.measured(on: path.instructions, repetitions: path.instructions == .portable ? 3 : 50)
    }
    var steps: [StepBench] = []
    var trials: [TrialBench] = []
    let scales = Array(sequence(first: 64) { $0 * 2 < largest + 1 ? $0 * 2 : nil })
    for labels in [LabelMap.coarse, .fine] {
      for d in scales where d <= 4096 {
        report("steps, \(labels.name), d = \(d)")
        let trial = try self.trial(labels, d: d, steps: 60)
        steps.append(try StepBench.measured(trial, steps: 60, on: execution))
      }
    }
    for labels in [LabelMap.coarse, .fine] {
      for d in scales {
        report("trial, \(labels.name), d = \(d)")
        if let trial = try measureInOwnProcess(labels, d: d) { trials.append(trial) }
      }
    }
    for labels in [LabelMap.coarse, .fine] {
      for d in scales.suffix(1) + Self.largeScales {
        report("concentrated trial, \(labels.name), d = \(d)")
        if let trial = try measureInOwnProcess(labels, d: d, mode: .concentrated) { trials.append(trial) }
      }
    }
    return BenchResults(
      machine: .current, products: products, normals: normals, steps: steps, trials: trials, peers: peers)
  }

  private func trial(_ labels: LabelMap, d: Int, steps: Int) throws -> NetworkTrial {
    NetworkTrial(
      parameters: try Regime.standard.parameters(at: d), labels: labels, seed: Self.seed, schedule: .steps(steps))
  }

  /// Measures a trial in a process of its own, so that the memory measured is that of this trial alone.
  ///
  /// - Returns: nil if the process fails, as it does for a trial that this machine cannot hold.
  private func measureInOwnProcess(_ labels: LabelMap, d: Int, mode: NetworkMode = .pruned) throws -> TrialBench? {
    let process = Process()
    process.executableURL = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    process.arguments = [
      "bench", "trial", "--labels", labels.name, "--d", "\(d)", "--threads", "\(execution.threads)", "--seed",
      "\(Self.seed)", "--set", "mode=\(mode.rawValue)", "--json",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return try JSONDecoder().decode(TrialBench.self, from: output)
  }

  private func report(_ text: String) { console.say("bench: \(text)") }
}
