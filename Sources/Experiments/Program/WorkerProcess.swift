import Foundation

/// A running program with its three streams.
///
/// The value stands for resources outside: its holder must call ``end(grace:)`` once it is not needed, and only
/// one thread at a time may use it.
struct WorkerProcess: Sendable {
  /// What a wait for a line yields.
  enum Event {
    /// A line without its end.
    case line(Data)
    /// The program ended or closed its output; the text says which.
    case end(String)
  }

  /// The process, which leads a session of its own.
  let id: pid_t
  private let marker: String
  private var input: Int32
  private var output: Int32
  private var errors: Int32
  private var unsent: ArraySlice<UInt8> = []
  private var lines = LineBuffer()
  private var isEnded = false
  /// When the memory is checked next, so that short trials and many lines cost nothing.
  private var nextLook = WorkLimits.Clock.now
  /// The end of standard error since the last request.
  private(set) var tail = ErrorTail()

  /// Starts a program.
  ///
  /// - Throws: A clause with the cause if it cannot start.
  static func start(_ command: [String]) throws(ExperimentError) -> WorkerProcess {
    let ends = [Descriptors.socket(), Descriptors.pipe(), Descriptors.pipe()]
    guard let input = ends[0], let output = ends[1], let errors = ends[2] else {
      for end in ends.compactMap({ $0 }) { end.close() }
      throw ExperimentError("the program cannot start: too many files are open")
    }
    let variable = "LITTLEO_WORKER_\(UUID().uuidString.replacing("-", with: ""))"
    let (id, error) = Spawning.start(
      command, environment: environment + ["\(variable)=1"],
      streams: Spawning.Streams(input: input.other, output: output.other, errors: errors.other))
    for end in [input, output, errors] { close(end.other) }
    guard error == 0 else {
      for end in [input, output, errors] { close(end.own) }
      let cause = String(cString: strerror(error)).lowercased()
      throw ExperimentError("the program cannot start: “\((command.first ?? "").quotable)”: \(cause)")
    }
    return WorkerProcess(
      id: id, marker: "\(variable)=1", input: input.own, output: output.own, errors: errors.own)
  }

  private init(id: pid_t, marker: String, input: Int32, output: Int32, errors: Int32) {
    self.id = id
    self.marker = marker
    self.input = input
    self.output = output
    self.errors = errors
  }

  /// The environment of LittleO, with one thread per library and with repeatable hashes in Python.
  private static var environment: [String] {
    let added = [
      "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0",
      "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1",
    ]
    return ProcessInfo.processInfo.environment.merging(added) { own, _ in own }.map { "\($0.key)=\($0.value)" }
  }

  /// Sends a line; it goes out while the answer is waited for.
  mutating func send(_ line: Data) {
    unsent = unsent + [UInt8](line)
    tail.clear()
    nextLook = .now + .milliseconds(100)
  }

  /// Waits for the next line of the answer.
  ///
  /// - Throws: A clause on the limit that was passed first.
  mutating func next(within limits: WorkLimits) throws(ExperimentError) -> Event {
    while true {
      if let line = try lines.next() { return .line(line) }
      guard output >= 0 else { return .end(ending()) }
      try limits.checkTime()
      if WorkLimits.Clock.now >= nextLook {
        try limits.checkMemory(of: id)
        nextLook = .now + .milliseconds(100)
      }
      let remaining = WorkLimits.Clock.now.duration(to: limits.deadline)
      let isQuiet = exchange(wait: min(.milliseconds(100), remaining))
      // A descendant may keep the output open when the worker itself has ended. What the worker wrote before that is in
      // the pipe by now, so one more look tells whether it was all.
      if isQuiet, hasExited, exchange(wait: .zero) { return .end(ending()) }
    }
  }

  /// Lets the program notice that there are no more trials.
  mutating func hangUp() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Ends the program and everything that it started; further calls have no effect.
  ///
  /// - Parameters:
  ///   - grace: How long the program may take to end by itself after its input has ended.
  mutating func end(grace: Duration = .zero) {
    guard !isEnded else { return }
    hangUp()
    waitForExit(grace)
    _ = stop()
  }

  /// Returns how the program ended that closed its output, and ends what is left of it.
  private mutating func ending() -> String {
    waitForExit(.seconds(1))
    guard hasExited, let status = stop() else {
      return "the program closed its standard output without finishing its answer"
    }
    let signal = status & 0x7f
    guard signal == 0 else {
      return "the program was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
    }
    let code = status >> 8 & 0xff
    let hint = code == 0 ? ", but it must read trials until its input ends" : ""
    return "the program exited with status \(code) without finishing its answer\(hint)"
  }

  private func waitForExit(_ time: Duration) {
    let deadline = WorkLimits.Clock.now + time
    while !hasExited, WorkLimits.Clock.now < deadline { usleep(2000) }
  }

  /// Whether the program itself has ended; it is not reaped yet, so its number cannot be used again.
  private var hasExited: Bool {
    guard !isEnded else { return true }
    var info = siginfo_t()
    return waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo != 0
  }

  /// Kills the session and all marked processes, and reaps the program; returns its status, nil if it has none.
  private mutating func stop() -> Int32? {
    guard !isEnded else { return nil }
    isEnded = true
    // The end of standard error, before processes say that others were killed; at most what a pipe holds.
    for _ in 0..<16 where errors >= 0 { drainErrors() }
    // What a process starts between the look and the signal is found by the next look.
    for _ in 0..<100 {
      let family = ProcessTable().family(of: id, marker: marker)
      kill(-id, SIGKILL)
      for process in family { kill(process, SIGKILL) }
      guard !family.isEmpty else { break }
      usleep(2000)
    }
    var status: Int32 = 0
    var reaped: pid_t = 0
    let deadline = WorkLimits.Clock.now + .seconds(5)
    while reaped == 0, WorkLimits.Clock.now < deadline {
      reaped = waitpid(id, &status, WNOHANG)
      if reaped == 0 { usleep(2000) }
    }
    hangUp()
    for descriptor in [output, errors] where descriptor >= 0 { close(descriptor) }
    (output, errors) = (-1, -1)
    return reaped == id ? status : nil
  }

  /// Sends and receives what is possible, after waiting for it; returns whether nothing was received on the output.
  private mutating func exchange(wait: Duration) -> Bool {
    let isSending = input >= 0 && !unsent.isEmpty
    var set = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isSending ? input : -1, events: Int16(POLLOUT), revents: 0),
    ]
    let milliseconds = max(0, wait.components.seconds * 1000 + wait.components.attoseconds / 1_000_000_000_000_000)
    guard poll(&set, nfds_t(set.count), Int32(milliseconds) + 1) > 0 else { return true }
    if set[2].revents != 0 { sendSome() }
    if set[1].revents != 0 { drainErrors() }
    guard set[0].revents != 0 else { return true }
    guard let chunk = Self.read(&output) else { return false }
    lines.append(chunk)
    return chunk.isEmpty
  }

  private mutating func sendSome() {
    let count = Descriptors.send(unsent, to: input)
    if count > 0 {
      unsent = unsent.dropFirst(count)
    } else if errno != EAGAIN, errno != EINTR {
      // The program does not read any more; how it ends says more than this.
      unsent = []
    }
  }

  private mutating func drainErrors() {
    if let chunk = Self.read(&errors) { tail.append(chunk) }
  }

  /// Returns what can be read without waiting; nil at the end, which closes the descriptor.
  private static func read(_ descriptor: inout Int32) -> ArraySlice<UInt8>? {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = Foundation.read(descriptor, &chunk, chunk.count)
    if count > 0 { return chunk[..<count] }
    if count < 0, errno == EAGAIN || errno == EINTR { return [] }
    close(descriptor)
    descriptor = -1
    return nil
  }
}
