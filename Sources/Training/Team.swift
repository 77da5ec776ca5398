import Dispatch
import Synchronization

/// The threads of one trial: runs independent pieces of work, each exactly once, in any order.
///
/// Pieces write to disjoint places and every sum over pieces is taken afterwards, in order: so results depend neither on
/// the number of threads nor on who does what.
struct Team {
  /// Threads at work at the same time.
  let threads: Int

  /// Multiply–adds below which waking another thread costs more than it saves.
  private static let _worthwhile = 400_000

  /// Runs `body(piece, worker)` for every piece in 0 ..< `pieces`.
  ///
  /// - Parameters:
  ///   - pieces: How many there are.
  ///   - work: Multiply–adds of all of them, roughly.
  ///   - body: Gets the piece and the number of the worker, 0 ..< `threads`, whose scratch space it may use.
  func run(_ pieces: Int, work: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    guard threads > 1, pieces > 1, work > Self._worthwhile else {
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
