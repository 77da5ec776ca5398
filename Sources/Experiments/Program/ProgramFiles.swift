import Foundation

/// Checks a program's parts and derives its version from the files that belong to it.
enum ProgramFiles {
  /// Returns the hash of the command and of the files' contents, or one sentence on why the program cannot be used.
  static func version(of program: Program) -> Result<String, ExperimentError> {
    if let defect = defect(of: program) { return .failure(ExperimentError(defect)) }
    var contents: [Content] = []
    for path in program.files ?? named(by: program.command) {
      guard isRegular(path), let data = FileManager.default.contents(atPath: path) else {
        return .failure(ExperimentError("the file “\(path.quotable)” cannot be read."))
      }
      contents.append(Content(path: path, hash: SHA256.hex(data)))
    }
    return .success(SHA256.hex(CanonicalJSON.data(Hashed(command: program.command, files: contents))))
  }

  /// Returns the words of a command that name regular files; the executable only if it has a slash.
  static func named(by command: [String]) -> [String] {
    command.enumerated().filter { $0.offset > 0 || $0.element.contains("/") }.map(\.element).filter(isRegular)
  }

  /// Returns the executable of a command if it cannot be found in `PATH`, or at its own path; nil if it can.
  static func missingExecutable(of command: [String]) -> String? {
    guard let name = command.first else { return nil }
    let folders =
      name.contains("/")
      ? [""]
      : ProcessInfo.processInfo.environment["PATH", default: ""].split(
        separator: ":", omittingEmptySubsequences: false
      ).map { $0.isEmpty ? "./" : "\($0)/" }
    return folders.contains { isRegular($0 + name) && access($0 + name, X_OK) == 0 } ? nil : name
  }

  /// Returns whether a name for records or a member of a description is usable.
  static func isName(_ name: String) -> Bool {
    (1...40).contains(name.utf8.count)
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }

  private static func defect(of program: Program) -> String? {
    guard isName(program.name) else {
      return "the name of a program is at most 40 letters, digits, hyphens and underscores."
    }
    guard let executable = program.command.first, !executable.isEmpty else { return "the command has no executable." }
    guard !program.command.contains(where: { $0.utf8.contains(0) }) else { return "the command holds a zero byte." }
    for (limit, words) in [(program.timeLimit, "time limit"), (program.startLimit, "start limit")] {
      guard limit > 0, limit <= 1e9 else { return "the \(words) must be above 0 and at most 1,000,000,000 seconds." }
    }
    guard (0...1 << 40).contains(program.memoryLimit) else { return "the memory limit must be at least 0 MiB." }
    return nil
  }

  /// Returns whether a path, with its links followed, names a regular file.
  private static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// What the version hashes; the names of the members must not change.
  private struct Hashed: Encodable {
    let command: [String]
    let files: [Content]
  }

  private struct Content: Encodable {
    let path: String
    let hash: String
  }
}
