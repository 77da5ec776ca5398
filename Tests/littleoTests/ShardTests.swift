import Foundation
import Testing
import Trials

/// Several machines: shares of a plan are trained, their stores merged, and the report is that of one process.
@Suite struct ShardTests {
  private static let claims = ["Definition4_1_Features", "StabilityCoarse"]
  private static let options = ["--profile", "quick", "--seeds", "3"]

  /// The lines of a listed plan that begin with the whole key of a trial.
  private static func keys(_ output: String) -> [Substring] {
    output.split(separator: "\n").filter { $0.prefix { $0.isHexDigit }.count == 64 }
  }

  private static func files(in folder: URL) throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return try paths.reduce(into: [:]) { files, path in
      let url = folder.appending(path: path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue else {
        return
      }
      files[path] = try Data(contentsOf: url)
    }
  }

  @Test func sharesGiveTheReportOfOneProcess() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let whole = try program.run(["verify"] + Self.claims + Self.options + ["--store", "one", "--output", "single"])
      for number in 1...3 {
        let result = try program.run(
          ["run"] + Self.claims + Self.options + ["--shard", "\(number)/3", "--store", "part-\(number)", "--json"])
        #expect(result.status == 0, "\(result.errors)")
      }
      let names = (1...3).map { "part-\($0)" }
      // With one share missing, `verify --offline` exits with 3 and names the missing trials.
      #expect(try program.run(["merge"] + names.dropLast() + ["--store", "all"]).status == 0)
      let partial = try program.run(
        ["verify", "--offline"] + Self.claims + Self.options + ["--store", "all", "--output", "partial"])
      #expect(partial.status == 3 && partial.errors.contains("missing: d = "))
      let listed = try program.run(
        ["verify", "--offline", "--json"] + Self.claims + Self.options + ["--store", "all"])
      let object = try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [String: Any]
      let missing = try #require(object?["missing"] as? [String])
      #expect(!missing.isEmpty && missing.allSatisfy { listed.errors.contains($0.prefix(12)) || missing.count > 20 })
      let planned = try program.run(["plan"] + Self.claims + Self.options + ["--store", "all", "--trials"])
      let lines = Self.keys(planned.output).filter { !$0.hasSuffix("stored") }
      #expect(lines.map { String($0.prefix(64)) }.sorted() == missing.sorted())
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "partial/README.md").path))
      let merged = try program.run(["merge"] + names + ["--store", "all", "--json"])
      #expect(merged.status == 0 && merged.output.contains("\"conflicts\": []"))
      let offline = try program.run(
        ["verify", "--offline"] + Self.claims + Self.options + ["--store", "all", "--output", "sharded"])
      #expect(offline.status == whole.status, "\(offline.errors)")
      #expect(
        try Self.files(in: folder.appending(path: "sharded")) == Self.files(in: folder.appending(path: "single")))
      // A share that is run again trains nothing.
      let again = try program.run(["run"] + Self.claims + Self.options + ["--shard", "2/3", "--store", "all"])
      #expect(again.status == 0 && again.errors.contains("from the store"))
    }
  }

  /// A trial that needs more memory than is granted fails and is named; the others are trained, and the exit code is 3.
  @Test func trialThatExceedsMemoryFailsAndIsNamed() async throws {
    try await withFolder { folder in
      let claims = ["StabilityCoarse", "--profile", "quick", "--seeds", "3"]
      let program = try Executable(in: folder)
      let plan = try program.run(["plan"] + claims + ["--json"])
      let object = try #require(JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any])
      let trials = try #require(object["trials"] as? [[String: Any]])
      let sizes = trials.compactMap { $0["bytes"] as? Double }.sorted()
      // A trial may take 80 % of the memory granted.
      let granted = Int((sizes[sizes.count / 2] / 0.8 / 1_048_576).rounded(.up))
      let fitting = sizes.count { $0 <= 0.8 * Double(granted) * 1_048_576 }
      #expect(fitting < sizes.count)
      let result = try program.run(["run"] + claims + ["--memory", "\(granted)"])
      #expect(result.status == 3)
      #expect(result.output.contains("\(fitting) of \(sizes.count) trials"))
      #expect(result.output.split(separator: "\n").count { $0.hasPrefix("failed: d = ") } == sizes.count - fitting)
    }
  }

  @Test func thePlanCountsWhatIsMissing() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let result = try program.run(["plan"] + Self.claims + Self.options + ["--json"])
      #expect(result.status == 0)
      let plan = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let trials = try #require(plan["trials"] as? [[String: Any]])
      #expect(plan["missing"] as? Int == trials.count && !trials.isEmpty)
      let seconds = trials.compactMap { $0["seconds"] as? Double }
      #expect(seconds.count == trials.count && seconds.allSatisfy { $0 > 0 })
      #expect(abs(seconds.reduce(0, +) - (plan["seconds"] as? Double ?? 0)) < 1e-6)
      #expect(Set(trials.compactMap { $0["key"] as? String }).count == trials.count)
      let text = try program.run(["plan"] + Self.claims + Self.options + ["--shards", "4"])
      #expect(text.status == 0 && text.output.contains("4/4") && text.output.contains("reference machine"))
      let lines = try program.run(["plan"] + Self.claims + Self.options + ["--trials"])
      #expect(Self.keys(lines.output).count == trials.count)
    }
  }

  /// The growth table in Documentation/scale.md is the one that `littleo plan --growth` prints.
  @Test func theDocumentedGrowthIsThePredicted() async throws {
    try await withFolder { folder in
      let result = try Executable(in: folder).run(["plan", "--growth"])
      let page = try String(
        contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(
          path: "../../Documentation/scale.md"),
        encoding: .utf8)
      #expect(result.status == 0 && result.output.split(separator: "\n").count == 12)
      #expect(page.contains(result.output.trimmingCharacters(in: .newlines)))
    }
  }

  /// A plan does not depend on the memory of this machine, since its shares may run elsewhere; a verification does.
  @Test func otherMachinesMayHaveMoreMemory() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let plan = try program.run(["plan", "EnoughNeuronsNeeded", "--profile", "deep", "--shards", "2", "--json"])
      #expect(plan.status == 0, "\(plan.errors)")
      let object = try #require(JSONSerialization.jsonObject(with: Data(plan.output.utf8)) as? [String: Any])
      let shares = try #require(object["shares"] as? [[String: Any]])
      #expect(shares.count == 2)
      #expect(shares.compactMap { $0["trials"] as? Int }.reduce(0, +) == (object["trials"] as? [Any])?.count)
      let dearest = try #require(object["dearestShare"] as? Double)
      #expect(shares.compactMap { $0["seconds"] as? Double }.max() == dearest)
      #expect((object["largestBytes"] as? Double ?? 0) > 2e10)
    }
  }
}
