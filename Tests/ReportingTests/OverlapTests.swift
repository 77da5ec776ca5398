import Claims
import MultiView
import Planning
import TestSupport
import Testing
import Trials
import Verification

@testable import Reporting
@testable import Training

/// Pages and charts of a claim with two kinds of trials mark which is which, and show both where both ran.
@Suite struct OverlapTests {
  /// Theorem 5.1 on invented traces, in which concentrated trials have another training loss.
  private func finding(of name: String = "Theorem5_1", excess: Double = 0) throws -> Finding {
    let findings = try InventedWorld.findings(runs: 20, of: { $0 == name }) { trial in
      let trace = InventedWorld.trace(of: trial)
      guard trial.parameters.mode == .concentrated else { return trace }
      return NetworkTrace(
        heads: trace.heads, aliveNeurons: 1, certificate: trace.certificate, timeToFit: trace.timeToFit,
        checkpoints: trace.checkpoints.map { $0.with(excess: excess) }, work: 1)
    }
    return try #require(findings.first)
  }

  private func page(_ finding: Finding) throws -> String {
    let files = Report([finding], profile: .quick, command: "littleo").files
    return String(decoding: try #require(files["\(finding.name)/README.md"]), as: UTF8.self)
  }

  @Test func everyConclusionIsComparedWhereBothKindsRan() throws {
    let finding = try finding()
    #expect(finding.kinds == finding.design.scales.map { $0 <= 256 ? "exact" : "concentrated" })
    #expect(finding.overlaps.map(\.conclusion) == Array(finding.conclusions.indices))
    for overlap in finding.overlaps {
      #expect(overlap.rows.map(\.scale) == [64, 96])
      #expect(overlap.ownKind == "exact" && overlap.otherKind == "concentrated")
      for row in overlap.rows { #expect(row.difference.mean == 0 && row.own == row.other) }
    }
  }

  /// A difference between the kinds is seen, and no verdict depends on it.
  @Test func aDifferenceBetweenTheKindsIsSeen() throws {
    let (same, other) = (try finding(), try finding(excess: 0.01))
    let loss = try #require(other.overlaps.first)
    for row in loss.rows { #expect(abs(row.difference.mean - 0.01) < 1e-12 && row.difference.lower > 0) }
    let rows = try page(other).split(separator: "\n").filter { $0.hasPrefix("| training loss") }
    #expect(rows.count { $0.contains("| 0.01 [") && $0.hasSuffix("] | no |") } == 2, "\(rows)")
    #expect(try page(same).contains("| 0 [0, 0] | yes |"))
    let exact = zip(same.conclusions, other.conclusions).map {
      $0.decision.scales[2].mean == $1.decision.scales[2].mean
    }
    #expect(exact.allSatisfy { $0 })
  }

  @Test func chartsMarkConcentratedTrials() throws {
    let finding = try finding()
    let chart = try #require(FindingCharts(finding).all.first).chart
    #expect(chart.series[0].hollow == [1024, 4096])
    #expect(chart.series[0].others.map(\.scale) == [64, 96])
    let svg = ChartDrawing(chart).svg
    // Two scales of the claim and of each of its controls, and the overlap.
    #expect(svg.components(separatedBy: "class=\"hollow\"").count == 1 + 2 * 5 + 2)
    #expect(svg.contains("filled marks: exact trials; hollow marks: concentrated trials"))
    #expect(svg.contains(">4096</text>"))
  }

  @Test func tablesNameTheKindOfEachScale() throws {
    let page = try page(try finding())
    #expect(page.contains("### Where exact and concentrated trials both ran"))
    #expect(page.split(separator: "\n").contains { $0.hasPrefix("| 4096 |") && $0.hasSuffix("| concentrated |") })
    #expect(page.split(separator: "\n").contains { $0.hasPrefix("| 96 |") && $0.hasSuffix("| exact |") })
  }

  @Test func dataFilesHoldTheOverlap() throws {
    let finding = try finding()
    let files = Report([finding], profile: .quick, command: "littleo").files
    let points = String(decoding: try #require(files["Theorem5_1/points.csv"]), as: UTF8.self)
    #expect(points.split(separator: "\n").count { $0.hasPrefix("overlap: concentrated trials,") } == 3 * 2 * 20)
    let object = FindingsObject([finding], profile: .quick).value.text
    #expect(object.contains("\"trialsByScale\""))
    #expect(object.contains("\"otherMean\""))
  }

  /// A claim with one kind of trials says nothing of kinds.
  @Test func aClaimWithOneKindHasNoSuchSection() throws {
    let finding = try finding(of: "EnoughNeuronsNeeded")
    #expect(finding.overlaps.isEmpty && finding.kinds.isEmpty)
    let page = try page(finding)
    #expect(!page.contains("both ran") && !page.contains("| trials |"))
    let chart = try #require(FindingCharts(finding).all.first).chart
    #expect(!ChartDrawing(chart).svg.contains("class=\"hollow\""))
  }

  /// Labels of neighbouring scales would cover each other; the first and the last always have room.
  @Test func scaleLabelsDoNotOverlap() {
    let scales = [64, 128, 256, 512, 1024, 1 << 14, 1 << 18, 1 << 22, 1 << 26, 1 << 30].map(Double.init)
    var chart = Chart(title: "", valueLabel: "", axis: .linear(0, 1), scales: scales, series: [], threshold: nil)
    chart.scaleLabel = "d"
    let svg = ChartDrawing(chart).svg
    let group = svg.firstMatch(of: /<g class="tick" text-anchor="middle">.*?<\/g>/)?.output ?? ""
    let labels = group.matches(of: /<text x="([0-9.]+)"[^>]*>([^<]+)</)
      .compactMap { match in Double(match.output.1).map { (x: $0, text: String(match.output.2)) } }
    #expect(labels.first?.text == "64" && labels.last?.text == "2³⁰")
    #expect(labels.count >= 7)
    for (left, right) in zip(labels, labels.dropFirst()) {
      #expect(left.x + 3.5 * Double(left.text.count) < right.x - 3.5 * Double(right.text.count))
    }
  }
}

extension Checkpoint {
  /// The checkpoint with a training loss that is larger by some number.
  fileprivate func with(excess: Double) -> Checkpoint {
    var copy = self
    copy.trainingLoss += excess
    return copy
  }
}
