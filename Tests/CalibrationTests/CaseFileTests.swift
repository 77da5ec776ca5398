import Foundation
import TestSupport
import Testing

@testable import Calibration
@testable import Decision

/// Checking a file of cases can fail, and the result names the difference.
@Suite("Files of cases")
struct CaseFileTests {
  /// The check of one case after a change of its expected values.
  private func result(of id: String, _ change: (inout [String: Any]) -> Void) throws -> CheckResult {
    var file = try DecisionVectors.object()
    let cases = try #require(file["cases"] as? [[String: Any]])
    var sample = try #require(cases.first { $0["id"] as? String == id })
    var expected = try #require(sample["expect"] as? [String: Any])
    change(&expected)
    sample["expect"] = expected
    file["cases"] = [sample]
    file["primitives"] = nil
    file["families"] = nil
    let read = try CaseFile(JSONSerialization.data(withJSONObject: file))
    return try #require(read.results().first)
  }

  @Test("a corrupted expectation fails", arguments: ["c01", "c10", "c16", "c31", "c39", "c48", "c62"])
  func corrupted(id: String) throws {
    let r1 = try result(of: id) { _ in }
    #expect(r1.isPassed)
    for name in ["pS", "pR"] {
      // The logarithms of tiny p-values are compared to a thousandth.
      let off = try result(of: id) {
        let p = $0[name] as? Double ?? 1
        $0[name] = p < 1e-12 ? pow(p, 1.0011) : p * exp(2.1e-5)
      }
      #expect(off.faults.count == 1 && off.faults[0].hasPrefix(name), "\(off.line)")
    }
    let verdict = try result(of: id) {
      $0["verdict"] = $0["verdict"] as? String == "supported" ? "refuted" : "supported"
    }
    #expect(verdict.faults.contains { $0.hasPrefix("verdict") })
    let r2 = try result(of: id) { $0["reason"] = "design" }
    #expect(!r2.isPassed)
    let r3 = try result(of: id) { $0["gateS"] = "health" }
    #expect(!r3.isPassed)
    let r4 = try result(of: id) { $0["gateR"] = "health" }
    #expect(!r4.isPassed)
    let r5 = try result(of: id) { $0["stop"] = "health" }
    #expect(!r5.isPassed)
    let r6 = try result(of: id) { $0["notes"] = ["nothing"] }
    #expect(!r6.isPassed)
    let r7 = try result(of: id) { $0["verdict"] = "error" }
    #expect(!r7.isPassed)
  }

  @Test("a case names its procedure") func procedure() throws {
    func file(_ procedure: String, _ predicate: String) throws -> CaseFile {
      let row = "[" + [String](repeating: "0", count: 20).joined(separator: ",") + "]"
      let data = "[" + [String](repeating: row, count: 5).joined(separator: ",") + "]"
      return try CaseFile(
        Data(
          """
          {"cases": [{"id": "a", "d": [32, 64, 128, 256, 512], "kind": "count", "n": 100, "data": \(data)\(procedure),
            "predicate": {\(predicate)}, "expect": {"verdict": "?"}}]}
          """.utf8))
    }
    func word(_ procedure: String) throws -> String {
      try file(procedure, #""type": "o1""#).cases.map { "\(try $0.decide().verdict())" }.joined()
    }
    #expect(try word("") == "supported")
    #expect(try word(#", "procedure": "specified""#) == "supported")
    #expect(try word(#", "procedure": "corrected""#) == "not contradicted")
    #expect(throws: CaseFileError.self) { try file(#", "procedure": "other""#, #""type": "o1""#) }
    #expect(throws: CaseFileError.self) { try file("", #""type": "exponent", "exponent": 1"#) }
    #expect(throws: CaseFileError.self) { try file("", #""type": "curve", "tolerance": 1"#) }
  }

  @Test("a corrupted expectation of the corrected procedure fails") func correctedExpectation() throws {
    let sample = try #require(DecisionVectors.corrected.cases.first { $0.id == "whp" })
    #expect(CaseCheck(sample).result.isPassed)
    let decision = try sample.decide()
    func passes(_ expected: String) throws -> Bool {
      let runs = sample.evidence.runs.map { $0.map { $0.map { "\(Int($0))" } ?? "null" } }
      let text = """
        {"cases": [{"id": "whp", "procedure": "corrected", "kind": "boolean", "d": \(sample.evidence.scales),
          "data": [\(runs.map { "[\($0.joined(separator: ","))]" }.joined(separator: ","))],
          "predicate": {"type": "whp"}, "expect": {\(expected)}}]}
        """
      return try CaseFile(Data(text.utf8)).results().allSatisfy(\.isPassed)
    }
    #expect(try passes(#""verdict": "supported", "pS": \#(decision.pSupport)"#))
    #expect(try !passes(#""verdict": "supported", "pS": \#(decision.pSupport * 1.001)"#))
    #expect(try !passes(#""verdict": "supported by extrapolation""#))
    #expect(try !passes(#""verdict": "supported", "gateS": "pre-asymptotic""#))
    #expect(try !passes(#""verdict": "supported", "observed": 0.5"#))
  }

  @Test("ln p off by 1e-5 fails where the tolerance is 1e-6") func tightTolerance() throws {
    let r8 = try result(of: "c01") { $0["pS"] = ($0["pS"] as? Double ?? 1) * exp(1e-5) }
    #expect(!r8.isPassed)
    let r9 = try result(of: "c01") { $0["pS"] = ($0["pS"] as? Double ?? 1) * exp(5e-7) }
    #expect(r9.isPassed)
  }

  @Test("corrupted diagnostics fail, unknown names and undetermined curves do not") func diagnostics() throws {
    func change(_ name: String, _ value: Any) throws -> CheckResult {
      try self.result(of: "c10") { expected in
        var numbers = expected["diagnostics"] as? [String: Any] ?? [:]
        numbers[name] = value
        expected["diagnostics"] = numbers
      }
    }
    for (name, value) in [
      ("basis", "distribution-free"), ("p_dir", 0.5), ("phi", 2.0), ("lof", true), ("m_off", 3), ("slope", 1.0),
    ] as [(String, Any)] {
      let result = try change(name, value)
      #expect(!result.isPassed && result.line.contains(name), "\(result.line)")
    }
    let unknown = try change("new_number", 1)
    #expect(unknown.isPassed)
    let curve = try change("c", 0.9)
    #expect(curve.isPassed && curve.remarks.count == 1)
  }

  @Test("a case that must be refused passes only if it is") func refused() throws {
    let r10 = try result(of: "c72") { _ in }
    #expect(r10.isPassed)
    let r11 = try result(of: "c72") { $0["verdict"] = "supported" }
    #expect(!r11.isPassed)
  }

  @Test("corrupted primitives fail, each in its row") func primitives() throws {
    let file = try DecisionVectors.object()
    let tables = try #require(file["primitives"] as? [String: [Any]])
    for (name, rows) in tables {
      var row = try #require(rows.first)
      if var numbers = row as? [Double] {
        numbers[numbers.count - 1] += 1e-3
        row = numbers
      } else if var object = row as? [String: Any] {
        let keys = ["lower", "le", "adjusted", "J", "z", "p", "best"].filter { object[$0] != nil && name != "holm" }
        let key = name == "holm" ? "adjusted" : try #require(keys.first)
        if name == "holm" {
          object[key] = [0.5, 0.5, 0.5, 0.5]
        } else {
          object[key] = (object[key] as? Double ?? 0) + 1e-3
        }
        row = object
      }
      let data = try JSONSerialization.data(withJSONObject: ["primitives": [name: [rows[0], row]]])
      let results = try CaseFile(data).results()
      #expect(results.map(\.isPassed) == [true, false], "\(name): \(results.map(\.line))")
    }
  }

  @Test("corrupted families fail") func families() throws {
    var file = try DecisionVectors.object()
    var families = try #require(file["families"] as? [[String: Any]])
    families[0]["verdicts"] = [String](repeating: "supported", count: 7)
    families[1]["alphaS"] = 1e-9
    families[2]["adjusted_pR"] = [0.0066]
    families.append(["cases": ["c72"], "verdicts": ["error"], "adjusted_pS": [1]])
    families.append(["cases": ["c00"]])
    file["families"] = families
    file["primitives"] = nil
    let results = try CaseFile(JSONSerialization.data(withJSONObject: file)).results().suffix(5)
    #expect(results.map(\.isPassed) == [false, false, false, true, false])
    #expect(results.allSatisfy { $0.id.hasPrefix("families[") })
  }

  @Test("parameters reach the engine") func parameters() throws {
    func verdicts(_ predicate: String, _ defaults: String = "{}") throws -> [String] {
      let zeros = "[" + [String](repeating: "0", count: 20).joined(separator: ",") + "]"
      let data = "[" + [String](repeating: zeros, count: 5).joined(separator: ",") + "]"
      let text = """
        {"format": {"defaults": \(defaults)}, "cases": [{"id": "a", "d": [32, 64, 128, 256, 512], "kind": "count",
         "n": 500, "data": \(data), "predicate": {"type": "o1"\(predicate)}, "expect": {"verdict": "?"}}]}
        """
      let file = try CaseFile(Data(text.utf8))
      return try file.cases.map { "\(try $0.decide().verdict())" }
    }
    #expect(try verdicts("") == ["supported"])
    #expect(try verdicts(", \"eps\": 0.01") == ["inconclusive(power)"])
    #expect(try verdicts("", "{\"eps\": 0.01}") == ["inconclusive(power)"])
    #expect(try verdicts(", \"eps\": 0.05", "{\"eps\": 0.01}") == ["supported"])
    #expect(try verdicts(", \"Kmin\": 6") == ["inconclusive(design)"])
    #expect(try verdicts(", \"span\": 17") == ["inconclusive(design)"])
    #expect(try verdicts(", \"Rmin\": 21") == ["inconclusive(design)"])
    for name in ["delta", "bmax", "beta0", "betamax", "gmax", "kappa", "gamma_tol", "kmax", "qstar"] {
      #expect(throws: DecisionError.self) { try verdicts(", \"\(name)\": -1") }
    }
    for name in ["nb", "nbeta", "ngam", "Kmin", "Rmin", "m_min"] {
      #expect(throws: DecisionError.self) { try verdicts(", \"\(name)\": -1e300") }
    }
    #expect(throws: DecisionError.self) { try verdicts(", \"nb\": 0, \"nbeta\": 0, \"ngam\": 0") }
  }

  @Test("the grid of decays decides") func decays() throws {
    let sample = try #require(DecisionVectors.all.cases.first { $0.id == "c30" })
    var steep = sample.decays
    steep.slowestPower = 2
    steep.slowestLogarithmicPower = 6
    let usual = try sample.decide()
    let fewer = try DecisionEngine.decide(sample.evidence, that: sample.predicate, rules: sample.rules, decays: steep)
    #expect(usual.formulaRefute != fewer.formulaRefute || usual.diagnostics.pFloor != fewer.diagnostics.pFloor)
    steep.powerCount = 0
    steep.exponentialCount = 1
    #expect(throws: Never.self) {
      try DecisionEngine.decide(sample.evidence, that: sample.predicate, rules: sample.rules, decays: steep)
    }
  }

  @Test("values that JSON cannot spell are read") func notANumber() throws {
    for spelling in ["NaN", "Infinity", "-Infinity", "\"NaN\""] {
      let row = "[" + [String](repeating: "0.5, 0.25", count: 10).joined(separator: ",") + "]"
      let bad = "[\(spelling)," + [String](repeating: "0.5", count: 19).joined(separator: ",") + "]"
      let text = """
        {"cases": [{"id": "a", "d": [32, 64, 128, 256, 512], "kind": "positive",
         "data": [\(row), \(row), \(row), \(row), \(bad)], "predicate": {"type": "o1"},
         "expect": {"verdict": "inconclusive", "reason": "health", "stop": "health",
                    "notes": ["value outside its range"], "pS": 1, "pR": 1}}]}
        """
      let results = try CaseFile(Data(text.utf8)).results()
      #expect(results.allSatisfy { $0.isPassed }, "\(results.map(\.line))")
    }
  }

  /// Foundation's JSON 5 reader crashed on the first two, and on a name that is not UTF-8.
  @Test(
    "numbers cut short are refused",
    arguments: [
      "1e+", "1E-", "1e", "0x", "0x1p", "-", "+", ".", "NaN1", "+Infinity", "-NaN", "--Infinity", "Infinit", "1NaN",
    ])
  func cutShort(number: String) {
    for end in ["", "}", "]}]}", ", 1]]}]}"] {
      let text = "{\"cases\": [{\"id\": \"a\", \"data\": [[\(number)\(end)"
      #expect(throws: CaseFileError.self) { try CaseFile(Data(text.utf8)) }
    }
    #expect(throws: CaseFileError.self) { try CaseFile(Data([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D])) }
  }

  @Test("only bare words are put in quotation marks") func bareWords() {
    func quoted(_ text: String) -> String { String(decoding: BareNumbers.quoted(in: Data(text.utf8)), as: UTF8.self) }
    #expect(quoted("[NaN, -Infinity,Infinity]") == "[\"NaN\", \"-Infinity\",\"Infinity\"]")
    for same in [
      "", "[1, 2]", "[\"NaN\", \"a\\\"NaN\", \"\\\\\"]", "NaNa", "aNaN", "1Infinity", "Infinity2", "--Infinity",
      "\"NaN",
      "\"\\", "Infinit", "-Infinit",
    ] { #expect(quoted(same) == same) }
    #expect(quoted("NaN") == "\"NaN\"" && quoted("\"a\"NaN\"b") == "\"a\"\"NaN\"\"b")
  }

  @Test(
    "a malformed file names the place",
    arguments: [
      ("", "not JSON"), ("[1, 2", "not JSON"), ("[]", "the file"), ("{}", "none of the sections"),
      ("{\"cases\": 3}", "cases"), ("{\"cases\": [{}]}", "cases[0] lacks “id”"),
      (
        #"{"cases": [{"id": "a", "kind": "count", "predicate": {"type": "o2"}, "expect": {}}]}"#,
        "cases[0].predicate.type"
      ),
      (#"{"cases": [{"id": "a", "kind": "odd", "predicate": {"type": "o1"}, "expect": {}}]}"#, "cases[0].kind"),
      (
        #"{"cases": [{"id": "a", "kind": "count", "d": ["x"], "predicate": {"type": "o1"}, "expect": {}}]}"#,
        "cases[0].d[0]"
      ),
      (#"{"primitives": {"betai": [[1, 2]]}}"#, "primitives.betai[0]"),
      (#"{"primitives": {"holm": [{"p": [1]}]}}"#, "primitives.holm[0] lacks “adjusted”"),
      (#"{"families": [{}]}"#, "families[0] lacks “cases”"),
    ])
  func malformed(text: String, place: String) {
    #expect {
      try CaseFile(Data(text.utf8))
    } throws: { error in
      "\(error)".contains(place) && !"\(error)".contains("\n")
    }
  }

  @Test("sections are optional and data may be null") func tolerant() throws {
    let text = """
      {"cases": [{"id": "a", "kind": "positive", "data": null, "predicate": {"type": "o1", "note": 3},
       "expect": {"verdict": "error", "reason": "empty"}}],
       "primitives": {"bessel": [[1, 2], [3, 4]]}}
      """
    let results = try CaseFile(Data(text.utf8)).results()
    #expect(results.map(\.isPassed) == [true, false])
    #expect(results[1].line.hasPrefix("FAIL bessel: 2 rows"))
  }

  @Test(
    "a member that stands twice is refused with its place",
    arguments: [
      (#"{"cases": [], "cases": []}"#, "the file has the member “cases” twice"),
      (
        #"{"cases": [{"id": "a", "predicate": {"type": "o1", "eps": 0.1, "\u0065ps": 0.2}, "expect": {}}]}"#,
        "cases[0].predicate has the member “eps” twice"
      ),
    ])
  func repeatedMember(text: String, fault: String) {
    #expect(throws: CaseFileError(fault)) { try CaseFile(Data(text.utf8)) }
    #expect(throws: CaseFileError.self) {
      try CaseFile(Data(text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }))
    }
  }
}
