import Foundation

/// The two streams on which a command answers.
package struct Console: Sendable {
  private let disk: Disk
  private let output: Int32
  private let errors: Int32

  /// The streams of a process, or other descriptors in their place.
  package init(on disk: Disk, output: Int32 = STDOUT_FILENO, errors: Int32 = STDERR_FILENO) {
    self.disk = disk
    self.output = output
    self.errors = errors
  }

  /// Writes a text and a line break to standard output, whole.
  ///
  /// - Throws: ``OutputError`` if not every byte was taken: an answer that was lost is never called success.
  package func print(_ text: String) throws(OutputError) {
    var rest = Array((text + "\n").utf8)[...]
    var waits = 0
    do throws(CallFailure) {
      while !rest.isEmpty {
        do throws(CallFailure) {
          rest = rest.dropFirst(try disk.writePart(of: rest, to: output))
          waits = 0
        } catch  where error.code == EAGAIN && waits < Self.longestWait {
          // A pipe that does not block, and whose reader is slow.
          usleep(10_000)
          waits += 1
        }
      }
    } catch {
      throw OutputError(failure: error)
    }
  }

  /// How long a reader that takes nothing is waited for, in hundredths of a second.
  private static let longestWait = 1000

  /// Writes a message of the program to standard error: one line that begins with its name.
  ///
  /// If the stream cannot take it, such as a log on a full disk, the message is dropped: the work goes on.
  package func warn(_ message: String) { show("littleo: \(Quoted.message(message))\n") }

  /// Writes a line to standard error; see ``warn(_:)``.
  package func say(_ line: String) { show(Quoted.line(line) + "\n") }

  /// Writes a text to standard error as it is, as a progress line needs it; see ``warn(_:)``.
  package func show(_ text: String) {
    try? disk.write(text.utf8, to: errors)
  }
}

/// What a command works on: a disk, and the streams on which it answers.
package struct Desk: Sendable {
  /// The disk, with the store and the report.
  package let disk: Disk
  /// The streams on which the command answers.
  package let console: Console
  /// Whether signals to the process are for the command.
  ///
  /// A command in a process that does other things, such as tests, leaves their handling alone.
  package let takesSignals: Bool

  /// A desk from its parts.
  package init(disk: Disk, console: Console, takesSignals: Bool = false) {
    self.disk = disk
    self.console = console
    self.takesSignals = takesSignals
  }

  /// The disk and the streams of this machine.
  package static let machine = Desk(
    disk: .machine, console: Console(on: .machine), takesSignals: true)
}

/// An answer that standard output did not take.
package struct OutputError: Error, Hashable, CustomStringConvertible {
  /// What the system said.
  package let failure: CallFailure

  /// Whether the reader of a pipe went away, as `head` does once it has enough.
  package var isClosedPipe: Bool { failure.code == EPIPE }

  /// One sentence on what was lost, and why.
  package var description: String { "standard output did not take the whole answer (\(failure))." }
}

extension Console {
  /// Prepares the streams of this process.
  ///
  /// A closed stream's descriptor would be given to the next file that is opened, and messages would be written into it.
  /// Such a stream is opened on the null device, for reading only: writing to it fails, and is noticed. A reader that
  /// goes away must not end the process, so its signal is ignored.
  package static func prepareStreams() {
    for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
      // The lowest free descriptor is this one, because those below are open.
      _ = open("/dev/null", O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    // A limit on the size of files is an error of the write, not the end of the process.
    signal(SIGXFSZ, SIG_IGN)
  }
}
