import Foundation
import Testing

/// `Cluster/parallel.sh` with hostile values, on stand-ins for GNU parallel and for littleo.
@Suite struct ParallelScriptTests {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Cluster/parallel.sh").standardized

  /// Records its arguments, or answers the question for a plan.
  private static let littleo = """
    #!/usr/bin/env bash
    if [ "$1" = plan ]; then touch "$RECORD-plan"; printf '{\\n  "largestBytes": 1000\\n}\\n'; exit; fi
    printf '<%s>' "$@" >>"$RECORD"
    echo >>"$RECORD"
    """

  /// Runs the commands that it reads, as GNU parallel does without a command of its own, one after the other.
  private static let parallel = """
    #!/usr/bin/env bash
    printf '%s\\n' "$@" >"$RECORD-options"
    while IFS= read -r -d '' command; do sh -c "$command" </dev/null; done
    """

  /// A run of the script.
  private struct Result {
    let status: Int32
    let errors: String
    /// The arguments of each share, each in angle brackets.
    let shares: [String]
    let options: [String]
    let hasPlanned: Bool
  }

  private static func run(
    _ words: [String], store: String? = nil, memory: String? = nil, standIn: Bool = true
  ) async throws -> Result {
    try await withFolder { folder in
      let bin = folder.appending(path: "bin")
      try FileManager.default.createDirectory(at: bin, withIntermediateDirectories: true)
      for (name, text) in [("littleo", littleo), ("parallel", parallel)] where standIn || name == "littleo" {
        let file = bin.appending(path: name)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
      }
      let errors = folder.appending(path: "errors")
      try Data().write(to: errors)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["bash", script.path] + words
      process.currentDirectoryURL = folder
      let record = folder.appending(path: "record").path
      var environment = ProcessInfo.processInfo.environment
      environment["PATH"] = bin.path + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
      environment["LITTLEO"] = bin.appending(path: "littleo").path
      environment["RECORD"] = record
      environment["LITTLEO_STORE"] = store
      environment["LITTLEO_MEMORY"] = memory
      process.environment = environment
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      process.standardError = try FileHandle(forWritingTo: errors)
      try process.run()
      process.waitUntilExit()
      func lines(_ path: String) -> [String] {
        ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
      }
      return Result(
        status: process.terminationStatus, errors: try String(contentsOf: errors, encoding: .utf8),
        shares: lines(record).sorted(), options: lines(record + "-options"),
        hasPlanned: FileManager.default.fileExists(atPath: record + "-plan"))
    }
  }

  private static let store = "/tmp/{} {#} {.} {= $_ =} it's & $HOME `x` “%I”"

  private static func expected(_ share: Int) -> String {
    let store = store.replacing("%I", with: "\(share)")
    return "<run><a b'c><{}><--profile><quick><--shard><\(share)/3><--store><\(store)><--jobs><1><--memory><7>"
  }

  /// Of all that a name may hold, only %I is replaced.
  @Test func wordsReachTheProgramUnchanged() async throws {
    let result = try await Self.run(
      ["3", "a b'c", "{}", "--profile", "quick", "--", "--jobs", "2"], store: Self.store, memory: "7")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.shares == (1...3).map(Self.expected))
    #expect(result.options == ["--null", "--retries", "3", "--jobs", "2"])
    #expect(!result.hasPlanned)
  }

  /// The same with GNU parallel itself, where it is installed.
  @Test(.enabled(if: isInstalled)) func wordsPassThroughGNUParallel() async throws {
    let result = try await Self.run(
      ["3", "a b'c", "{}", "--profile", "quick", "--", "--jobs", "2"], store: Self.store, memory: "7", standIn: false)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.shares == (1...3).map(Self.expected))
  }

  private static var isInstalled: Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .contains { FileManager.default.isExecutableFile(atPath: "\($0)/parallel") }
  }

  /// A number of shares that every job would refuse is refused once, before anything is planned or started.
  @Test(arguments: ["00", "0", "01", "100001", "200000", "1000000", "18446744073709551617", "1e3", "-1", "3 ", "x"])
  func numbersOfSharesAreChecked(number: String) async throws {
    let result = try await Self.run([number])
    #expect(result.status == 2)
    #expect(result.errors.contains("1 to 100000"), "\(result.errors)")
    #expect(result.shares.isEmpty && result.options.isEmpty && !result.hasPlanned)
  }

  @Test func messagesHoldNoControlCharacters() async throws {
    let word = "\u{1B}[2J\n" + String(repeating: "x", count: 10_000)
    for result in [try await Self.run([word]), try await Self.run(["3"], memory: word)] {
      #expect(result.status == 2 && result.errors.count < 300)
      #expect(result.errors.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" })
      #expect(result.errors.split(separator: "\n").count == 1)
    }
  }

  @Test(arguments: ["1", "9", "10"]) func smallNumbersAreTaken(number: String) async throws {
    let result = try await Self.run([number])
    #expect(result.status == 0 && result.shares.count == Int(number) && result.hasPlanned, "\(result.errors)")
  }
}
