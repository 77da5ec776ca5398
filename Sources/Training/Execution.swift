import Dispatch
import Foundation
import Randomness
import Synchronization

/// How a trial is computed: on how many threads and with which instructions.
///
/// Its result depends on neither.
package struct Execution: Hashable, Sendable {
  /// Threads that share the work of one trial, from 1 to ``maximalThreads``.
  package let threads: Int
  /// The instructions of the hot loops.
  package let instructions: InstructionSet

  /// The most threads that one trial is shared among; more would only wait for each other.
  ///
  /// The memory that a trial is said to need allows for so many, so that whether it can run does not depend on them.
  static let maximalThreads = max(8, 2 * ProcessInfo.processInfo.activeProcessorCount)

  /// A way to compute, with as many threads as asked for within the range; by default one thread with the instructions of `InstructionSet/current`.
  package init(threads: Int = 1, instructions: InstructionSet = .current) {
    self.threads = min(max(1, threads), Self.maximalThreads)
    self.instructions = instructions
  }

  /// One thread with each of the instruction sets that this processor has, the slowest first.
  package static var available: [Execution] {
    InstructionSet.allCases.filter(\.isSupported).map { Execution(instructions: $0) }
  }

  /// Checks that the environment forces no instructions that this processor lacks.
  ///
  /// - Throws: ``TrainingError`` naming the variable and what this processor has.
  package static func checkEnvironment() throws(TrainingError) {
    do {
      _ = try InstructionSet.forced(by: ProcessInfo.processInfo.environment)
    } catch {
      throw TrainingError(error.description)
    }
  }

  /// All active processors.
  package static var everyCore: Execution { Execution(threads: ProcessInfo.processInfo.activeProcessorCount) }
}

/// The threads of one trial: runs independent pieces of work, each exactly once, in any order.
///
/// Pieces write to disjoint places and every sum over pieces is taken afterwards, in order: so results depend neither on
/// the number of threads nor on who does what.
struct Team {
  /// Threads at work at the same time.
  let threads: Int

  /// Multiply–adds below which waking another thread costs more than it saves.
  private static let worthwhile = 400_000

  /// Runs `body(piece, worker)` for every piece in 0 ..< `pieces`.
  ///
  /// - Parameters:
  ///   - pieces: How many there are.
  ///   - work: Multiply–adds of all of them, roughly.
  ///   - body: Gets the piece and the number of the worker, 0 ..< `threads`, whose scratch space it may use.
  func run(_ pieces: Int, work: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    guard threads > 1, pieces > 1, work > Self.worthwhile else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      // Unchecked, because scratch space and results are memory that pieces share by agreement: see above.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { worker in
        while true {
          let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard piece < pieces else { return }
          body(piece, worker)
        }
      }
    }
  }
}
