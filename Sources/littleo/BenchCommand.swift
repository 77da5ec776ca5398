import Benchmarking
import Foundation
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
