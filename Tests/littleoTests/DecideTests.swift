import Foundation
import Testing

/// `littleo decide` as a process: what it prints, writes, refuses and returns.
@Suite struct DecideTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
  private static let example = root.appending(path: "Documentation/examples/hard-error.csv").path
  private static let vectors = root.appending(path: "Tests/TestSupport/Vectors/vectors.json").path

  /// Returns a table of five scales with twenty runs each; `row` gives a run's values from its scale and number.
  private static func table(_ header: String = "scale,run,value", _ row: (Int, Int) -> String) -> Data {
    var lines = [header]
    for scale in [32, 64, 128, 256, 512] {
      for run in 1...20 { lines.append("\(scale),\(run),\(row(scale, run))") }
    }
    return Data(lines.joined(separator: "\n").utf8)
  }

  private func decide(_ arguments: String, _ input: Data) async throws -> Executable.Result {
    try await withFolder { folder in
      try Executable(in: folder).run(
        ["decide", "-"] + arguments.split(separator: " ").map(String.init), input: input)
    }
  }

  @Test func exampleIsDecidedAsTheReadmeSays() async throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("littleo decide Documentation/examples/hard-error.csv --is 'Omega(1)'"))
    try await withFolder { folder in
      let result = try Executable(in: folder).run(["decide", Self.example, "--is", "Omega(1)"])
      #expect(result.status == 0)
      #expect(result.errors.isEmpty)
      #expect(result.output.hasPrefix("Ω(1) of value: supported\n"))
      let quoted = result.output.split(separator: "\n").prefix(2)
      #expect(quoted.allSatisfy { readme.contains("    \($0)\n") }, "\(quoted)")
      let refuted = try Executable(in: folder).run(["decide", Self.example, "--is", "o(1)"])
      #expect(refuted.status == 1)
      #expect(refuted.output.hasPrefix("o(1) of value: refuted\n"))
    }
  }

  @Test(arguments: [
    ("--is o(1)", 0, "not contradicted"), ("--is Omega(1)", 1, "refuted"),
    ("--is o(1) --materiality 0.001", 0, "power"),
    ("--is o(1) --materiality 0.001 --strict", 1, "power"), ("--is o(1) --minimum-runs 21", 0, "design"),
    ("--is o(1) --minimum-scales 6 --strict", 1, "design"), ("--is o(1) --kind boolean", 0, "not contradicted"),
    ("--is whp", 0, "not contradicted"), ("--is whp --failure-rate 0.001", 0, "power"),
  ])
  func exitCodeFollowsTheVerdict(line: String, status: Int, word: String) async throws {
    let result = try await decide(line, Self.table { _, _ in "0" })
    #expect(result.status == status)
    #expect(result.output.split(separator: "\n").first?.contains(word) == true, "\(result.output)")
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: ["{\"cases\":[]}", "{\"primitives\":{}}", "{\"cases\":[],\"families\":[]}"])
  func aFileOfNoCasesHasNotPassed(json: String) async throws {
    try await withFolder { folder in
      let result = try Executable(in: folder).run(["decide", "--cases", "-"], input: Data(json.utf8))
      #expect(result.status == 2)
      #expect(result.output.isEmpty)
      #expect(result.errors.contains("nothing in it to check"))
    }
  }

  @Test(arguments: [
    "--materiality 1e-300", "--alpha 5e-324", "--minimum-span 1e308", "--minimum-scales 1000000",
    "--minimum-runs 1000000000", "--look 1000 --alpha 1e-320",
  ])
  func extremeOptionsAreAnswered(options: String) async throws {
    for question in ["o(1)", "Omega(1)"] {
      let result = try await decide("--is \(question) --kind count \(options)", Self.table { _, _ in "0" })
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.errors.isEmpty)
      #expect(!result.output.contains("inf"))
      #expect(result.output.count < 20_000)
    }
  }

  @Test func optionsChangeWhatIsAsked() async throws {
    let table = Self.table { scale, run in
      "\(Double(scale).squareRoot() * (1 + 0.03 * Double(run % 7 - 3)))"
    }
    for (line, word) in [
      ("--is Theta(sqrt(d))", "supported"), ("--is Θ(√d)", "supported"), ("--is Theta(d)", "refuted"),
      ("--is O(d)", "supported"), ("--is O(1)", "refuted"), ("--is poly(d)", "supported"),
      ("--is o(d) --materiality 50%", "supported"), ("--is Omega(d^0.5) --materiality 50%", "supported"),
      ("--is exponent=0.5±0.1", "supported"), ("--is exponent=0.5+-0.1", "supported"),
      ("--is exponent=-0.5±0.1", "refuted"), ("--is curve=√d±10%", "supported"), ("--is curve=2√d±10%", "refuted"),
      ("--is curve=d^0.5±0.9", "supported"), ("--is Theta(k) --k 4,5.66,8,11.3,16", "supported"),
      ("--is Theta(d) --slope-tolerance 0.9 --band 9", "inconclusive(slow-growth)"),
      ("--is Theta(sqrt(d)) --regressor d", "supported"),
      ("--is o(1) --materiality 50%", "refuted"),
    ] {
      let result = try await decide(line, table)
      #expect(result.output.split(separator: "\n").first?.hasSuffix(word) == true, "\(line): \(result.output)")
    }
    let pairs = Self.table("scale,run,a,b") { scale, run in "\(run % 3),\(run % 3 + (scale > 32 ? 1 : 0))" }
    #expect(try await decide("--is a<=b", pairs).output.hasPrefix("a ≤ b of “a > b”: not contradicted"))
    #expect(try await decide("--is o(1) --pair ratio --materiality 0.5", pairs).status == 0)
  }

  /// A limit of positive numbers is not judged before the user says which limit counts as 0.
  @Test func withoutAMaterialityPositiveNumbersAreShownButNotJudged() async throws {
    let table = Self.table { scale, run in "\(2 + 0.1 * Double(run % 7) + 32 / Double(scale))" }
    for question in ["o(1)", "Omega(1)", "o(1/ln(d))"] {
      for form in ["", " --json", " --markdown"] {
        let result = try await decide("--is \(question)\(form)", table)
        #expect(result.status == 2 && result.errorLines.count == 1 && result.errors.contains("--materiality 50%"))
        #expect(result.output.contains("best curve") || result.output.contains("bestCurve"))
        for word in ["supported", "refuted", "inconclusive"] { #expect(!result.output.contains(word)) }
      }
      #expect(try await decide("--is \(question) --materiality 50%", table).status != 2)
    }
    let few = Data("scale,run,value\n32,1,2.5\n".utf8)
    #expect(try await decide("--is o(1)", few).output.contains("inconclusive(design)"))
  }

  @Test func theKindIsAskedForWhereTheTableLeavesItOpen() async throws {
    let table = Self.table { scale, run in "\(0.3 + 0.01 * Double(run % 7))" }
    for question in ["o(1)", "Theta(1)", "curve=0.3±0.1", "exponent=0±0.1"] {
      let asked = try await decide("--is \(question)", table)
      #expect(asked.status == 2 && asked.output.isEmpty && asked.errors.contains("--kind share"))
      #expect(try await decide("--is \(question) --kind share", table).status != 2)
    }
  }

  @Test func bothSidesOfASignedLimitAreJudged() async throws {
    let table = Self.table { _, run in "\(-0.5 + 0.01 * Double(run % 7))" }
    #expect(try await decide("--is o(1)", table).output.hasPrefix("o(1) of value: refuted"))
    #expect(try await decide("--is <=o(1)", table).output.hasPrefix("≤ o(1) of value: supported"))
    #expect(try await decide("--is Omega(1)", table).output.hasPrefix("Ω(1) of value: refuted"))
  }

  @Test func predictionsComeFromAColumn() async throws {
    let table = Self.table("scale,run,value,mu") { scale, run in
      "\(640 / Double(scale) * (1 + 0.03 * Double(run % 7 - 3))),\(640 / Double(scale))"
    }
    let line = "--is curve±10% --prediction mu"
    #expect(try await decide(line, table).output.hasPrefix("curve ± 10 % of value: supported"))
    #expect(
      try await decide("--is curve=640/d±10%", table).output.hasPrefix("curve = 640/d ± 10 % of value: supported"))
    #expect(try await decide("--is curve=640*d^-0.5±10%", table).status == 1)
    for (line, problem) in [
      ("--is curve±10%", "--prediction"), ("--is curve=640/d±10% --prediction mu", "reads no column"),
      ("--is curve±10% --prediction nu", "nu"), ("--is curve±10% --prediction value", "named both"),
      ("--is curve±10% --prediction run", "named both"),
    ] {
      let result = try await decide(line, table)
      #expect(result.status == 2 && result.errorLines.count == 1 && result.errors.contains(problem), "\(result.errors)")
    }
  }

  @Test func logsAreReadByTheNamesOfTheirColumns() async throws {
    let line = "--scale width --run seed --value err --is o(1)"
    let log = Self.table("width,seed,err,epoch") { scale, run in "\(0.4 / Double(scale) + 0.001 * Double(run % 5)),9" }
    let asked = try await decide(line, log)
    #expect(asked.status == 2 && asked.errorLines.count == 1 && asked.errors.contains("--kind share"))
    #expect(try await decide(line + " --kind share", log).output.hasPrefix("o(1) of err: supported\n"))
    let text = String(decoding: log, as: UTF8.self).replacing(",", with: ";")
    let semicolons = try await decide(line + " --kind share --delimiter ;", Data(text.utf8))
    #expect(semicolons.output.hasPrefix("o(1) of err: supported\n"))
    let diverged = try await decide(line, Data((text + "\n512;21;NaN;9").utf8))
    #expect(diverged.status == 0 && diverged.output.hasPrefix("o(1) of err: inconclusive(health)\n"))
    #expect(diverged.output.contains("err is “NaN” on line 102"))
    let few = try await decide(line, Data(text.split(separator: "\n").prefix(31).joined(separator: "\n").utf8))
    #expect(few.status == 0 && few.output.hasPrefix("o(1) of err: inconclusive(design)\n"))
    #expect(few.output.contains("the file lacks 3 more scales (it has 2 of 5), scales up to 512"))
    let twice = try await decide(line, Data((text + "\n512;1;0.5;10").utf8))
    #expect(twice.status == 2 && twice.errorLines.count == 1 && twice.errors.contains("“epoch” is “9” there"))
    #expect(
      try await decide(line + " --kind share --time epoch --at last", Data((text + "\n512;1;0.001;10").utf8)).status
        == 0)
    let rows = try await decide("--scale width --value err --kind share --rows-are-runs --is o(1)", log)
    #expect(rows.output.contains("every row counts as a run of its own"))
  }

  @Test func chartIsWrittenOrRefusedCleanly() async throws {
    let table = Self.table { _, _ in "0" }
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let line = ["decide", "-", "--is", "o(1)", "--chart"]
      let written = try program.run(line + ["chart.svg", "--markdown"], input: table)
      #expect(written.status == 0)
      #expect(written.output.contains("](chart.svg)"))
      let chart = folder.appending(path: "chart.svg")
      #expect(try String(contentsOf: chart, encoding: .utf8).hasPrefix("<svg"))
      let again = try program.run(line + ["again.svg"], input: table)
      #expect(again.output.contains("again.svg"))
      #expect(try Data(contentsOf: chart) == Data(contentsOf: folder.appending(path: "again.svg")))
      // A file that is not a chart is not overwritten; here it is the input table itself.
      try table.write(to: folder.appending(path: "table.csv"))
      #expect(try program.run(["decide", "table.csv", "--is", "o(1)", "--chart", "table.csv"]).status == 2)
      #expect(try Data(contentsOf: folder.appending(path: "table.csv")) == table)
      #expect(try program.run(line + ["chart.svg"], input: table).status == written.status)
      for path in [".", "missing/chart.svg", "chart.svg/below.svg"] {
        let refused = try program.run(line + [path], input: table)
        #expect(refused.status == 2 && refused.output.isEmpty && refused.errorLines.count == 1)
        #expect(refused.errors.contains(path))
      }
    }
  }

  @Test func jsonIsOneObject() async throws {
    for value in ["0", "nan", "0.5", "1e99"] {
      let result = try await decide(
        "--is o(1) --json --kind positive --materiality 0.1", Self.table { _, run in run == 7 ? value : "0.25" })
      let object = try #require(JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(object["verdict"] is String && object["pSupport"] is Double)
    }
  }

  @Test(arguments: [
    ("scale,run,value\n32,1,zero\n", "--is o(1)", "line 2"), ("", "--is o(1)", "no header"),
    ("\u{0}\u{1}", "--is o(1)", "0x0"), ("scale,run,value\n32,1,-3\n", "--is o(1)", "[−1, 1]"),
    ("scale,run,value\n32,1,1\n", "--is a<=b", "columns a and b"),
    ("scale,run,value\n32,1,1\n", "--is o(k)", "mentions k"),
    ("scale,run,value\n32,1,1\n", "--is o(k) --k 1,2", "2 values for 1 scales"),
    ("scale,run,value\n32,1,0.5\n", "--is o(1) --slowest-power 6", "--slowest-power 6"),
    ("scale,run,value\n32,1,0.5\n", "--is o(1) --slowest-log-power 0", "--slowest-log-power 0"),
    ("scale,run,value\n32,1,0.5\n", "--is o(1) --minimum-span 1", "--minimum-span 1"),
    ("scale,run,value\n32,1,0.5\n", "--is o(1) --materiality -1", "--materiality -1"),
    ("scale,run,value\n32,1,0.5\n", "--is o(1) --kind positive --materiality 100%", "--materiality 100%"),
    ("scale,run,value,trials\n32,1,5,10\n", "--is o(1) --materiality 50%", "--materiality 50%"),
    ("scale,run,value,trials\n32,1,5,10\n", "--is o(1) --materiality 1", "--materiality 1"),
    ("scale,run,value\n32,1,0.5\n", "--is Theta(d) --band 1", "--band 1"),
    ("scale,run,value\n32,1,2\n", "--is curve=1e101±10%", "prediction[0]"),
    ("scale,run,value\n32,1,2\n", "--is curve=-1±10%", "prediction[0]"),
    ("scale,run,value\n32,1,-0.5\n", "--is curve=2±0.1", "[−1, 1]"),
    ("scale,run,T,value\n32,1,1,-0.5\n", "--is o(1)", "<=o(1)"),
    ("scale,run,T,value\n32,1,1,2\n", "--is exponent=1±0.1", "no worst time"),
  ])
  func hostileInputIsRefusedInOneLine(text: String, line: String, problem: String) async throws {
    let result = try await decide(line, Data(text.utf8))
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains(problem), "\(result.errors)")
  }

  @Test func smallDesignsAreInconclusive() async throws {
    for text in ["32,1,0.5", "32,1,", "32,1,0.5\n64,1,0.2", "32,1,0.5\n32,2,0.4"] {
      let result = try await decide("--is o(1)", Data("scale,run,value\n\(text)\n".utf8))
      #expect(result.status == 0)
      #expect(result.output.contains("inconclusive(design)"), "\(result.output)\(result.errors)")
    }
  }

  @Test func aMillionRowsAreDecided() async throws {
    var text = "scale,run,value\n"
    text.reserveCapacity(16_000_000)
    for scale in [32, 64, 128, 256, 512] {
      for run in 1...200_000 { text += "\(scale),\(run),\(run % 50 == 0 ? 1 : 0)\n" }
    }
    let result = try await decide("--is whp", Data(text.utf8))
    #expect(result.status == 0)
    #expect(result.output.contains("1000000 values in all"))
  }

  @Test func casesAreCheckedLineByLine() async throws {
    try await withFolder { folder in
      let program = try Executable(in: folder)
      let verdicts = Self.vectors.replacingOccurrences(of: "vectors.json", with: "verdicts.json")
      let corrected = try program.run(["decide", "--cases", verdicts])
      #expect(corrected.status == 0 && corrected.output.hasSuffix("77 passed, 0 failed\n"))
      let result = try program.run(["decide", "--cases", Self.vectors])
      #expect(result.status == 0)
      let lines = result.output.split(separator: "\n")
      #expect(lines.last == "181 passed, 0 failed")
      #expect(lines.first == "pass c01: all zeros")
      #expect(lines.dropLast().allSatisfy { $0.hasPrefix("pass ") })
      var file = try #require(
        JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: Self.vectors))) as? [String: Any])
      var cases = try #require(file["cases"] as? [[String: Any]])
      var expected = try #require(cases[0]["expect"] as? [String: Any])
      expected["pS"] = 0.0066
      cases[0]["expect"] = expected
      file["cases"] = cases
      file["primitives"] = nil
      try JSONSerialization.data(withJSONObject: file).write(to: folder.appending(path: "cases.json"))
      let object = try program.run(["decide", "--cases", "cases.json", "--json"])
      let value = try JSONSerialization.jsonObject(with: Data(object.output.utf8)) as? [String: Any]
      #expect(object.status == 1 && (value?["failed"] as? Int ?? 0) > 0)
      let failed = try program.run(["decide", "--cases", "cases.json"])
      #expect(failed.status == 1)
      #expect(failed.output.hasPrefix("FAIL c01: all zeros — pS 0.0065"))
      #expect(failed.output.hasSuffix("75 passed, 1 failed\n"))
      try Data("{\"cases\": [{}]}".utf8).write(to: folder.appending(path: "bad.json"))
      let bad = try program.run(["decide", "--cases", "bad.json"])
      #expect(bad.status == 2 && bad.output.isEmpty && bad.errorLines.count == 1)
      #expect(bad.errors.contains("cases[0] lacks “id”"))
    }
  }
}
