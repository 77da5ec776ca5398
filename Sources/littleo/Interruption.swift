import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and a polite kill, for commands that take long.
///
/// The first one ends a command once the trials under way have been kept, the second at once.
final class Interruption: Sendable {
  private let _received = Mutex<Int32>(0)

  /// Runs a command that a signal may end.
  ///
  /// - Parameters:
  ///   - resume: What to say about going on, in one sentence.
  ///   - body: The command; it throws `CancellationError` when its task is cancelled.
  static func guarding(
    resume: String, _ body: @escaping @Sendable () async throws -> ExitStatus
  ) async throws -> ExitStatus {
    let interruption = Interruption()
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
      // The default action would end the process before the source hears of it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { interruption._receive(number, task) }
      source.resume()
      return source
    }
    defer {
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
    do {
      return try await task.value
    } catch is CancellationError {
      _say(resume)
      return interruption._received.withLock { $0 } == SIGTERM ? .terminated : .interrupted
    }
  }

  private func _receive(_ number: Int32, _ task: Task<ExitStatus, any Error>) {
    let isFirst = _received.withLock { received in
      defer { received = number }
      return received == 0
    }
    guard isFirst else { _exit(128 + number) }
    task.cancel()
    Self._say("stopping: what is under way is finished and kept; once more stops at once.")
  }

  private static func _say(_ text: String) {
    let start = isatty(STDERR_FILENO) == 1 ? "\r\u{1B}[K" : ""
    FileHandle.standardError.write(Data("\(start)littleo: \(text)\n".utf8))
  }
}
