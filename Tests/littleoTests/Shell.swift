import Foundation
import Testing

extension Executable {
  /// Runs a line of the shell in the folder, in which `$L` is the program; for streams and limits that only a shell sets.
  ///
  /// The line must end in time: a program that waits for ever is ended, and fails the test.
  func shell(
    _ line: String, environment: [String: String] = [:], seconds: Double = 120, errors: FileHandle? = nil
  ) throws -> Result {
    let urls = ["output", "errors"].map {
      FileManager.default.temporaryDirectory.appending(path: "littleo-\($0)-\(UUID().uuidString)")
    }
    defer { for url in urls { try? FileManager.default.removeItem(at: url) } }
    let handles = try urls.map { url in
      try Data().write(to: url)
      return try FileHandle(forWritingTo: url)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      .merging(["L": executable.path]) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handles[0]
    process.standardError = errors ?? handles[1]
    try process.run()
    for handle in handles { try handle.close() }
    let deadline = ContinuousClock.now + .seconds(seconds)
    // A task that sleeps would wait for one of the few threads that all tests share; this one keeps its thread.
    while process.isRunning, ContinuousClock.now < deadline { usleep(10_000) }
    if process.isRunning {
      Issue.record("“\(line)” has not ended after \(seconds) s")
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: try String(contentsOf: urls[0], encoding: .utf8), errors: try String(contentsOf: urls[1], encoding: .utf8)
    )
  }

  /// The bytes of every file below a folder, by path.
  func files(in name: String) throws -> [String: Data] {
    let root = folder.appending(path: name)
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      files[path] = FileManager.default.contents(atPath: root.appending(path: path).path)
    }
    return files
  }

  /// Writes a user's file, with the folders above it.
  func put(_ text: String, _ name: String) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// The text of a file; nil if there is none.
  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: folder.appending(path: name).path).map { String(decoding: $0, as: UTF8.self) }
  }
}

/// The smallest things that each command can be asked for.
enum SmallWork {
  /// A table on which a decision can be made.
  static let table =
    "scale,run,value\n"
    + [16, 32, 64, 128].flatMap { scale in (1...20).map { "\(scale),\($0),\(10 + Double($0) / Double(scale))\n" } }
    .joined()

  /// The words of a decision on the table.
  static let decision = "decide table.csv --is 'Theta(1)' --band 2"

  /// A claim that takes a moment, and its words: so few runs decide nothing, and nothing refutes its control.
  static let claim = "Definition4_1_Features"
  static let words = "\(claim) --profile quick --seeds 2"
  /// The status of a verification with these words.
  static let status: Int32 = 1
}
