import Foundation

@testable import Experiments

/// A folder of small programs, removed at the end of a test.
final class ProgramFixture {
  /// What every small program says about itself.
  static let description = """
    {"experiment": "small", "settings": {"gamma": {"default": 2, "min": 0}}, \
    "quantities": {"risk": {"kind": "positive"}, "errors": {"kind": "count"}, "gap": {"kind": "signed", "per": "run"}}}
    """
  /// The trial that most tests ask for.
  static let trial = Trial(
    experiment: "small", settings: Settings(["gamma": 2]), scale: 256, seed: 21001, times: [1, 2])

  let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-program-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The processes of the fixture's programs that still run.
  var running: [pid_t] { ProcessTable().family(of: -1, marker: variable) }

  /// An environment variable that every process of the fixture's programs has.
  private var variable: String { "LITTLEO_FIXTURE=\(folder.lastPathComponent)" }

  /// Writes a file and returns its path.
  func write(_ text: String, as name: String) throws -> String {
    let file = folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// A program of the shell that answers well, except for the lines that are put before its answer.
  ///
  /// - Parameters:
  ///   - before: Commands to run for each trial; `$id`, `$scale` and `$seed` are known; `say` writes a line with
  ///     some members.
  ///   - start: Commands to run before the description.
  func program(
    _ before: String = "", start: String = "", description: String = description, timeLimit: Double = 60,
    memoryLimit: Int = 2048, startLimit: Double = 60
  ) throws -> Program {
    let text = """
      part() { printf '%s' "$line" | sed -n 's/.*"'"$1"'":"\\{0,1\\}\\([0-9a-f]*\\).*/\\1/p'; }
      good() {
        printf '{"trial": "%s", "gap": -0.5}\\n' "$id"
        printf '{"trial": "%s", "time": 1, "risk": 0.%s, "errors": {"count": 3, "of": 500}}\\n' "$id" "$seed"
        printf '{"trial": "%s", "time": 2, "risk": null, "errors": {"count": 1, "of": 500}}\\n' "$id"
        printf '{"trial": "%s", "done": true, "work": 7}\\n' "$id"
      }
      say() { printf '{"trial": "%s", %s}\n' "$id" "$1"; }
      \(start)
      read -r line || exit 0
      cat <<'END'
      \(description)
      END
      while read -r line; do
        id=$(part trial); scale=$(part scale); seed=$(part seed)
        \(before)
        good
      done
      """
    let path = try write(text, as: "small.sh")
    return Program(
      "small", ["env", variable, "/bin/sh", path], timeLimit: timeLimit, memoryLimit: memoryLimit,
      startLimit: startLimit)
  }
}

/// Returns the message of the error that a trial yields; nil if it yields a trace.
func failure(of trial: Trial = ProgramFixture.trial, in session: any ExperimentSession) async -> String? {
  do {
    _ = try await session.run(trial, threads: 1)
    return nil
  } catch {
    return error.description
  }
}

/// Returns whether a condition holds within twenty seconds.
func eventually(_ condition: () -> Bool) async throws -> Bool {
  let deadline = ContinuousClock.now + .seconds(20)
  while !condition() {
    guard ContinuousClock.now < deadline else { return false }
    try await Task.sleep(for: .milliseconds(20))
  }
  return true
}

/// Returns whether a process runs; one that ended and is not reaped does not.
func isRunning(_ process: pid_t) -> Bool {
  let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
  guard let state = status.split(separator: ")").last?.split(separator: " ").first else {
    return kill(process, 0) == 0
  }
  return state != "Z" && state != "X"
}
