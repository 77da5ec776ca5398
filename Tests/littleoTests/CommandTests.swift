import Decision
import Foundation
import Testing

/// What the commands print, and that they continue after an interruption.
@Suite struct CommandTests {
  @Test(arguments: [
    ["--help"], ["-h"], ["verify", "--help"], ["list", "-h"], ["explain", "-h"], ["trial", "--help"],
    ["decide", "--help"], ["new", "--help"], ["mutants", "--help"], ["beyond", "--help"],
    ["calibrate", "--help"], ["bench", "--help"], ["images", "--help"],
    ["report", "--help"], ["plan", "--help"], ["run", "--help"], ["merge", "--help"], ["replay", "--help"],
    ["doctor", "--help"], ["help", "decide"],
  ])
  func helpShowsAnExample(arguments: [String]) async throws {
    try await withFolder { folder in
      let result = try Executable(in: folder).run(arguments)
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      #expect(result.output.contains("example"))
      #expect(result.output.contains("usage: littleo"))
    }
  }

  @Test func listAndExplainNameTheClaims() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let list = try program.run(["list", "--profile", "quick"])
      #expect(list.status == 0 && list.errors.isEmpty)
      for part in [
        "\nTheorems\n  CoarseLabelGap", "LossDecay", "claims; at profile quick together", " conclusions; ",
        "[P] from the paper's summary: ",
      ] {
        #expect(list.output.contains(part), "\(part)")
      }
      #expect(list.output.split(separator: "\n").contains { $0.contains("  LossDecay ") && $0.contains("  T  ") })
      let explained = try program.run(["explain", "Theorem5_1", "--profile", "quick"])
      #expect(explained.status == 0)
      for part in [
        "P[F⁽ᵀ⁾ errs on hard X] = Ω(1)   hard-sample error", "∀ T ∈ [T*, poly(d)]:", "[R]",
        "changes: regime asymptoticConstantK",
        "k_y ≥ polylog(d): constant unknown", "k_y/(ln d) = ",
        "max(2, round(L²/2))", "two subclasses", "440 trials",
      ] {
        #expect(explained.output.contains(part), "\(part)")
      }
      let time = try program.run(["explain", "LossDecay"]).output
      #expect(time.contains("T = 16, 32, 64") && time.contains("T training steps at d = 256"))
      #expect(time.contains("indirectly on: "))
      #expect(try program.run(["--version"]).output.hasPrefix("littleo "))
    }
  }

  /// A verdict is shown only for the registration that it was reached under.
  @Test func onlyCurrentVerdictsAreShown() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let none = try program.run(["list"])
      #expect(none.output.contains("not verified") && none.output.contains("No report is in Reports"))
      #expect(none.errors.isEmpty)
      let committed = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Reports").standardized
      let current = try program.run(["list", "--reports", committed.path])
      // A claim that the report does not hold is listed as not verified; the verdicts of the others are shown.
      #expect(!current.output.contains("stale"))
      let line = current.output.split(separator: "\n").first { $0.contains(" Theorem5_1 ") }
      let environment = try JSONSerialization.jsonObject(
        with: Data(contentsOf: committed.appending(path: "environment.json")))
      let verdicts = try #require((environment as? [String: Any])?["verdicts"] as? [String: String])
      let verdict = try #require(verdicts["Theorem5_1"])
      #expect(try #require(line).contains(verdict))
      let explained = try program.run(["explain", "Theorem5_1", "--reports", committed.path]).output
      #expect(explained.contains("verdict at profile standard: \(verdict)"))
      let quick = try program.run(["explain", "Theorem5_1", "--profile", "quick", "--reports", committed.path]).output
      #expect(quick.contains("verdict at profile quick: not verified"))

      let copy = folder.appending(path: "Reports")
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      let file = copy.appending(path: "environment.json")
      let text = try String(contentsOf: committed.appending(path: "environment.json"), encoding: .utf8)
      let digest = try #require(try Regex("\"Theorem5_1\" : \"[0-9a-f]{64}\"").firstMatch(in: text)).output[0]
      let altered = text.replacing(try #require(digest.substring), with: "\"Theorem5_1\" : \"00\"")
      try Data(altered.utf8).write(to: file)
      let stale = try program.run(["list"])
      #expect(stale.output.split(separator: "\n").contains { $0.contains(" Theorem5_1 ") && $0.contains(" stale ") })
      #expect(stale.output.contains("supported"))
      #expect(try program.run(["explain", "Theorem5_1"]).output.contains("stale: the registration changed"))

      // A weaker word of support is explained.
      let weak = text.replacing("\"Theorem5_1\" : \"\(verdict)\"", with: "\"Theorem5_1\" : \"not contradicted\"")
      try Data(weak.utf8).write(to: file)
      #expect(
        try program.run(["explain", "Theorem5_1"]).output.contains(
          "verdict at profile standard: not contradicted (nothing was seen that could contradict it)."))

      // A damaged report is named and ignored.
      for damage in [
        "", "{", text.replacing("standard", with: "other"),
        text.replacing("\"runsPerScale\" : ", with: "\"runsPerScale\" : -"),
      ] {
        try Data(damage.utf8).write(to: file)
        let result = try program.run(["list"])
        #expect(result.status == 0)
        #expect(result.errorLines.count == 1 && result.errors.contains("Reports/environment.json"))
        #expect(result.output.contains("not verified") && !result.output.contains("supported"))
      }
    }
  }

  @Test func trialPrintsOneObject() async throws {
    try await withFolder { folder in
      let result = try Executable(in: folder).run(
        [
          "trial", "--labels", "random:4", "--regime", "standard", "--d", "16", "--seed", "18446744073709551615",
          "--steps", "2", "--set", "mode=dense", "--set", "lucky=1", "--set", "testSamples=10", "--json",
        ])
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let keys = [
        "d", "k", "heads", "widthPerHead", "aliveNeurons", "seed", "labels", "regime", "certificate", "checkpoints",
        "seconds", "frame", "census", "readout", "readouts", "stages", "schema",
      ]
      #expect(Set(object.keys) == Set(keys))
      #expect(object["seed"] as? UInt64 == .max)
      #expect(object["heads"] as? Int == 4)
      let regime = try #require(object["regime"] as? [String: Any])
      #expect(regime["mode"] as? String == "dense")
      #expect(regime["name"] as? String == "standard")
      #expect(regime["lucky"] as? Double == 1)
      #expect(regime["testSamples"] as? Int == 10)
      let certificate = try #require(object["certificate"] as? [String: Any])
      #expect(Set(certificate.keys) == ["delta", "multiplier", "screened", "met"])
      let checkpoints = try #require(object["checkpoints"] as? [[String: Any]])
      #expect(checkpoints.map { $0["T"] as? Int } == [1, 2])
      // Random labels determine no superclass, so the default read-out is the fitted probe.
      #expect(object["readout"] as? String == "probe")
      #expect(checkpoints.allSatisfy { $0.count == 36 && $0["easyError"] is Double && $0["sourceLoss"] is NSNull })
      let readouts = try #require(checkpoints.last?["readouts"] as? [String: Any])
      #expect(readouts["max"] is NSNull && readouts["marginal"] is NSNull)
      #expect(
        (readouts["probe"] as? [String: Any])?["hardError"] as? Double == checkpoints.last?["hardError"] as? Double)
      #expect((object["stages"] as? [[String: Any]])?.count == 1)
      let census = try #require(object["census"] as? [String: Any])
      #expect(Set(census.keys) == ["expected", "fewest", "lucky", "overlapping"])
    }
  }

  /// The stages are listed in order of time, and each checkpoint has every read-out that was taken.
  @Test func trialPrintsItsStages() async throws {
    try await withFolder { folder in
      let line = "trial --labels split:2 --d 32 --samples 100 --epochs 2 --readout probe --finetune 3 --json"
      let sizes = ["--set", "lucky=2", "--set", "testSamples=20", "--set", "batch=64"]
      let result = try Executable(in: folder).run(line.split(separator: " ").map(String.init) + sizes)
      #expect(result.status == 0, "\(result.errors)")
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let stages = try #require(object["stages"] as? [[String: Any]])
      #expect(stages.map { $0["name"] as? String } == ["pretraining", "finetuning"])
      #expect(stages.map { $0["labels"] as? String } == ["split:2", "coarse"])
      #expect(stages.map { $0["heads"] as? Int } == [24, 2])
      // 200 samples in batches of 64 are 4 steps.
      let times = stages.map { ($0["checkpoints"] as? [[String: Any]] ?? []).compactMap { $0["T"] as? Int } }
      #expect(times == [[1, 2, 3, 4], [5, 6, 7]])
      let checkpoints = try #require(object["checkpoints"] as? [[String: Any]])
      #expect(checkpoints.compactMap { $0["T"] as? Int } == times.flatMap { $0 })
      for checkpoint in checkpoints {
        let readouts = try #require(checkpoint["readouts"] as? [String: [String: Any]])
        #expect(Set(readouts.keys) == ["max", "marginal", "probe"])
        #expect(readouts["probe"]?["easyError"] as? Double == checkpoint["easyError"] as? Double)
        #expect(checkpoint["sourceLoss"] is Double)
      }
      let last = try #require(object["readouts"] as? NSDictionary)
      #expect(last == (try #require(checkpoints.last?["readouts"] as? NSDictionary)))
    }
  }

  /// The JSON is the same for any number of threads and any instruction set, apart from the time taken.
  @Test func trialPrintsTheSameEverywhere() async throws {
    try await withFolder { folder in
      var seen: Set<String> = []
      for name in ["portable", "avx2", "avx512"] {
        for threads in ["1", "2", "5"] {
          let result = try Executable(in: folder).run(
            [
              "trial", "--labels", "fine", "--d", "48", "--steps", "12", "--set", "lucky=4", "--set", "testSamples=40",
              "--threads", threads, "--json",
            ], environment: ["LITTLEO_CPU": name])
          if result.status == 2 {
            #expect(name != "portable" && result.errors.contains("LITTLEO_CPU = \(name)"))
          } else {
            #expect(result.status == 0)
            seen.insert(result.output.split(separator: "\n").filter { !$0.contains("\"seconds\"") }.joined())
          }
        }
      }
      #expect(seen.count == 1)
    }
  }

  @Test func benchPrintsOneObject() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let result = try program.run([
        "bench", "steps", "--labels", "fine", "--d", "32", "--set", "width=64", "--set", "mode=dense", "--threads", "2",
        "--steps", "5", "--seed", "1000001", "--json",
      ])
      #expect(result.status == 0)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(object["mode"] as? String == "dense" && object["widthPerHead"] as? Int == 64)
      #expect((object["stepsSeconds"] as? [Double])?.count == 5)
      #expect((object["finalLoss"] as? Double).map { $0 > 0 && $0 < 4 } == true)
      #expect(
        try program.run(["bench", "trial", "--labels", "coarse", "--d", "32", "--steps", "2", "--json"]).status == 0)
    }
  }

  @Test func trialPrintsATable() async throws {
    try await withFolder { folder in
      let result = try Executable(in: folder).run(["trial", "--labels", "fine", "--d", "16", "--steps", "3"])
      #expect(result.status == 0)
      #expect(result.output.contains("hard error"))
      let all = try Executable(in: folder).run([
        "trial", "--labels", "fine", "--d", "16", "--steps", "3", "--observables", "all", "--frame", "rotated", "--set",
        "mode=dense", "--set", "lucky=2",
      ])
      #expect(all.status == 0)
      for part in ["hard error", "off-feature share", "to distractor", "rotated dictionary"] {
        #expect(all.output.contains(part), "\(part)")
      }
    }
  }

  /// A run killed part-way and started again must leave the bytes that an undisturbed run leaves.
  @Test func killedAndResumedEqualsUndisturbed() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      func line(_ name: String) -> [String] {
        [
          "verify", "Theorem5_1", "--profile", "quick", "--seeds", "1", "--jobs", "1", "--store", "\(name)/store",
          "--output", "\(name)/report",
        ]
      }
      let undisturbed = try program.start(line("undisturbed"))
      let victim = try program.start(line("disturbed")).process
      let store = folder.appending(path: "disturbed/store")
      try kill(victim, afterRecords: 3, in: store)
      victim.waitUntilExit()
      #expect(victim.terminationReason == .uncaughtSignal)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "disturbed/report/README.md").path))
      // Half a record, as a machine that lost power may leave it.
      let record = try #require(try latestRecord(in: store))
      try Data(Data(contentsOf: record).prefix(100)).write(to: record)
      let resumed = try program.run(line("disturbed"))
      #expect(resumed.errors.contains(record.lastPathComponent))
      undisturbed.process.waitUntilExit()
      // One run per scale is too few for a verdict, so no control is refuted, and the exit code is 1.
      #expect(resumed.status == 1)
      #expect(resumed.status == undisturbed.process.terminationStatus)
      let expected = try String(contentsOf: undisturbed.output, encoding: .utf8)
      #expect(resumed.output.replacing("disturbed/", with: "") == expected.replacing("undisturbed/", with: ""))
      let reports = try ["undisturbed", "disturbed"].map { try contents(of: folder.appending(path: "\($0)/report")) }
      #expect(!reports[0].isEmpty)
      #expect(reports[0] == reports[1])
    }
  }

  /// Ends a process as soon as its store holds some records.
  ///
  /// It waits without suspending: a suspended test resumes only when another test frees a thread, and by then the
  /// process may be done.
  private func kill(_ process: Process, afterRecords count: Int, in store: URL) throws {
    while process.isRunning, try records(in: store) < count { usleep(2000) }
    Foundation.kill(process.processIdentifier, SIGKILL)
  }

  private func records(in store: URL) throws -> Int {
    guard FileManager.default.fileExists(atPath: store.path) else { return 0 }
    return try FileManager.default.contentsOfDirectory(atPath: store.path).count { $0.hasSuffix(".json") }
  }

  private func latestRecord(in store: URL) throws -> URL? {
    func date(_ url: URL) -> Date {
      (try? url.resourceValues(forKeys: [.contentModificationDateKey]))?.contentModificationDate ?? .distantPast
    }
    return try FileManager.default.contentsOfDirectory(at: store, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
      .max { date($0) < date($1) }
  }

  private func contents(of folder: URL) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = folder.appending(path: name)
      if (try url.resourceValues(forKeys: [.isRegularFileKey])).isRegularFile == true {
        contents[name] = try Data(contentsOf: url)
      }
    }
    return contents
  }
}
