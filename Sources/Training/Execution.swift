import Foundation
import Randomness

/// How a trial is computed: on how many threads and with which instructions.
///
/// Its result depends on neither.
public struct Execution: Hashable, Sendable {
  /// Threads that share the work of one trial, from 1 to ``maximalThreads``.
  public let threads: Int
  /// The instructions of the hot loops.
  public let instructions: InstructionSet

  /// The most threads that one trial is shared among; more would only wait for each other.
  ///
  /// The memory that a trial is said to need allows for so many, so that whether it can run does not depend on them.
  public static let maximalThreads = max(8, 2 * ProcessInfo.processInfo.activeProcessorCount)

  /// A way to compute, with as many threads as asked for within the range; by default one thread with the instructions of `InstructionSet/current`.
  public init(threads: Int = 1, instructions: InstructionSet = .current) {
    self.threads = min(max(1, threads), Self.maximalThreads)
    self.instructions = instructions
  }

  /// One thread with each of the instruction sets that this processor has, the slowest first.
  public static var available: [Execution] {
    InstructionSet.allCases.filter(\.isSupported).map { Execution(instructions: $0) }
  }

  /// Checks that the environment forces no instructions that this processor lacks.
  ///
  /// - Throws: ``TrainingError`` naming the variable and what this processor has.
  public static func checkEnvironment() throws(TrainingError) {
    do {
      _ = try InstructionSet.forced(by: ProcessInfo.processInfo.environment)
    } catch {
      throw TrainingError(error.description)
    }
  }

  /// All active processors.
  public static var everyCore: Execution { Execution(threads: ProcessInfo.processInfo.activeProcessorCount) }
}
