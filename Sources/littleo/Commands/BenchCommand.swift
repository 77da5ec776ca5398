import Benchmarking
import Foundation
import MultiView
import Reporting
import Training

/// `littleo bench`: measures the loops, the steps and whole trials on this machine.
struct BenchCommand {
  /// What is measured.
  enum Subject: String, CaseIterable {
    case product, normals, steps, trial
  }

  /// What describes the trial to measure; its regime is standard and its dictionary too.
  private static let _trialOptions = ["labels", "d", "set", "steps", "seed"]

  private let _subject: Subject?
  private let _trial: Trial?
  private let _steps: Int
  private let _execution: Execution
  private let _isJSON: Bool
  private let _output: URL?
  private let _peers: PeerResults?
  private let _largest: Int

  init(_ line: [String]) throws(UsageError) {
    var grammar = Arguments.Grammar(
      command: "bench", options: ["threads": false, "largest": false, "output": false, "peers": false],
      switches: ["json"], maximalWords: 1)
    for (name, repeats) in TrialOptions.grammar where Self._trialOptions.contains(name) {
      grammar.options[name] = repeats
    }
    let arguments = try Arguments(line, grammar)
    if let word = arguments.words.first {
      guard let subject = Subject(rawValue: word) else {
        let names = Subject.allCases.map(\.rawValue)
        throw UsageError(
          "bench does not measure “\(word)”\(Nearest.suggestion(for: word, among: names)); it measures "
            + "\(names.joined(separator: ", ")), and without a word all of them.")
      }
      _subject = subject
    } else {
      _subject = nil
    }
    try Self._refuseUnused(arguments, subject: _subject)
    _isJSON = arguments.has("json")
    let threads = try arguments.integer("threads", in: 1...4096)
    _execution = Execution(threads: threads ?? 1)
    let steps = try arguments.integer("steps", in: 1...Extent.longest)
    _steps = steps ?? (_subject == .trial ? 256 : 20)
    _largest = try arguments.integer("largest", in: 64...1 << 20) ?? 4096
    switch _subject {
    case .steps, .trial:
      _trial = try TrialOptions(arguments, defaultSteps: _steps, defaultSeed: 1_000_001).trial
    default: _trial = nil
    }
    let output = arguments.value("output")
    _output = output.map { URL(filePath: $0) }
    if let file = arguments.value("peers") {
      do {
        _peers = try PeerResults(file: URL(filePath: file))
      } catch {
        throw UsageError("--peers \(file) cannot be read: it is a file that Benchmarks/peers.py wrote with --json.")
      }
    } else {
      _peers = nil
    }
    if let _output {
      do { try GeneratedPage.prepare(_output) } catch { throw UsageError(error.description) }
    }
  }

  func run() throws -> ExitStatus {
    let repetitions = 30
    switch _subject {
    case .product:
      try _print(KernelBench.product(on: _execution.instructions, repetitions: repetitions))
    case .normals:
      try _print(NormalsBench.measured(on: _execution.instructions, repetitions: repetitions))
    case .steps:
      if let _trial { try _print(StepBench.measured(_trial, steps: _steps, on: _execution)) }
    case .trial:
      if let _trial { try _print(TrialBench.measured(_trial, on: _execution)) }
    case nil:
      let bench = WholeBench(execution: _execution, largest: _largest, peers: _peers)
      let results = try bench.results()
      let page = PerformancePage(results, command: _command).markdown
      if _isJSON { try _print(results) }
      if let _output {
        try GeneratedPage.write(page, to: _output)
        FileHandle.standardError.write(Data("The page is in \(_output.relativePath).\n".utf8))
      } else if !_isJSON {
        print(page)
      }
    }
    return .passed
  }

  /// One JSON object on one line; without `--json` the same, with a line per value.
  private func _print(_ result: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = _isJSON ? [.sortedKeys] : [.sortedKeys, .prettyPrinted]
    print(String(decoding: try encoder.encode(result), as: UTF8.self))
  }

  private var _command: String {
    var words = ["swift run -c release littleo bench --threads \(_execution.threads) --largest \(_largest)"]
    if _peers != nil { words.append("--peers peers.json") }
    if let _output { words.append("--output \(_output.relativePath)") }
    let peers = "python Benchmarks/peers.py --json peers.json"
    return (_peers == nil ? [] : [peers + "\n"]).joined() + words.joined(separator: " ")
  }

  /// Refuses options that what is measured has no use for.
  private static func _refuseUnused(_ arguments: Arguments, subject: Subject?) throws(UsageError) {
    let used: [String]
    switch subject {
    case .product, .normals: used = ["threads"]
    case .steps, .trial: used = _trialOptions + ["threads"]
    case nil: used = ["threads", "largest", "output", "peers"]
    }
    for name in _trialOptions + ["threads", "largest", "output", "peers"]
    where !used.contains(name) && arguments.value(name) != nil {
      let what = subject.map { "bench \($0.rawValue)" } ?? "the whole benchmark"
      throw UsageError(
        "--\(name) means nothing to \(what): it understands \(used.map { "--" + $0 }.joined(separator: ", ")).")
    }
  }
}

/// The whole benchmark: loops by instructions, steps and trials by dimension.
struct WholeBench {
  /// Threads for steps and trials; loops are measured on one.
  let execution: Execution
  /// The largest dimension of a trial.
  let largest: Int
  /// A comparison made before, if any.
  let peers: PeerResults?

  /// The seed of all trials here: one of those set aside for exploring.
  private static let _seed: UInt64 = 1_000_001

  /// Measures everything, the cheapest first; what is going on is told on standard error.
  func results() throws -> BenchResults {
    let paths = Execution.available
    let products = paths.map { path in
      _tell("product, \(path.instructions.rawValue)")
      return KernelBench.product(on: path.instructions, repetitions: path.instructions == .portable ? 3 : 50)
    }
    let normals = paths.map { path in
      _tell("normals, \(path.instructions.rawValue)")
      return NormalsBench.measured(on: path.instructions, repetitions: path.instructions == .portable ? 3 : 50)
    }
    var steps: [StepBench] = []
    var trials: [TrialBench] = []
    let scales = Array(sequence(first: 64) { $0 * 2 < largest + 1 ? $0 * 2 : nil })
    for labels in [LabelMap.coarse, .fine] {
      for d in scales where d <= 4096 {
        _tell("steps, \(labels.name), d = \(d)")
        let trial = try _trial(labels, d: d, steps: 60)
        steps.append(try StepBench.measured(trial, steps: 60, on: execution))
      }
    }
    for labels in [LabelMap.coarse, .fine] {
      for d in scales {
        _tell("trial, \(labels.name), d = \(d)")
        if let trial = try _alone(labels, d: d) { trials.append(trial) }
      }
    }
    return BenchResults(
      machine: .current, products: products, normals: normals, steps: steps, trials: trials, peers: peers)
  }

  private func _trial(_ labels: LabelMap, d: Int, steps: Int) throws -> Trial {
    Trial(
      parameters: try Regime.standard.parameters(at: d), labels: labels, seed: Self._seed, extent: .steps(steps))
  }

  /// Runs `bench trial` in a process of its own, so that its memory is its own; nil for what this machine cannot hold.
  private func _alone(_ labels: LabelMap, d: Int) throws -> TrialBench? {
    let process = Process()
    process.executableURL = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
    process.arguments = [
      "bench", "trial", "--labels", labels.name, "--d", "\(d)", "--threads", "\(execution.threads)", "--seed",
      "\(Self._seed)", "--json",
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return try JSONDecoder().decode(TrialBench.self, from: output)
  }

  private func _tell(_ text: String) { FileHandle.standardError.write(Data("bench: \(text)\n".utf8)) }
}
