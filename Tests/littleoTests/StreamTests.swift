import Foundation
import Testing

/// The streams on which a command answers may be full, closed or given up by their reader.
@Suite struct StreamTests {
  private static let verification = "verify \(SmallWork.words) --store s --output o"

  /// F3: a log that cannot be written stops no work: every trial is trained, and the report is whole.
  @Test(arguments: ["2>/dev/full", "2>&-", "2>&1 >/dev/null | true", "2>/dev/full </dev/null", "2>&- <&-"])
  func aLostLogStopsNoWork(redirection: String) async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let result = try program.shell("\"$L\" \(Self.verification) \(redirection)")
      if !redirection.contains("|") { #expect(result.status == SmallWork.status) }
      if !redirection.contains("|") { #expect(result.output.contains("The report is in o.")) }
      try expectWholeReport(program)
    }
  }

  /// F3: the reader of the log has stopped, and its pipe is full.
  @Test func aLogThatNobodyReadsStopsNoWork() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let pipe = Pipe()
      let end = pipe.fileHandleForWriting.fileDescriptor
      #expect(fcntl(end, F_SETFL, O_NONBLOCK) == 0)
      let block = [UInt8](repeating: UInt8(ascii: "x"), count: 4096)
      while write(end, block, block.count) > 0 {}
      #expect(errno == EAGAIN)
      let result = try program.shell("exec \"$L\" \(Self.verification)", errors: pipe.fileHandleForWriting)
      #expect(result.status == SmallWork.status && result.output.contains("The report is in o."))
      try expectWholeReport(program)
      withExtendedLifetime(pipe) {}
    }
  }

  /// F3: a message that cannot be shown changes no exit status.
  @Test(
    arguments: [("nonsense", 2), ("decide none.csv --is 'o(1)'", 2), ("report \(SmallWork.words) --store none", 2)]
      as [(String, Int32)])
  func aLostMessageKeepsItsStatus(line: String, status: Int32) async throws {
    try await withFolder { folder in
      for redirection in ["2>/dev/full", "2>&-"] {
        let result = try Executable(in: folder).shell("\"$L\" \(line) \(redirection)")
        #expect(result.status == status && result.output.isEmpty)
      }
    }
  }

  /// F4: an answer that was lost is never called success, whatever the command.
  @Test(arguments: [
    "help", "--version", "verify --help", "list", "list --json", "explain Theorem5_1", "explain Theorem5_1 --json",
    "doctor --json", "plan \(SmallWork.words) --store s", "plan \(SmallWork.words) --store s --json",
    "trial --labels coarse --d 64 --steps 2", "trial --labels coarse --d 64 --steps 2 --json",
    "\(SmallWork.decision)", "\(SmallWork.decision) --json", "\(SmallWork.decision) --markdown",
    "decide table.csv --is 'o(1)' --kind positive --json", "decide --cases cases.json",
    "decide --cases cases.json --json",
    "calibrate 'Θ(√d)' --repeats 2 --seed 1000001", "calibrate 'Θ(√d)' --repeats 2 --seed 1000001 --json",
    "replay --store s --sample 10%", "replay --store s --sample 10% --json", "merge s --store t",
    "merge s --store t --json",
    "run \(SmallWork.words) --store s", "run \(SmallWork.words) --store s --json",
    "verify \(SmallWork.words) --store s",
    "verify \(SmallWork.words) --store s --json", "report \(SmallWork.words) --store s", "new Fresh",
    "new Fresh --json",
    "mutants data-rotated --claims \(SmallWork.claim) --store m --json",
    "beyond PermutationRecords --scales 1 --store b", "beyond PermutationRecords --scales 1 --store b --json",
    "bench trial --labels coarse --d 64 --steps 2",
  ])
  func aLostAnswerIsAnError(line: String) async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      try program.put(SmallWork.table, "table.csv")
      try program.put(Self.cases, "cases.json")
      try program.put("", "Claims/.keep")
      if line.contains("--store s") || line.hasPrefix("merge s") {
        #expect(try program.shell("\"$L\" run \(SmallWork.words) --store s").status == 0)
      }
      for (stream, words) in [(">/dev/full", "No space left on device"), (">&-", "Bad file descriptor")] {
        let result = try program.shell("\"$L\" \(line) \(stream)")
        #expect(result.status == 3, "\(line) \(stream): \(result.status) \(result.errors.suffix(300))")
        #expect(
          result.errors.contains(words), "\(line) \(stream): \(result.errors.suffix(300))")
        try? FileManager.default.removeItem(at: folder.appending(path: "Claims/Theorems"))
        try? FileManager.default.removeItem(at: folder.appending(path: "t"))
      }
    }
  }

  /// F8: the report is written before anything is said of it, so a reader that goes away takes nothing with it.
  @Test(arguments: ["| true", "| head -c 1", "--json | true", ">&-", ">/dev/full"])
  func theReportDoesNotWaitForAReader(redirection: String) async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let result = try program.shell("set -o pipefail; \"$L\" \(Self.verification) \(redirection)")
      #expect(result.status == SmallWork.status || result.status == 3)
      if redirection == "| true" { #expect(!result.errors.contains("standard output")) }
      try expectWholeReport(program)
    }
  }

  private static let cases = #"""
    {"cases": [{"id": "one", "kind": "positive", "d": [16, 32], "data": [[1, 2], [1, 2]],
      "predicate": {"type": "o1"}, "expect": {"verdict": "none"}}]}
    """#

  /// The report equals one that was written with sound streams, and every trial is in the store.
  private func expectWholeReport(_ program: Executable) throws {
    let report = try program.files(in: "o")
    #expect(try program.shell("\"$L\" report \(SmallWork.words) --store s --output sound").status == SmallWork.status)
    #expect(try report == program.files(in: "sound"))
  }
}
