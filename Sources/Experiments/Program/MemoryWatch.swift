import Foundation
import Synchronization

/// Measures the memory of workers; all workers of a session share one look at the process table.
final class MemoryWatch: Sendable {
  private struct Look {
    let table: ProcessTable
    let expiry: WorkLimits.Clock.Instant
  }

  private let last = Mutex<Look?>(nil)

  /// Returns the resident memory of a worker and its descendants in bytes; 0 where there is no `/proc`.
  ///
  /// The table is read at most ten times a second, and looking takes at most a twentieth of one core.
  ///
  /// - Returns: nil while another worker reads the table.
  func bytes(of worker: pid_t) -> Int? {
    let table = last.withLockIfAvailable { last in
      let start = WorkLimits.Clock.now
      if let last, start < last.expiry { return last.table }
      let table = ProcessTable()
      let end = WorkLimits.Clock.now
      last = Look(table: table, expiry: end + max(.milliseconds(100), start.duration(to: end) * 20))
      return table
    }
    guard let table else { return nil }
    return table.family(of: worker).reduce(0) { $0 + (table.entries[$1]?.bytes ?? 0) }
  }
}
