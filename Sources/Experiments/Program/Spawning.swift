import Foundation

/// Starts programs without a shell, each as the leader of a session of its own.
enum Spawning {
  /// The standard descriptors of a program.
  struct Streams {
    /// What it reads.
    let input: Int32
    /// Where it answers.
    let output: Int32
    /// Where it writes messages.
    let errors: Int32
  }

  /// The signals that a program starts with as if LittleO had never changed them.
  private static let signals = [
    SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1, SIGUSR2, SIGCHLD, SIGTSTP, SIGTTIN, SIGTTOU,
  ]

  /// Starts a program.
  ///
  /// The program gets no descriptor of LittleO but the three given.
  ///
  /// - Parameters:
  ///   - command: The executable, looked up in `PATH` if it has no slash, and its arguments.
  ///   - environment: The whole environment as `NAME=VALUE`.
  ///   - streams: The descriptors, each above 2.
  /// - Returns: The process, or the error number of the system.
  static func start(_ command: [String], environment: [String], streams: Streams) -> (process: pid_t, error: Int32) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
      let flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      // POSIX_SPAWN_SETSID, which glibc and musl declare for GNU sources only.
      let flags = 0x80 | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    var standard = sigset_t()
    var blocked = sigset_t()
    sigemptyset(&standard)
    sigemptyset(&blocked)
    for signal in signals { sigaddset(&standard, signal) }
    posix_spawnattr_setsigdefault(&attributes, &standard)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    posix_spawn_file_actions_adddup2(&actions, streams.input, 0)
    posix_spawn_file_actions_adddup2(&actions, streams.output, 1)
    posix_spawn_file_actions_adddup2(&actions, streams.errors, 2)
    for descriptor in inherited { posix_spawn_file_actions_addclose(&actions, descriptor) }

    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = -1
    let error = posix_spawnp(&process, command.first ?? "", &actions, &attributes, &arguments, &variables)
    return (process, error)
  }

  /// The descriptors to close in the program on Linux, where not everything that LittleO opens closes by itself.
  ///
  /// Closing what is not open is no error there. The margin covers what other threads open meanwhile.
  private static var inherited: Range<Int32> {
    #if canImport(Darwin)
      return 3..<3
    #else
      let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
      return 3..<256 + (open.compactMap { Int32($0) }.max() ?? 3)
    #endif
  }
}
