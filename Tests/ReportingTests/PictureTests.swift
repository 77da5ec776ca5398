import ClaimKit
import Claims
import Decision
import Experiments
import Foundation
import MultiView
import MultiViewClaims
import Planning
import TestSupport
import Testing
import Trials
import Verification

@testable import Reporting
@testable import Training

/// The pictures that no verdict rests on: learning curves and heat maps, and the page that explains them.
@Suite struct PictureTests {
  private func finding(_ name: String, runs: Int = 4) throws -> Finding {
    try #require(try InventedWorld.findings(runs: runs) { $0 == name }.first)
  }

  private func text(_ path: String, of findings: [Finding]) throws -> String {
    let files = Report(findings, profile: .quick, command: "littleo").files
    return String(decoding: try #require(files[path]), as: UTF8.self)
  }

  // MARK: Learning curves

  @Test func everyRunIsFollowed() throws {
    let finding = try finding("CoarseLabelGap")
    let learning = try #require(finding.learning)
    #expect(learning.scale == finding.design.scales.last)
    // Two arms, five measures each; the world is observed at 1, 4, 8 and 16.
    #expect(learning.curves.count == 10)
    for curve in learning.curves {
      #expect(curve.times == [1, 4, 8, 16])
      #expect(curve.runs.allSatisfy { $0.count == 4 && $0.allSatisfy { $0 != nil } })
    }
    let coarse = try #require(learning.curves.first { $0.arm == .coarse && $0.declaration.measure == "hardError" })
    #expect(coarse.runs.joined().allSatisfy { $0 == 1 })
    let lines = try text("CoarseLabelGap/learning.csv", of: [finding]).split(separator: "\n")
    #expect(lines.count == 1 + 10 * 4 * 4 && lines.first == "scale,labels,measure,T,run,value")
  }

  /// Only times that all runs reached are shown, because later medians would depend on which runs go on.
  @Test func onlyTimesOfAllRunsAreShown() throws {
    let findings = try InventedWorld.findings(
      on: [ClaimEntry(folder: "Theorems", claim: Theorem5_1())], runs: 4
    ) { trial in
      let trace = InventedWorld.trace(of: trial)
      guard trial.seed % 2 == 0 else { return trace }
      return NetworkTrace(
        heads: trace.heads, aliveNeurons: 1, certificate: trace.certificate, timeToFit: trace.timeToFit,
        checkpoints: Array(trace.checkpoints.prefix(3)), work: 1)
    }
    #expect(findings[0].learning?.curves.allSatisfy { $0.times == [1, 4, 8] } == true)
  }

  /// Where the generator is inspected there is nothing to follow.
  @Test func withoutTrainingThereIsNone() throws {
    let finding = try finding("Definition4_1_Features")
    #expect(finding.learning == nil && LearningCharts(finding).all.isEmpty && LearningCharts(finding).section.isEmpty)
  }

  // MARK: The heat map

  @Test func theHeatMapHasACellPerDimensionAndValue() throws {
    let finding = try finding("ManySubclassesNeeded")
    let diagram = try #require(finding.diagram)
    #expect(diagram.dimensions == Profile.quick.scales.prefix(3).map(\.self))
    for (d, rows) in zip(diagram.dimensions, diagram.runs) {
      #expect(rows.count == diagram.diagram.values.count)
      for (k, runs) in zip(diagram.diagram.values, rows) {
        #expect(runs.count == (d >= 2 + 2 * k ? diagram.diagram.runs : 0), "d = \(d), k = \(k)")
        // In this world coarse labels fail wherever k exceeds 2.
        #expect(runs.allSatisfy { $0 == (k > 2 ? 1 : 0) })
      }
    }
    for (d, boundary) in zip(diagram.dimensions, diagram.boundary) {
      #expect(abs(boundary - Double(d) / 16) < 1e-12)
    }
    let drawing = try text("ManySubclassesNeeded/diagram.svg", of: [finding])
    let cells = diagram.runs.joined().count { !$0.isEmpty }
    #expect(drawing.split(separator: "<rect fill=").count == cells + 1)
    #expect(drawing.contains("predicted boundary: k = s/(s†ι†) = d/16") && drawing.contains("class=\"edge\""))
    #expect(!drawing.contains("nan"))
    let lines = try text("ManySubclassesNeeded/diagram.csv", of: [finding]).split(separator: "\n")
    #expect(lines.count == 1 + cells * diagram.diagram.runs)
  }

  @Test func bordersAreInterpolatedBesideTheirPrediction() throws {
    let finding = try finding("ManySubclassesNeeded")
    let diagram = try #require(finding.diagram)
    for index in diagram.dimensions.indices {
      // The error is 0 at k = 2 and 1 at k = 3.
      let place = try #require(Crossing(diagram, at: index).place)
      #expect(abs(place - 6.squareRoot()) < 1e-12)
    }
    let page = try text("borders.md", of: [finding])
    #expect(page.contains("2.45 (between 2 and 3)"))
    #expect(page.contains("slope of ln(measured) on ln(predicted) is 0 over 3"))
    let other = try self.finding("EnoughNeuronsNeeded")
    #expect(BordersPage([other]) == nil)
    #expect(Report([other], profile: .quick, command: "littleo").files["borders.md"] == nil)
  }

  @Test func theCollapseDividesByTheBoundary() throws {
    let finding = try finding("ManySubclassesNeeded")
    let diagram = try #require(finding.diagram)
    let chart = try #require(CollapseChart(diagram, of: finding.name).chart)
    #expect(chart.series.map(\.name) == diagram.dimensions.map { "d = \($0)" })
    for (index, series) in chart.series.enumerated() {
      let boundary = diagram.boundary[index]
      let values = zip(diagram.diagram.values, diagram.runs[index]).filter { !$1.isEmpty }.map { Double($0.0) }
      #expect(series.points.map(\.scale) == values.map { $0 / boundary })
      // In this world the error is 1 from k = 3 on, whatever the boundary says.
      #expect(series.points.map(\.mean) == values.map { $0 > 2 ? 1 : 0 })
    }
    let drawing = try text("ManySubclassesNeeded/collapse.svg", of: [finding])
    #expect(drawing.contains("k / (s/(s†ι†) = d/16)") && !drawing.contains("nan"))
    #expect(try text("ManySubclassesNeeded/README.md", of: [finding]).contains("cross one half at 1."))
  }

  /// A verdict does not depend on the pictures.
  @Test func picturesDecideNothing() throws {
    for name in ["ManySubclassesNeeded", "GranularityCurve"] {
      let entries = AllClaims.registered.filter { $0.claim.name == name }
        .map { ClaimEntry(folder: $0.folder, claim: $0.claim) }
      let findings = try [true, false].map { hasPictures in
        let plan = try Plan(entries, design: Design(.quick, runs: 20), hasPictures: hasPictures)
        var outcomes: [Trial: TrialOutcome] = [:]
        for planned in plan.trials { outcomes[planned.trial] = .trained(InventedWorld.trace(of: planned.trial)) }
        let verifier = Verifier(plan, isFamily: false)
        return (plan, try #require(verifier.judge(outcomes).first))
      }
      let ((shown, with), (bare, without)) = (findings[0], findings[1])
      #expect(Set(bare.trials.map(\.key)).isStrictSubset(of: Set(shown.trials.map(\.key))))
      #expect(
        with.verdict == without.verdict && with.conclusions.map(\.decision) == without.conclusions.map(\.decision))
      #expect(with.controls.map(\.verdict) == without.controls.map(\.verdict))
      #expect(with.controls.map(\.adjustedRefute) == without.controls.map(\.adjustedRefute))
      #expect(without.diagram == nil && without.surveys.allSatisfy { $0.entries.count <= with.claim.arms.count })
    }
  }

  /// A diagram is no part of a claim's registration.
  @Test func picturesAreNotRegistered() throws {
    for claim in [ManySubclassesNeeded(), GranularityCurve()] as [any Claim] {
      let entry = ClaimEntry(folder: "", claim: claim)
      let digests = try [true, false].map { hasPictures in
        try Plan([entry], design: Design(.quick), hasPictures: hasPictures).claims.map { Registration(of: $0).digest }
      }
      #expect(digests[0] == digests[1], "\(claim.name)")
    }
  }

  /// A failed run leaves its place empty, so the other runs keep their numbers.
  @Test func failedRunsKeepTheirPlace() throws {
    for (name, file) in [
      ("Theorem5_1", "learning.csv"), ("ManySubclassesNeeded", "diagram.csv"), ("GranularityCurve", "labels.csv"),
    ] {
      let entries = AllClaims.registered.filter { $0.claim.name == name }
        .map { ClaimEntry(folder: $0.folder, claim: $0.claim) }
      let design = Design(.quick, runs: 3)
      let plan = try Plan(entries, design: design)
      var outcomes: [Trial: TrialOutcome] = [:]
      for planned in plan.trials {
        let isFirst = Int(planned.trial.seed) % Study.seedsBetweenScales == design.firstSeed % Study.seedsBetweenScales
        outcomes[planned.trial] = isFirst ? .failed("a test") : .trained(InventedWorld.trace(of: planned.trial))
      }
      let verifier = Verifier(plan, isFamily: false)
      let lines = try text("\(name)/\(file)", of: verifier.judge(outcomes)).split(separator: "\n")
      let header = try #require(lines.first).split(separator: ",").map(String.init)
      let run = try #require(header.firstIndex(of: "run"))
      let value = try #require(header.firstIndex { ["value", "error"].contains($0) })
      var rows = 0
      for line in lines.dropFirst() {
        // Labels with a comma in their name are quoted; their rows are like the others.
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == header.count else { continue }
        #expect(fields[value].isEmpty == (fields[run] == "1"), "\(line)")
        rows += 1
      }
      #expect(rows > 5)
    }
  }

  /// An axis without extent is drawn all the same, for example if all weights are 0 or the same negative number.
  @Test(arguments: [0.0, -2.5]) func flatCurvesAreDrawn(weight: Double) throws {
    let findings = try InventedWorld.findings(
      on: [ClaimEntry(folder: "Theorems", claim: Theorem5_1())], runs: 4
    ) { trial in
      let trace = InventedWorld.trace(of: trial)
      let checkpoints = trace.checkpoints.map { checkpoint in
        var checkpoint = checkpoint
        checkpoint.commonWeight = weight
        checkpoint.rareWeight = weight
        return checkpoint
      }
      return NetworkTrace(
        heads: trace.heads, aliveNeurons: 1, certificate: trace.certificate, timeToFit: trace.timeToFit,
        checkpoints: checkpoints, work: 1)
    }
    let drawing = try text("Theorem5_1/learning-weights.svg", of: findings)
    #expect(drawing.contains("<path class=\"mean c") && !drawing.contains("nan"))
    for (low, high) in [
      (1.0, 1.0), (-.infinity, .infinity), (-1.7e308, 1.7e308), (0, .infinity), (2, 1), (1e300, 1e300),
    ] {
      let chart = Chart(
        title: "", valueLabel: "", axis: .linear(low, high), scales: [1, 2], series: [], threshold: 1)
      #expect(!ChartDrawing(chart).svg.contains("nan") && ChartDrawing(chart).svg.contains("</svg>"))
    }
  }

  // MARK: Bands and rivals

  @Test func bandsHoldMostRuns() throws {
    let spread = try #require(Chart.spread(of: (0...10).map(Double.init)))
    #expect(abs(spread.lower - 1) < 1e-12 && abs(spread.upper - 9) < 1e-12)
    #expect(Chart.spread(of: [1]) == nil && Chart.spread(of: [.nan, 1, .infinity]) == nil)
    let charts = FindingCharts(try finding("Theorem5_1", runs: 20)).all
    for series in charts.flatMap(\.chart.series) {
      for (scale, lower, upper) in series.band {
        let runs = series.runs.filter { $0.scale == scale }.map(\.value)
        #expect(lower <= upper && runs.contains { $0 <= lower } && runs.contains { $0 >= upper })
      }
    }
  }

  /// Long titles take two lines, and none leaves the picture.
  @Test func titlesFit() throws {
    let short = DrawingStyle.title("A short one", x: "78")
    #expect(short.count == 1)
    let words = Array(repeating: "word", count: 25).joined(separator: " ")
    let long = DrawingStyle.title(words, x: "78")
    #expect(
      long.count == 2 && long[0].contains("word") && !long[0].contains("<text class=\"title\" x=\"78\" y=\"26\">"))
  }

  /// A long name in the legend is cut before the picture ends.
  @Test func legendsFit() {
    let name = String(repeating: "n", count: 200)
    let series = Chart.Series(name: name, isControl: false, points: [], runs: [], curve: [])
    let chart = Chart(
      title: "", valueLabel: "", axis: .linear(0, 1), scales: [1, 2], series: [series], threshold: nil)
    let cut = String(repeating: "n", count: ChartDrawing.longestName - 1) + "…"
    #expect(ChartDrawing(chart).svg.contains(">\(cut)</text>"))
  }

  // MARK: How to read it

  @Test func everyReasonIsExplained() throws {
    let page = try text("how-to-read.md", of: [try finding("Theorem5_1")])
    for reason in Reason.allCases { #expect(page.contains("inconclusive(\(reason.rawValue))")) }
    for word in ["[P]", "[R]", "[C]", "undiscriminating", "Materiality", "What is promised", "learning.csv"] {
      #expect(page.contains(word), "\(word)")
    }
  }

  /// The theorems come first, whatever the alphabetical order of the folders is.
  @Test func theoremsComeFirst() throws {
    let findings = try InventedWorld.findings(runs: 4) {
      ["EnoughNeuronsNeeded", "Theorem5_1", "BiasBounded"].contains($0)
    }
    let page = try text("README.md", of: findings)
    let places = try ["Theorem5_1", "BiasBounded", "EnoughNeuronsNeeded"].map {
      try #require(page.range(of: "](\($0)/README.md)<br>")).lowerBound
    }
    #expect(places == places.sorted())
  }

  /// Each page has the command for its claim alone and for single runs.
  @Test func pagesHaveCommandsForSingleRuns() throws {
    let finding = try finding("Theorem5_1")
    #expect(
      finding.lines.count == 2
        && finding.lines.map(\.scale) == [finding.design.scales.first, finding.design.scales.last])
    let page = try text("Theorem5_1/README.md", of: [finding])
    #expect(page.contains("littleo verify Theorem5_1 --output DIR"))
    for run in finding.lines { #expect(page.contains(run.line.description)) }
  }
}
