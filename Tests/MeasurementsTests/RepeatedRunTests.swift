import Decision
import Testing

@testable import Measurements

/// One run read at many times is one run: its rows are refused, or one of them is chosen as requested.
@Suite struct RepeatedRunTests {
  private static let log = """
    width,seed,epoch,loss
    64,1,0,3
    64,1,1,1
    64,1,2,2
    64,2,2,5
    64,2,0,4
    64,2,3,

    """

  private func posed(
    _ text: String = Self.log, at choice: TableLayout.Choice? = nil, time: String? = nil,
    rowsAreRuns: Bool = false, _ question: Question = Question(.littleO)
  ) throws -> PosedQuestion {
    var layout = TableLayout(scale: "width", run: rowsAreRuns ? nil : "seed", value: "loss")
    layout.choice = choice
    layout.time = time
    layout.rowsAreRuns = rowsAreRuns
    return try Inquiry(question, kind: .positive).posed(to: Measurements(csv: Array(text.utf8), layout: layout))
  }

  @Test func repeatedRunIsRefusedWithItsTimesAndTheWayOn() {
    let error = #expect(throws: MeasurementError.self) { try posed() }
    let text = error?.description ?? ""
    #expect(text.hasPrefix("line 3: run “1” already has a row for width 64 on line 2"))
    #expect(text.contains("“epoch” is “0” there and “1” here") && text.contains("--at last, largest or smallest"))
  }

  @Test func repetitionWithoutATimeNamesWhatDiffers() {
    let folds = #expect(throws: MeasurementError.self) {
      try posed("width,seed,split,loss\n64,1,train,3\n\n64,1,test,4\n")
    }
    #expect(folds?.description.contains("line 4: run “1”") == true)
    #expect(folds?.description.contains("“split” is “train” there and “test” here; keep one row per run") == true)
    let same = #expect(throws: MeasurementError.self) { try posed("width,seed,loss\n64,1,3\n64,1,4\n") }
    #expect(same?.description.contains("keep one row per run") == true)
    let lines = "{\"width\":64,\"seed\":1,\"loss\":3,\"step\":1}\n{\"width\":64,\"seed\":1,\"loss\":3,\"step\":2}\n"
    let json = #expect(throws: MeasurementError.self) { try posed(lines) }
    #expect(json?.description.hasPrefix("line 2: run “1” already has a row for width 64 on line 1: “step” is") == true)
  }

  @Test func oneRowOfARunCountsAsRequested() throws {
    // The last row of run 2 has no value, so the one before it in time counts.
    #expect(try posed(at: .last).evidence.runs == [[2, 5]])
    #expect(try posed(at: .largest).evidence.runs == [[3, 5]])
    #expect(try posed(at: .smallest).evidence.runs == [[1, 4]])
  }

  @Test func withoutTimesTheLastRowInTheFileCounts() throws {
    let log = "width,seed,loss\n64,1,3\n64,2,4\n64,1,5\n64,2,\n"
    #expect(try posed(log, at: .last).evidence.runs == [[5, 4]])
    #expect(try posed(log, at: .last).remarks.contains { $0.contains("the last in the file counts") })
  }

  @Test func theRowThatCountsIsNamedOnThePage() throws {
    let remarks = try posed(at: .last).remarks
    #expect(remarks.contains { $0.contains("the largest “epoch” and a value counts") })
    #expect(
      try posed("width,seed,epoch,loss\n64,1,9,3\n64,1,4,1\n64,2,5,4\n", at: .last).remarks.contains {
        $0.contains("at scale 64 the runs end at different ones, from 5 to 9")
      })
    #expect(try posed("width,seed,epoch,loss\n64,1,9,3\n64,2,9,4\n", at: .last).remarks.isEmpty)
  }

  @Test func impossibleValuesAreNotPassedOverForTheBest() throws {
    let log = "width,seed,epoch,loss\n64,1,0,3\n64,1,1,NaN\n64,1,2,1\n"
    for choice in [TableLayout.Choice.largest, .smallest] {
      #expect(try posed(log, at: choice).evidence.runs[0][0]?.isNaN == true)
    }
    #expect(try posed(log, at: .last).evidence.runs == [[1]])
  }

  @Test func aTimeMayHaveOneRow() {
    let error = #expect(throws: MeasurementError.self) {
      try posed("width,seed,epoch,loss\n64,1,0,3\n64,1,0,4\n", at: .last)
    }
    #expect(error?.description.contains("line 3: run “1” already has a row for width 64 and epoch 0 on line 2") == true)
    let text = #expect(throws: MeasurementError.self) { try posed("width,seed,epoch,loss\n64,1,x,3\n", at: .last) }
    #expect(text?.description.contains("line 2: epoch = “x”") == true)
  }

  @Test func chosenRowsAreDecidedByEveryRelation() throws {
    #expect(throws: Never.self) { try posed(at: .last, Question(.bigTheta, .d)) }
    #expect(throws: Never.self) { try posed(at: .last, Question(.poly)) }
  }

  @Test func rowsAreRunsOnlyIfRequested() throws {
    let log = "width,epoch,loss\n64,0,3\n128,1,2\n64,2,1\n"
    var layout = TableLayout(scale: "width", value: "loss")
    let error = #expect(throws: MeasurementError.self) { try Measurements(csv: Array(log.utf8), layout: layout) }
    #expect(error?.description.contains("“epoch” looks like one run read at many times") == true)
    layout.rowsAreRuns = true
    #expect(try posed(log, rowsAreRuns: true).evidence.runs == [[3, 1], [2]])
    #expect(try posed(log, rowsAreRuns: true).remarks == ["every row counts as a run of its own, as requested"])
  }

  @Test func scalesThatAreTimesAreRemarkedOn() throws {
    let log = "step,seed,loss\n10,1,3\n10,2,2\n20,1,1\n20,2,1\n"
    let layout = TableLayout(scale: "step", run: "seed", value: "loss")
    let posed = try Inquiry(Question(.littleO)).posed(to: Measurements(csv: Array(log.utf8), layout: layout))
    #expect(posed.remarks.contains { $0.contains("the scale “step” looks like a time") })
  }
}
