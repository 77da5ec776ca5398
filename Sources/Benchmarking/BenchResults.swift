import Experiments
import Foundation
import Randomness
import Training

/// Everything that a full benchmark measures.
package struct BenchResults: Encodable, Sendable {
  /// The machine.
  package let machine: Machine
  /// The rates of the forward product, one entry per instruction set.
  package let products: [KernelBench]
  /// The rates of normal variates, one entry per instruction set.
  package let normals: [NormalsBench]
  /// Steps of pruned networks, by labels and dimension.
  package let steps: [StepBench]
  /// Whole trials, by dimension.
  package let trials: [TrialBench]
  /// The comparison with other frameworks, if one was made on this machine.
  package let peers: PeerResults?

  private enum CodingKeys: String, CodingKey {
    // `peers` is left out: the file it was read from holds these numbers.
    case machine, products, normals, steps, trials
  }

  /// Creates results from their parts.
  package init(
    machine: Machine, products: [KernelBench], normals: [NormalsBench], steps: [StepBench], trials: [TrialBench],
    peers: PeerResults?
  ) {
    self.machine = machine
    self.products = products
    self.normals = normals
    self.steps = steps
    self.trials = trials
    self.peers = peers
  }
}

/// Facts about the machine that was measured.
package struct Machine: Codable, Sendable {
  /// The processor's name as the operating system reports it.
  let processor: String
  /// Processors that this process may use.
  let cores: Int
  /// Memory that this process may use, in bytes.
  let memory: Double
  /// The operating system.
  let system: String
  /// The fastest instructions that the processor has.
  let fastest: String

  /// The machine that this process runs on.
  package static var current: Machine {
    let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let name = cpu.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
    return Machine(
      processor: name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unnamed processor",
      cores: ProcessInfo.processInfo.activeProcessorCount, memory: MachineMemory.limit,
      system: ProcessInfo.processInfo.operatingSystemVersionString, fastest: InstructionSet.fastest.rawValue)
  }
}
