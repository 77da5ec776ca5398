import Foundation
import MultiView
import MultiViewClaims
import TestSupport
import Testing
import Verification

@testable import Reporting

/// The picture of errors against the number of labels.
@Suite struct SurveyTests {
  func finding() throws -> Finding {
    try #require(try InventedWorld.findings(runs: 4) { $0 == "GranularityCurve" }.first)
  }

  @Test func aClaimWithCompanionsHasThePicture() throws {
    let finding = try finding()
    let report = Report([finding], profile: .quick, command: "littleo")
    let page = String(decoding: try #require(report.files["GranularityCurve/README.md"]), as: UTF8.self)
    #expect(page.contains("### Errors against the number of labels"))
    for file in ["labels-hard.svg", "labels-easy.svg", "labels-hard-four-times-the-budget.svg"] {
      #expect(page.contains("](\(file))"))
      let drawing = String(decoding: try #require(report.files["GranularityCurve/\(file)"]), as: UTF8.self)
      #expect(drawing.contains("number of labels"))
      for family in ["aligned", "instance", "misaligned", "random"] { #expect(drawing.contains("\(family) labels")) }
    }
    // Coarse labels are wrong on every invented hard sample, the probe on half of what random labels leave.
    #expect(page.contains("| coarse | 2 | aligned | max | 0 [0, 0] | 1 [1, 1] |"))
    #expect(page.contains("| random (2) | 2 | random | probe | 0.5 [0.5, 0.5] | 0.5 [0.5, 0.5] |"))
  }

  /// Label sets stand by their number of labels, and every run of each is drawn.
  @Test func chartsHoldEveryRun() throws {
    let finding = try finding()
    let survey = try #require(finding.surveys.first)
    #expect(survey.entries.map(\.place.number) == survey.entries.map(\.place.number).sorted())
    let chart = try #require(SurveyCharts(finding).all.first?.chart)
    let runs = chart.series.reduce(0) { $0 + $1.runs.count }
    #expect(runs == 4 * survey.entries.count)
    #expect(chart.scales == Set(survey.entries.map { Double($0.place.number) }).sorted())
  }

  /// Other claims have none.
  @Test func noCompanionsNoPicture() throws {
    let finding = try #require(try InventedWorld.findings(runs: 4) { $0 == "ProbeAgrees" }.first)
    #expect(finding.surveys.isEmpty && SurveyCharts(finding).all.isEmpty && SurveyCharts(finding).section.isEmpty)
  }
}
