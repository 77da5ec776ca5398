import Dispatch
import Files
import Foundation
import Synchronization

/// Handles Ctrl-C (SIGINT) and SIGTERM in commands that take long.
///
/// The first signal stops the command once the trials under way are finished and kept. A second one stops it at once.
final class Interruption: Sendable {
  private let received = Mutex<Int32>(0)
  private let console: Console

  private init(console: Console) { self.console = console }

  /// Runs a command that a signal may end.
  ///
  /// - Parameters:
  ///   - desk: Where it says that it stops, and whether it takes signals at all.
  ///   - resume: The sentence printed after a stop: what was kept, and how to go on.
  ///   - body: The command; it throws `CancellationError` when its task is cancelled.
  static func guarding(
    on desk: Desk, resume: String, _ body: @escaping @Sendable () async throws -> ExitStatus
  ) async throws -> ExitStatus {
    guard desk.takesSignals else { return try await body() }
    let interruption = Interruption(console: desk.console)
    let task = Task { try await body() }
    var sources: [any DispatchSourceSignal] = []
    for number in [SIGINT, SIGTERM] {
      // The default action would end the process before the dispatch source receives the signal.
      guard Self.ignore(number) else { continue }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { interruption.receive(number, task) }
      source.resume()
      sources.append(source)
    }
    let installed = sources
    defer {
      for source in installed {
        source.cancel()
        signal(Int32(source.handle), SIG_DFL)
      }
    }
    do {
      return try await task.value
    } catch is CancellationError {
      interruption.say(resume)
      return interruption.received.withLock { $0 } == SIGTERM ? .terminated : .interrupted
    }
  }

  /// Ignores a signal, so that only the dispatch source acts on it.
  ///
  /// - Returns: False if the signal was ignored when the program started, as under `nohup`; it is left alone then.
  private static func ignore(_ number: Int32) -> Bool {
    var present = sigaction()
    guard sigaction(number, nil, &present) == 0 else { return false }
    #if os(Linux)
      let handler = present.__sigaction_handler.sa_handler
    #else
      let handler = present.__sigaction_u.__sa_handler
    #endif
    // SIG_IGN is the address 1.
    if unsafeBitCast(handler, to: Int.self) == 1 { return false }
    signal(number, SIG_IGN)
    return true
  }

  private func receive(_ number: Int32, _ task: Task<ExitStatus, any Error>) {
    let isFirst = self.received.withLock { received in
      defer { received = number }
      return received == 0
    }
    guard isFirst else { _exit(128 + number) }
    task.cancel()
    say("stopping after the trials under way; a second signal stops at once.")
  }

  private func say(_ text: String) {
    // A live progress line may stand where the message begins.
    if isatty(STDERR_FILENO) == 1 { console.show("\r\u{1B}[K") }
    console.warn(text)
  }
}
