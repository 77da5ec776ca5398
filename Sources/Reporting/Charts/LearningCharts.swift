import Experiments
import Foundation
import Verification

/// Learning curves of a finding: loss, errors and weights against the time, at the largest scale.
struct LearningCharts {
  private let finding: Finding
  private let learning: LearningCurves?

  init(_ finding: Finding) {
    self.finding = finding
    learning = finding.learning
  }

  /// Whether the runs are observed while a network is trained, rather than at times that the claim names.
  private var isTraining: Bool {
    if case .times = finding.claim.standIn.window.length { return false }
    return true
  }

  /// The charts; none where the runs were not observed during training.
  var all: [FindingCharts.Named] {
    guard let learning = self.learning else { return [] }
    var charts: [String] = []
    for curve in learning.curves where !charts.contains(curve.declaration.chart) {
      charts.append(curve.declaration.chart)
    }
    return charts.compactMap { name in
      let curves = learning.curves.filter { $0.declaration.chart == name }
      guard let first = curves.first, curves.count <= DrawingStyle.colours else { return nil }
      return FindingCharts.Named(file: "\(name).svg", chart: chart(first.declaration.title, curves, learning))
    }
  }

  /// What the charts follow.
  var heading: String { isTraining ? "While training" : "Over time" }

  /// The charts in Markdown.
  var section: [String] {
    guard let learning = self.learning, !all.isEmpty else { return [] }
    let symbol = Markup.prose(finding.claim.standIn.axis.symbol)
    var opening = "The runs at \(symbol) = \(learning.scale), up to the last time that all of them reached."
    if let second = learning.curves.compactMap(\.continuation).first {
      opening +=
        " Pretraining ends at T = \(second.start); \(Markup.prose(second.words)) follows, and the loss is that of those "
        + "labels."
    }
    return ["### \(heading)", opening]
      + all.map { "![\(Markup.prose($0.chart.title))](\($0.file))" }
      + [
        "Lines are medians over runs. Every run's value is in [learning.csv](learning.csv), also for measures that "
          + "have too many curves for one chart. No verdict rests on these pictures."
      ]
  }

  /// Every number behind the charts: one line per arm, measure, time and run.
  var csv: String? {
    guard let learning = self.learning else { return nil }
    var lines = ["scale,\(learning.curves.first?.arm.noun ?? "arm"),measure,T,run,value"]
    for curve in learning.curves {
      let prefix = "\(learning.scale),\(Markup.field(curve.arm.text)),\(curve.declaration.measure)"
      for (time, runs) in zip(curve.times, curve.runs) {
        for (index, value) in runs.enumerated() {
          lines.append("\(prefix),\(time),\(index + 1),\(NumberText.field(value))")
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func chart(_ words: String, _ curves: [LearningCurves.Curve], _ learning: LearningCurves) -> Chart {
    let series = curves.map { curve -> Chart.Series in
      let runs = zip(curve.times, curve.runs).map {
        (time: Double($0), values: $1.compactMap { $0 }.filter(\.isFinite))
      }
      let name =
        curve.declaration.isLabelled
        ? "\(curve.declaration.observable.text), \(curve.arm.words)" : curve.arm.words
      var series = Chart.Series(
        name: name, isControl: false,
        points: zip(curve.times, curve.medians).compactMap { time, median in
          median.map { (scale: Double(time), mean: $0, lower: nil, upper: nil) }
        },
        runs: [], curve: [])
      series.band = runs.compactMap { time, values in
        Chart.spread(of: values).map { (scale: time, lower: $0.lower, upper: $0.upper) }
      }
      return series
    }
    let times = Set(curves.flatMap(\.times)).sorted().map(Double.init)
    let symbol = finding.claim.standIn.axis.symbol
    var chart = Chart(
      title: "\(ChartMessage.capitalised(words)) \(isTraining ? "while training" : "over time"), \(symbol) = "
        + NumberText.scale(Double(learning.scale)),
      valueLabel: words,
      axis: layout(of: curves), scales: times, series: series, threshold: nil)
    chart.ticks = times.filter { $0 == times.first || $0 == times.last || Int($0).nonzeroBitCount == 1 }
    if let last = times.last {
      // The last time has a label; powers of two so near that their labels would touch it have none.
      chart.ticks = chart.ticks?.filter { $0 == last || $0 <= 0.8 * last }
    }
    chart.offset = 0
    chart.scaleLabel = isTraining ? "training time T in steps" : "time"
    chart.remarks = ["line: median over runs; band: 10 to 90 % of runs"]
    return chart
  }

  private func layout(of curves: [LearningCurves.Curve]) -> Chart.Axis {
    let values = curves.flatMap { $0.runs.joined().compactMap { $0 } }.filter(\.isFinite)
    switch curves.first?.declaration.observable.kind {
    case .count, .share: return .linear(0, 1)
    default:
      if values.allSatisfy({ $0 > 0 }) { return .logarithmic }
      let (low, high) = (min(0, values.min() ?? 0), max(0, values.max() ?? 1))
      return .linear(low < 0 ? -Chart.roundedUp(-low) : 0, high > 0 ? Chart.roundedUp(high) : 0)
    }
  }
}
