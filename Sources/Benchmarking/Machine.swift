import Foundation
import Randomness
import Training

/// The machine that was measured, in one sentence's worth of facts.
public struct Machine: Codable, Sendable {
  /// The processor's name as it gives it.
  public let processor: String
  /// Processors that this process may use.
  public let cores: Int
  /// Memory that this process may use, in bytes.
  public let memory: Double
  /// The operating system.
  public let system: String
  /// The fastest instructions that the processor has.
  public let fastest: String

  /// This machine.
  public static var current: Machine {
    let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let name = cpu.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
    return Machine(
      processor: name.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unnamed processor",
      cores: ProcessInfo.processInfo.activeProcessorCount, memory: MachineMemory.limit,
      system: ProcessInfo.processInfo.operatingSystemVersionString, fastest: InstructionSet.fastest.rawValue)
  }
}
