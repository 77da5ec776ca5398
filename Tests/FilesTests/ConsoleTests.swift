import Files
import Foundation
import Synchronization
import TestSupport
import Testing

/// F3, F4 and F10: an answer that was lost is told, a message that was lost is not, and neither steers the terminal.
@Suite struct ConsoleTests {
  private static let reasons: [(code: Int32, words: String)] = [
    (ENOSPC, "No space left on device"), (EPIPE, "Broken pipe"), (EBADF, "Bad file descriptor"),
    (EAGAIN, "Resource temporarily unavailable"), (EIO, "Input/output error"),
  ]

  @Test func anAnswerIsWhole() throws {
    let calls = ModelCalls()
    try Console(on: Disk(HookedCalls(calls, share: 3))).print("größe\nΘ(√d)")
    #expect(calls.now.output == Array("größe\nΘ(√d)\n".utf8) && calls.now.errors.isEmpty)
  }

  @Test func aLostAnswerNamesTheReason() {
    for (code, words) in Self.reasons where code != EAGAIN {
      let console = Console(on: Disk(FailingCalls(ModelCalls(), failing: .from(1, code: code))))
      let error = #expect(throws: OutputError.self) { try console.print("answer") }
      #expect(error?.description.contains(words) == true && error?.isClosedPipe == (code == EPIPE))
    }
  }

  /// A pipe that does not block and is full for now is waited for, as one that blocks would be.
  @Test func aSlowReaderIsWaitedFor() throws {
    let calls = ModelCalls()
    let refusals = Mutex(3)
    let hooked = HookedCalls(calls, share: 4) { (_: String) throws(CallFailure) in
      let isFull = refusals.withLock { left in
        left -= 1
        return left >= 0
      }
      if isFull { throw CallFailure(EAGAIN) }
    }
    try Console(on: Disk(hooked)).print("the whole answer")
    #expect(calls.now.output == Array("the whole answer\n".utf8))
  }

  @Test func aLostMessageStopsNothing() {
    for (code, _) in Self.reasons {
      let calls = FailingCalls(ModelCalls(), failing: .from(1, code: code))
      let console = Console(on: Disk(calls))
      console.warn("message")
      console.say("message")
      console.show("message")
      #expect(calls.count == 3)
    }
  }

  @Test func aMessageIsOneLineWithoutControlCharacters() {
    let calls = ModelCalls()
    let console = Console(on: Disk(calls))
    console.warn("a\nb\r\nc\u{1B}[2J\u{202E}")
    #expect(String(decoding: calls.now.errors, as: UTF8.self) == "littleo: a b c\\u{1B}[2J\\u{202E}\n")
    console.say("a\u{9B}1m")
    #expect(String(decoding: calls.now.errors, as: UTF8.self).hasSuffix("a\\u{9B}1m\n"))
    let before = calls.now.errors.count
    console.warn(String(repeating: "x", count: 1_000_000))
    #expect(calls.now.errors.count - before < Quoted.largestMessage + 100 && calls.now.output.isEmpty)
  }
}
