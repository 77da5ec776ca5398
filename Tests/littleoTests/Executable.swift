import Foundation
import Testing

/// The built `littleo`, run as a process of its own.
struct Executable {
  /// The exit status of a process and its output.
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    /// The lines on standard error.
    var errorLines: [Substring] { errors.split(separator: "\n") }
  }

  let executable: URL
  let folder: URL

  /// The program, to be run in a folder.
  init(in folder: URL) throws {
    executable = try #require(Self.candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    self.folder = folder
  }

  /// Starts the program with its output going to files, so that it never blocks on a full pipe.
  ///
  /// - Parameters:
  ///   - input: The bytes on its standard input; none for nil.
  ///   - environment: Environment variables set in addition to those of this process.
  func start(
    _ arguments: [String], input: Data? = nil, environment: [String: String] = [:]
  ) throws -> (process: Process, output: URL, errors: URL) {
    let urls = ["output", "errors"].map { folder.appending(path: "\($0)-\(UUID().uuidString)") }
    let handles = try urls.map { url in
      try Data().write(to: url)
      return try FileHandle(forWritingTo: url)
    }
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    if let input {
      let url = folder.appending(path: "input-\(UUID().uuidString)")
      try input.write(to: url)
      process.standardInput = try FileHandle(forReadingFrom: url)
    }
    process.standardOutput = handles[0]
    process.standardError = handles[1]
    try process.run()
    for handle in handles { try handle.close() }
    return (process, urls[0], urls[1])
  }

  /// Runs the program to its end.
  func run(_ arguments: [String], input: Data? = nil, environment: [String: String] = [:]) throws -> Result {
    let (process, output, errors) = try start(arguments, input: input, environment: environment)
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }

  /// The places where the program may be: beside the test bundle, or in the debug build folder.
  private static var candidates: [URL] {
    let beside = [URL(filePath: CommandLine.arguments[0]), Bundle.main.executableURL, Bundle.main.bundleURL]
    let built = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.build/debug").standardized
    return beside.compactMap { $0?.deletingLastPathComponent() }.map { $0.appending(path: "littleo") }
      + [built.appending(path: "littleo")]
  }
}

/// Runs a body with a new folder and removes the folder afterwards.
func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "littleo-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try await body(folder)
}
