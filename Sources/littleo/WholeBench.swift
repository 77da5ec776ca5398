import Benchmarking
import Foundation
import MultiView
import Training

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
