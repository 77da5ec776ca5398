import Decision
import Files
import Foundation
import Reporting
import Testing

@testable import Trials
@testable import littleo

/// Behaviour on a terminal: colours, progress lines, JSON from every command, and signals.
@Suite struct TerminalTests {
  @Test func coloursAreForTerminalsThatWantThem() {
    #expect(Paint(isTerminal: true, environment: [:]).isOn)
    #expect(Paint(isTerminal: true, environment: ["NO_COLOR": ""]).isOn)
    #expect(!Paint(isTerminal: true, environment: ["NO_COLOR": "1"]).isOn)
    #expect(!Paint(isTerminal: true, environment: ["TERM": "dumb"]).isOn)
    #expect(!Paint(isTerminal: false, environment: [:]).isOn)
  }

  /// Colours do not change the width of columns: without their codes, the coloured table equals the plain one.
  @Test func colouredTablesKeepTheirColumns() {
    func table(_ paint: Paint) -> String {
      var table = TextTable(["claim", "verdict", "n"], numeric: [2], paint: paint)
      table.add(["A", "supported", "1"])
      table.add(["LongName", "undiscriminating (else supported)", "20"])
      table.add(["B", "inconclusive(power)", "3"])
      return table.text
    }
    let plain = table(Paint(isTerminal: false, environment: [:]))
    let coloured = table(Paint(isTerminal: true, environment: [:]))
    #expect(!plain.contains("\u{1B}") && coloured.contains("\u{1B}[32msupported\u{1B}[0m"))
    #expect(coloured.contains("\u{1B}[35mundiscriminating\u{1B}[0m (else supported)"))
    let codes = ["31", "32", "33", "35", "0"].map { "\u{1B}[\($0)m" }
    #expect(codes.reduce(coloured) { $0.replacing($1, with: "") } == plain)
  }

  /// Every word has a colour of its own, also beside other words.
  @Test func everyWordHasItsColour() {
    let paint = Paint(isTerminal: true, environment: [:])
    for word in VerdictWord.allCases {
      let painted = "\u{1B}[\(Paint.code(of: word))m\(word.text)\u{1B}[0m"
      for rest in ["", "(power)", ", but its control “x” was not refuted", " (else supported)"] {
        #expect(paint.verdicts(in: word.text + rest) == painted + rest)
      }
    }
    #expect(Set(VerdictWord.allCases.map(Paint.code)).count == VerdictWord.allCases.count)
  }

  /// The terminal prints no p-value below what the approximations can vouch for.
  @Test func smallProbabilitiesAreCapped() {
    #expect([0.5, 1e-9, 9e-10, 0].map(TerminalNumber.p) == ["0.5", "1e-09", "<1e-09", "<1e-09"])
  }

  @Test func progressIsOneLine() {
    func line(_ done: Int, stored: Int = 0, failed: Int = 0, seconds: Double? = nil, title: String = "") -> String {
      let progress = RunProgress(
        done: done, total: 14_248, fromStore: stored, failures: failed, secondsLeft: seconds)
      return ProgressLine(on: Console(on: .machine), title: title, isTerminal: false).text(of: progress)
    }
    #expect(line(0) == "run 0 of 14,248")
    #expect(line(40, seconds: 3840) == "run 40 of 14,248 · about 64 min left")
    #expect(
      line(1300, stored: 1200, failed: 2, seconds: 48, title: "shard 3/8")
        == "shard 3/8: run 1,300 of 14,248 · 1,200 from the store · 2 failed · about 48 s left")
    #expect(line(14_248, stored: 14_248, seconds: 0) == "run 14,248 of 14,248 · 14,248 from the store")
    let counts = [0, 7, 999, 1000, 123_456, 1_234_567].map(TerminalNumber.count)
    #expect(counts.joined(separator: " ") == "0 7 999 1,000 123,456 1,234,567")
  }

  @Test(arguments: [
    ["list", "--json"], ["explain", "Theorem5_1", "--json"], ["doctor", "--json"],
    ["verify", "Definition4_1_Features", "--profile", "quick", "--json"],
    ["calibrate", "Θ(√d)", "--repeats", "2", "--seed", "1000001", "--json"],
    ["calibrate", "0.1, beta s = 50 [A]", "--runs", "20,30", "--repeats", "2", "--json"],
    ["beyond", "PermutationRecords", "--scales", "1", "--json"],
    ["mutants", "data-rotated", "--claims", "Definition4_1_Features", "--json"],
  ])
  func everyCommandHasJSON(arguments: [String]) async throws {
    try await withFolder { folder in
      let result = try Executable(in: folder).run(arguments)
      #expect(result.status == 0 || result.status == 1, "\(result.errors)")
      let value = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      #expect((value as? [String: Any])?["schema"] as? Int == 4)
      if arguments[0] == "verify" {
        let claims = try #require((value as? [String: Any])?["claims"] as? [[String: Any]])
        #expect(claims.count == 1 && ["supported", "not contradicted"].contains(claims[0]["verdict"] as? String))
        #expect((claims[0]["conclusions"] as? [Any])?.isEmpty == false)
      }
      if arguments[0] == "list" {
        let claims = (value as? [String: Any])?["claims"] as? [[String: Any]]
        #expect(claims?.contains { $0["name"] as? String == "Theorem5_1" } == true)
      }
    }
  }

  /// A signal ends a verification with its exit code and a message.
  ///
  /// Finished trials are kept, and `report` refuses to decide without the others.
  @Test(arguments: [SIGINT, SIGTERM])
  func signalEndsVerificationAndKeepsTrials(number: Int32) async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      // The standard profile trains for minutes, so the signal arrives in time on a busy machine too.
      let arguments = ["verify", "LossDecay", "--explore", "--jobs", "1", "--store", "store"]
      let (process, output, errors) = try program.start(arguments)
      let store = folder.appending(path: "store")
      func records() -> Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: store.path)) ?? []).count { $0.hasSuffix(".json") }
      }
      // A task that sleeps would wait for one of the few threads that all tests share; this one keeps its thread.
      while records() < 2, process.isRunning { usleep(20_000) }
      kill(process.processIdentifier, number)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 128 + number)
      let text = try String(contentsOf: errors, encoding: .utf8)
      #expect(
        text.contains("stopping after the trials under way") && text.contains("the same command goes on from there"))
      #expect(try String(contentsOf: output, encoding: .utf8).isEmpty)
      let kept = records()
      #expect(kept >= 2)
      // `report` names the number of missing trials and trains none.
      let report = try program.run(["report", "LossDecay", "--explore", "--store", "store"])
      #expect(
        report.status == 3 && report.errorLines.count == 1 && report.errors.contains("\(384 - kept) of 384 trials"))
      #expect(records() == kept)
    }
  }

  /// `report` writes the same files as the verification that filled the store.
  @Test func aReportNeedsNoTraining() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let words = ["Definition4_1_Features", "--profile", "quick", "--store", "store", "--output"]
      #expect(try program.run(["verify"] + words + ["first", "--fail-fast"]).status == 0)
      #expect(try program.run(["report"] + words + ["second"]).status == 0)
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: "first").path).sorted()
      #expect(
        names == (try FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: "second").path).sorted()))
      for name in names where name.contains(".") {
        let files = ["first", "second"].map { folder.appending(path: $0).appending(path: name) }
        #expect(FileManager.default.contentsEqual(atPath: files[0].path, andPath: files[1].path), "\(name)")
      }
    }
  }
}
