import Decision
import Foundation
import Verification

/// The values of a conclusion O(h) or Θ(h) divided by h, scaled to 1 at the smallest scale: level where the law holds.
struct LawChart {
  private let conclusion: ConclusionFinding
  private let finding: Finding

  init(_ conclusion: ConclusionFinding, of finding: Finding) {
    self.conclusion = conclusion
    self.finding = finding
  }

  /// The chart; nil without a law that changes, or with means that are not positive.
  var chart: Chart? {
    let summaries = conclusion.decision.scales
    guard let growth = conclusion.growth, Set(growth.values).count > 1, growth.values.count == summaries.count,
      growth.values.allSatisfy({ $0 > 0 && $0.isFinite }), let law = conclusion.conclusion.order.law,
      let first = summaries.first?.mean, let unit = growth.values.first
    else { return nil }
    let factors = growth.values.map { unit / ($0 * first) }
    let points = zip(summaries, factors).compactMap { summary, factor in
      summary.mean.map {
        (
          scale: summary.scale, mean: $0 * factor, lower: summary.lower.map { $0 * factor },
          upper: summary.upper.map { $0 * factor }
        )
      }
    }
    guard points.count == summaries.count, points.allSatisfy({ $0.mean > 0 && $0.mean.isFinite }) else { return nil }
    let runs = zip(zip(conclusion.evidence.scales, conclusion.evidence.shares), factors).flatMap { scaled, factor in
      scaled.1.compactMap { $0 }.filter(\.isFinite).map { (scale: scaled.0, value: $0 * factor) }
    }
    let largest = (points.compactMap(\.upper) + points.map(\.mean)).filter(\.isFinite).max() ?? 1
    let axis = finding.claim.standIn.axis
    let quantity = conclusion.conclusion.quantity
    let name = quantity.arms.first?.words ?? finding.claim.arms.first?.words ?? "runs"
    var chart = Chart(
      title: "\(ChartMessage.capitalised(conclusion.text)), divided by \(law.text): level where the law holds",
      valueLabel: "\(quantity.text) / \(law.text), 1 at first", axis: .linear(0, Chart.roundedUp(max(1.2, largest))),
      scales: summaries.map(\.scale),
      series: [Chart.Series(name: name, isControl: false, points: points, runs: runs, curve: [])], threshold: 1)
    chart.scaleLabel = axis.label
    chart.thresholdLabel = "the law"
    chart.remarks = ["dots: runs; bars: 95 % limits of the mean on each side"]
    return chart
  }
}
