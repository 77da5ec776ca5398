import Dispatch
import Files
import Foundation
import Randomness
import Synchronization

/// How a trial is computed: on how many threads and with which instructions.
///
/// The result of a trial depends on neither.
package struct Execution: Hashable, Sendable {
  /// The number of threads that share the work of one trial, from 1 to `maximalThreads`.
  package let threads: Int
  /// The instruction set used by the inner loops.
  package let instructions: InstructionSet

  /// The largest number of threads that share one trial; more would only wait for each other.
  ///
  /// ``NetworkDemand`` counts scratch memory for this many threads. Whether a trial can run therefore does not depend on how
  /// many threads it uses.
  static let maximalThreads = max(8, 2 * ProcessInfo.processInfo.activeProcessorCount)

  /// Creates an execution; `threads` is clamped to 1 … `maximalThreads`.
  ///
  /// By default it uses one thread with the instructions of `InstructionSet/current`.
  package init(threads: Int = 1, instructions: InstructionSet = .current) {
    self.threads = min(max(1, threads), Self.maximalThreads)
    self.instructions = instructions
  }

  /// One single-threaded execution for each instruction set that this processor supports, the slowest first.
  package static var available: [Execution] {
    InstructionSet.allCases.filter(\.isSupported).map { Execution(instructions: $0) }
  }

  /// Checks that the environment does not force an instruction set that this processor lacks.
  ///
  /// - Throws: ``TrainingError`` naming the variable and the instruction sets that this processor has.
  package static func checkEnvironment() throws(TrainingError) {
    do {
      _ = try InstructionSet.forced(by: ProcessInfo.processInfo.environment)
    } catch {
      throw TrainingError(Quoted.text(error.description, limit: 400))
    }
  }

  /// One thread per active processor.
  package static var everyCore: Execution { Execution(threads: ProcessInfo.processInfo.activeProcessorCount) }
}

/// The threads of one trial, which run independent pieces of work, each exactly once, in any order.
///
/// Pieces write to disjoint memory, and every sum over pieces is taken afterwards, in order. Results therefore depend
/// neither on the number of threads nor on which thread runs which piece.
struct Team {
  /// The largest number of threads that work at the same time.
  let threads: Int

  /// The number of multiply–adds up to which a second thread costs more than it saves.
  private static let smallestSharedWork = 400_000

  /// Runs `body(piece, worker)` for every piece in 0 ..< `pieces`.
  ///
  /// - Parameters:
  ///   - pieces: The number of pieces.
  ///   - work: Multiply–adds of all pieces together, roughly.
  ///   - body: Gets the number of the piece and that of the worker, 0 ..< `threads`. It may use the scratch space of
  ///     that worker.
  func run(_ pieces: Int, work: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    guard threads > 1, pieces > 1, work > Self.smallestSharedWork else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      // Unchecked: all pieces share the memory for scratch space and results, and write to disjoint parts of it (see
      // above).
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
