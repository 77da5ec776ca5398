import Decision
import Testing

@testable import Measurements

/// Logs as other programs write them are read, or refused in one sentence that says how to go on.
@Suite struct LogTests {
  /// A row of a log: its scale, its run and its place in the log.
  private typealias Entry = (scale: Int, run: Int, place: Int)

  /// Returns a log of two scales with two runs each; `row` gives the line of an entry.
  private static func log(_ header: String, end: String = "\n", _ row: (Entry) -> String) -> String {
    var lines = header.isEmpty ? [] : [header]
    for (place, (scale, run)) in [(64, 1), (64, 2), (128, 1), (128, 2)].enumerated() {
      lines.append(row((scale, run, place)))
    }
    return lines.joined(separator: end) + end
  }

  private static let layout = TableLayout(scale: "width", run: "seed", value: "loss")

  private func values(_ text: String, _ layout: TableLayout = Self.layout) throws -> [[Double?]] {
    let measurements = try Measurements(csv: Array(text.utf8), layout: layout)
    return try Inquiry(Question(.littleO), kind: .positive).posed(to: measurements).evidence.runs
  }

  private func refusal(_ text: String, _ layout: TableLayout = Self.layout) -> String {
    let error = #expect(throws: MeasurementError.self) { try Measurements(csv: Array(text.utf8), layout: layout) }
    return error?.description ?? ""
  }

  @Test func pandasTablesHaveAnUnnamedIndex() throws {
    let log = Self.log(",width,lr,seed,loss") { "\($0.place),\($0.scale).0,0.1,\($0.run),\($0.scale).\($0.run)" }
    #expect(try values(log) == [[64.1, 64.2], [128.1, 128.2]])
  }

  @Test func experimentTrackersQuoteEveryFieldAndNameEachRun() throws {
    let log = Self.log("\"Name\",\"Notes\",\"_step\",\"width\",\"test/loss\"", end: "\r\n") {
      "\"dry-\"\"sun\"\"-\($0.place)\",\"a, b\nc\",\"\(900 + $0.place)\",\"\($0.scale)\",\"\($0.run)e-1\""
    }
    let layout = TableLayout(scale: "width", run: "Name", value: "test/loss")
    #expect(try values(log, layout) == [[0.1, 0.2], [0.1, 0.2]])
    let posed = try Inquiry(Question(.littleO), kind: .positive).posed(
      to: Measurements(csv: Array(log.utf8), layout: layout))
    #expect(posed.metric == "test/loss" && posed.remarks.contains { $0.contains("each scale has its own runs") })
  }

  @Test func aScalarLogOfOneRunIsNotATableOfRuns() {
    let log = "Wall time,Step,Value\n1714560000.1,0,2.3\n1714560003.2,10,2.1\n"
    #expect(refusal(log, TableLayout()).contains("“Step” but no run, the file looks like the log of one run"))
    let stepwise = refusal(log, TableLayout(scale: "Step", value: "Value"))
    #expect(stepwise.contains("column run is missing") && stepwise.contains("--rows-are-runs"))
    #expect(refusal(log, TableLayout(scale: "Value", run: "Step", value: "Wall time")).contains("one run"))
  }

  @Test func semicolonsAndTabsAreRecognised() throws {
    let semicolons =
      "\u{FEFF}" + Self.log("width;note, long;seed;loss", end: "\r\n") { "\($0.scale);\"x;y\";\($0.run);\($0.run)" }
    #expect(try values(semicolons) == [[1, 2], [1, 2]])
    #expect(
      try values("sep=;\r\n" + Self.log("width;seed;loss") { "\($0.scale);\($0.run);\($0.run)" }) == [[1, 2], [1, 2]])
    let tabs = Self.log("\twidth\tseed\tloss") { "\($0.place)\t\($0.scale)\t\($0.run)\t\($0.run)E-01" }
    #expect(try values(tabs) == [[0.1, 0.2], [0.1, 0.2]])
    let bars = Self.log("width|seed|loss") { "\($0.scale)|\($0.run)|\($0.run)" }
    #expect(refusal(bars).contains("--delimiter"))
    var layout = Self.layout
    layout.delimiter = .bar
    #expect(try values(bars, layout) == [[1, 2], [1, 2]])
  }

  @Test func jsonLinesMayLackKeysAndNestOthers() throws {
    let log = Self.log("") {
      let loss = $0.place == 3 ? "null" : "\($0.run)e0"
      return "{\"config\":{\"lr\":[1,2]},\"seed\":\"s\($0.run)\",\"width\":\($0.scale),\"loss\":\(loss),\"done\":true}"
    }
    #expect(try values(log) == [[1, 2], [1, nil]])
    let missing = log.replacing(",\"loss\":null", with: "")
    #expect(try values("\n" + missing + "{\"event\":\"end\"}\n") == [[1, 2], [1, nil]])
    #expect(try values(log.replacing("null", with: "NaN"))[1][1]?.isNaN == true)
    #expect(try values(log.replacing("null", with: "-Infinity"))[1][1] == -.infinity)
    // Words in strings and malformed numbers, on which the decoder's JSON5 crashes.
    #expect(try values(log.replacing("done", with: "\\\"NaN, -Infinity\\\\")) == [[1, 2], [1, nil]])
    for number in ["+", "0x", ".", "-", "1e", "+.", "--1", "NaNN", "-NaN"] {
      #expect(refusal(log.replacing("null", with: number)).hasPrefix("line 4: not one JSON object"), "\(number)")
    }
    #expect(
      refusal(log.replacing("null", with: "[2]")).contains("line 4: loss = “[…]”; it must be a number and no list"))
    #expect(refusal("[{\"width\":64}]").contains("one object per line"))
    #expect(refusal("{\n\"width\":64}\n").hasPrefix("line 1: not one JSON object"))
    #expect(refusal(log + "{\"width\":64,\n").hasPrefix("line 5: not one JSON object"))
    #expect(refusal("{\"loss\":[1,2],\"epoch\":[0,1]}").contains("there is no column “width”"))
  }

  @Test func runsWithLargeNumbersAreToldApart() throws {
    let log = Self.log("") {
      "{\"seed\":\(9_000_000_000_000_000_000 + 1_000_000 * $0.run),\"width\":\($0.scale),\"loss\":\($0.run)}"
    }
    #expect(try values(log) == [[1, 2], [1, 2]])
  }

  @Test func trainingHistoriesOfOneRunAreRefused() {
    let history = "epoch,accuracy,loss,val_accuracy,val_loss\n0,0.5,2,0.5,2\n1,0.6,1.9,0.5,1.8\n"
    #expect(refusal(history, TableLayout(value: "val_loss")).contains("the log of one run"))
    #expect(refusal(history, TableLayout(scale: "epoch", value: "val_loss")).contains("column run is missing"))
    let asRuns = refusal(history, TableLayout(scale: "accuracy", run: "epoch", value: "val_loss"))
    #expect(asRuns.contains("one run at many times is one run"))
  }

  @Test(arguments: ["", "NA", "n/a", "null", "None", "<NA>", "\"\""])
  func missingCellsAreMissingRuns(cell: String) throws {
    let log = Self.log("width,seed,loss") { "\($0.scale),\($0.run),\($0.place == 2 ? cell : "\($0.run)")" }
    #expect(try values(log) == [[1, 2], [nil, 2]])
  }

  @Test func truthValuesAreOnesAndZeros() throws {
    let table = Self.log("width,seed,loss") { "\($0.scale),\($0.run),\($0.run == 1 ? "True" : "false")" }
    #expect(try values(table) == [[1, 0], [1, 0]])
    let lines = Self.log("") { "{\"width\":\($0.scale),\"seed\":\($0.run),\"loss\":\($0.run == 1)}" }
    #expect(try values(lines) == [[1, 0], [1, 0]])
  }

  @Test func namesOfRunsAreSharedWhereScalesShareThem() throws {
    let shared = Self.log("width,seed,loss") { "\($0.scale),\($0.place == 1 ? "b, c" : "a\($0.run)"),\($0.run)" }
    #expect(refusal(shared).contains("4 fields, but the header has 3"))
    let names = Self.log("width,seed,loss") { "\($0.scale),\($0.place == 1 ? "b" : "a\($0.run)"),\($0.run)" }
    #expect(try values(names) == [[1, nil, 2], [1, 2, nil]])
    let own = Self.log("width,seed,loss") { "\($0.scale),w\($0.scale)-s\($0.run),\($0.run)" }
    #expect(try values(own) == [[1, 2], [1, 2]])
  }

  @Test func decimalCommasAreRefusedInEveryTable() {
    let semicolons = Self.log("width;seed;loss") { "\($0.scale);\($0.run);1,5e-3" }
    #expect(refusal(semicolons).contains("line 2: loss = “1,5e-3”; it must be a number, written with a decimal point"))
    let scales = Self.log("width;seed;loss") { "1.\($0.scale),0;\($0.run);1" }
    #expect(refusal(scales).contains("line 2: width = “1.64,0”"))
    let commas = Self.log("width,seed,loss") { "\($0.scale),\($0.run),1,5e-3" }
    #expect(refusal(commas).contains("line 2: 4 fields, but the header has 3; write decimals with a point"))
    #expect(refusal(Self.log("width,seed,loss") { "\($0.scale),\($0.run),12%" }).contains("0.12 in place of 12%"))
  }

  @Test func columnsThatDoNotExistAreNamedWithThoseThatDo() {
    let log = Self.log("width,seed,test_loss") { "\($0.scale),\($0.run),1" }
    #expect(refusal(log).contains("no column “loss” for --value; the columns are “width”, “seed”, “test_loss”"))
    let twice = refusal(log, TableLayout(scale: "width", run: "width", value: "test_loss"))
    #expect(twice.contains("both as scale and as run"))
    #expect(refusal("64,1,2\n64,2,3\n").contains("must name the columns"))
    #expect(refusal("width,loss,seed,loss\n").contains("loss appears twice"))
    #expect(throws: Never.self) { try values(Self.log("WIDTH,x,Seed,x,Loss") { "\($0.scale),,\($0.run),,1" }) }
  }

  @Test func aKeyThatStandsTwiceInALineIsNamed() {
    let lines =
      #"{"scale": 64, "run": 1, "value": 1}"# + "\n" + #"{"scale": 64, "run": 2, "value": 1, "v\u0061lue": 2}"#
    #expect(refusal(lines, TableLayout()).contains("line 2: the object has the member “value” twice"))
  }

  @Test func namedValuesIgnoreColumnsOfOtherMeaning() throws {
    let log = Self.log("width,a,b,T,seed,loss") { "\($0.scale),x,y,12:30,\($0.run),\($0.run)" }
    #expect(try values(log) == [[1, 2], [1, 2]])
    let usual = Self.log("width,a,seed,value") { "\($0.scale),x,\($0.run),\($0.run)" }
    #expect(try values(usual, TableLayout(scale: "width", run: "seed")) == [[1, 2], [1, 2]])
    var layout = Self.layout
    layout.readsK = false
    #expect(
      try values(Self.log("width,k,seed,loss") { "\($0.scale),\($0.place),\($0.run),\($0.run)" }, layout) == [
        [1, 2], [1, 2],
      ])
  }
}

extension TableLayout {
  /// A layout that names the columns of a log.
  init(scale: String? = nil, run: String? = nil, value: String? = nil) {
    self.init()
    self.scale = scale
    self.run = run
    self.value = value
  }
}
