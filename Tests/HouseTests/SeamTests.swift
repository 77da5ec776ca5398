import Foundation
import Testing

/// Every file, folder and stream is reached through the module Files, so that tests can fail each call.
@Suite struct SeamTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

  /// What reaches a file or stream without the seam.
  private static let calls = [
    "FileManager", "FileHandle", ".write(to:", "String(contentsOf:", "Data(contentsOf", "fopen(",
    "fputs(", "fwrite(", " print(", "openat(", "renameat(", "unlinkat(",
    // Not repeated where a signal interrupts them, as those of the same names of `Disk` are.
    "calls.open(", "calls.lock(", "calls.read(", "calls.write(",
  ]

  /// Files that are about processes and not about the user's files, each with the reason.
  private static let exempt = [
    // Opens the pipes of the programs that it starts, and asks /proc for their processes.
    "Experiments/Program/": ["FileManager", "FileHandle"],
    // The program that it writes is Python.
    "littleo/Commands/ProgramTemplate.swift": [" print("],
    // Reads figures that another program measured, before anything is written.
    "Benchmarking/PeerResults.swift": ["Data(contentsOf"],
    // Starts a benchmark in a process of its own.
    "littleo/Commands/BenchCommand.swift": ["FileHandle"],
  ]

  @Test func everyCallGoesThroughTheSeam() throws {
    let sources = Self.root.appending(path: "Sources")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path).filter { $0.hasSuffix(".swift") }
    #expect(paths.count > 100)
    for path in paths where !path.hasPrefix("Files/") {
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      #expect(Self.violations(in: text, of: path) == [], "\(path)")
    }
  }

  /// The check can fail.
  @Test func aPlantedCallIsFound() {
    let text = "func f() {\n  print(1)\n}\n"
    #expect(Self.violations(in: text, of: "Reporting/Pages/Report.swift") == ["print("])
  }

  private static func violations(in text: String, of path: String) -> [String] {
    let allowed = exempt.filter { path.hasPrefix($0.key) }.values.joined()
    let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    return calls.filter { !allowed.contains($0) && code.contains($0) }.map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
