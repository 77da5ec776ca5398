import Decision
import Testing

@testable import Measurements

/// The kind is asked for where a log leaves it open; impossible values and missing runs are named.
@Suite struct KindAndShortageTests {
  private static func log(
    _ header: String = "width,seed,err", scales: [Int] = [32, 64, 128, 256, 512], runs: Int = 20,
    _ value: (Int, Int) -> String
  ) -> String {
    var lines = [header]
    for scale in scales { for run in 1...runs { lines.append("\(scale),\(run),\(value(scale, run))") } }
    return lines.joined(separator: "\n")
  }

  private func read(_ text: String, trials: String? = nil) throws -> Measurements {
    var layout = TableLayout(scale: "width", run: "seed", value: "err")
    layout.trials = trials
    return try Measurements(csv: Array(text.utf8), layout: layout)
  }

  @Test func valuesBetweenZeroAndOneLeaveTheKindOpen() throws {
    let open = try read(Self.log { _, run in "0.\(run)" })
    let asked = Inquiry(Question(.littleO)).openKind(of: open)?.description ?? ""
    for word in ["“err”", "--kind share", "--kind positive", "--kind signed", "--trials"] {
      #expect(asked.contains(word))
    }
    for kind in Inquiry.Kind.allCases {
      #expect(Inquiry(Question(.littleO), kind: kind).openKind(of: open) == nil)
    }
    for question in [Question(.bigO), Question(.bigTheta, .d), .exponent(1, within: 0.1)] {
      #expect(Inquiry(question).openKind(of: open) != nil)
    }
    // These ask for positive numbers themselves.
    for question in [Question(.poly), Question(.littleO, .d)] {
      #expect(Inquiry(question).openKind(of: open) == nil)
    }
    for value in ["1", "2.5", "-0.5"] {
      #expect(try Inquiry(Question(.littleO)).openKind(of: read(Self.log { _, _ in value })) == nil)
    }
    let usual = Self.log("scale,run,value") { _, run in "0.\(run)" }
    #expect(try Inquiry(Question(.littleO)).openKind(of: Measurements(csv: Array(usual.utf8))) != nil)
  }

  @Test func sharesOfTrialsBecomeCounts() throws {
    let shares = try read(Self.log("width,seed,err,n") { _, run in "0.0\(run % 5 * 2)2,500" }, trials: "n")
    let posed = try Inquiry(Question(.littleO), kind: .share).posed(to: shares)
    #expect(posed.evidence.kind == .count(trials: 500))
    #expect(posed.evidence.runs[0].prefix(5) == [11, 21, 31, 41, 1])
    let asCounts = #expect(throws: MeasurementError.self) { try Inquiry(Question(.littleO)).posed(to: shares) }
    #expect(asCounts?.description.contains("line 2: the value 0.022 is no count out of 500") == true)
    #expect(asCounts?.description.contains("add --kind share") == true)
    let bare = try Inquiry(Question(.littleO), kind: .share).posed(to: read(Self.log { _, _ in "0.25" }))
    #expect(bare.evidence.kind == .signed && bare.evidence.runs[0][0] == 0.25)
  }

  @Test(arguments: [
    ("501", "n", Inquiry.Kind?.none, "[0, 500]"), ("-1", "n", nil, "[0, 500]"),
    ("1.25", "n", nil, "no count out of 500"),
    ("1.01", nil, .share, "outside [0, 1]"), ("-0.1", nil, .share, "outside [0, 1]"), ("-2", nil, nil, "[−1, 1]"),
    ("-2", nil, .positive, "at least 0"), ("0.5", nil, .boolean, "neither 0 nor 1"),
  ])
  func impossibleValuesAreNamedWithLineAndRange(value: String, trials: String?, kind: Inquiry.Kind?, range: String)
    throws
  {
    let table = try read("width,seed,err,n\n\n64,1,0,500\n64,2,\(value),500\n", trials: trials)
    let error = #expect(throws: MeasurementError.self) { try Inquiry(Question(.littleO), kind: kind).posed(to: table) }
    #expect(error?.description.hasPrefix("line 4: the value \(value) ") == true)
    #expect(error?.description.contains(range) == true, "\(error?.description ?? "")")
  }

  @Test func divergedRunsAreNamedWithTheirLines() throws {
    let log = Self.log { scale, run in scale == 64 && run < 8 ? "NaN" : scale == 32 && run == 3 ? "-inf" : "2" }
    let posed = try Inquiry(Question(.littleO)).posed(to: read(log))
    let remark = try #require(posed.remarks.last)
    #expect(posed.hasImpossibleValue)
    #expect(remark.contains("err is “-Infinity” on line 4, “NaN” on lines 22, 23, 24, 25, 26 and 2 more"))
  }

  @Test func whatATableLacksIsCountedOut() throws {
    func lacks(_ scales: [Int], _ runs: Int, missing: Int = 0) throws -> String {
      let log = Self.log(scales: scales, runs: runs) { scale, run in scale == 64 && run <= missing ? "" : "2" }
      return try Inquiry(Question(.littleO)).posed(to: read(log)).shortages(under: .losses).joined()
    }
    let all = [32, 64, 128, 256, 512]
    #expect(try lacks(all, 20) == "")
    #expect(try lacks(all, 20, missing: 2) == "")
    #expect(try lacks(all, 20, missing: 3).contains("3 of 20 at 64; at most 10 % may be missing"))
    let few = try lacks([64, 128, 256], 5)
    #expect(few.contains("2 more scales (it has 3 of 5), scales up to 1024, which is 16 times the smallest"))
    #expect(few.contains("15 more runs at every scale (20 are needed)") && few.contains("--minimum-runs"))
    #expect(
      try lacks(all, 19) == "the file lacks 1 more run at every scale (20 are needed); add their rows to the "
        + "file, or accept less with --minimum-runs")
    let own = "width,seed,err\n64,a,2\n64,b,2\n128,c,2\n"
    let posed = try Inquiry(Question(.littleO)).posed(to: read(own))
    #expect(
      posed.shortages(under: .losses).joined().contains("18 more runs at 64, 19 more runs at 128 (20 are needed)"))
  }
}
