import ClaimKit
import Decision
import Foundation
import Verification

/// The charts of a finding: for each conclusion, the claim's own series first and then the series of each control.
struct FindingCharts {
  /// A chart with the name of its file.
  struct Named {
    let file: String
    let chart: Chart
  }

  private let finding: Finding
  private var axis: ClaimKit.Axis { finding.claim.standIn.axis }

  init(_ finding: Finding) { self.finding = finding }

  /// The charts in the order of the conclusions; O and Θ have one more, divided by their law, and a difference one of its
  /// two sides.
  var all: [Named] {
    var taken: Set<String> = []
    func file(_ names: [String]) -> String {
      let numbered = (2...).lazy.map { "\(names.last ?? "chart")-\($0)" }
      let name = names.first { !taken.contains($0) } ?? numbered.first { !taken.contains($0) } ?? "chart"
      taken.insert(name)
      return name + ".svg"
    }
    var titles: Set<String> = []
    return finding.conclusions.flatMap { conclusion -> [Named] in
      var charts: [Named] = [Named(file: file(self.names(of: conclusion)), chart: self.chart(of: conclusion))]
      if let chart = LawChart(conclusion, of: finding).chart {
        charts.append(Named(file: file(["\(self.names(of: conclusion).last ?? "chart")-over-law"]), chart: chart))
      }
      if let first = conclusion.sides.first {
        let slug = "\(first.quantity.slug)-by-\(first.arm.noun)"
        let arms = conclusion.sides.map(\.arm.slug).joined(separator: "-")
        charts.append(Named(file: file([slug, "\(slug)-\(arms)"]), chart: sides(of: conclusion, first.quantity)))
      }
      // Two conclusions may have one message; each chart's title is its own.
      return charts.map { named in
        var chart = named.chart
        if !titles.insert(chart.title).inserted { chart.title += " (\(conclusion.text))" }
        return Named(file: named.file, chart: chart)
      }
    }
  }

  /// Names for the file of a conclusion's chart, the shortest first: the quantity's name if no other conclusion has it.
  private func names(of conclusion: ConclusionFinding) -> [String] {
    let slug = conclusion.conclusion.quantity.slug
    let sharers = finding.conclusions.count { $0.conclusion.quantity.slug == slug }
    var name = slug
    if conclusion.conclusion.isWithHighProbability { name += "-of-runs" }
    if sharers == 1 { return [name] }
    name += "-\(conclusion.conclusion.order.slug)"
    return [conclusion.extreme == .only || !isTwoSided(conclusion) ? name : "\(name)-\(conclusion.extreme.rawValue)"]
  }

  // MARK: Charts

  private func chart(of conclusion: ConclusionFinding) -> Chart {
    let quantity = conclusion.conclusion.quantity
    var series = [self.marked(self.series(ownName(quantity), conclusion, isControl: false), of: conclusion)]
    for control in finding.controls {
      let same = control.conclusions.first {
        $0.conclusion == conclusion.conclusion && $0.extreme == conclusion.extreme
      }
      guard let same else { continue }
      var other = self.series("control: \(control.control.name)", same, isControl: true)
      other.hollow = hollow
      series.append(other)
    }
    let isWithHighProbability = conclusion.conclusion.isWithHighProbability
    let bound = self.tolerance(of: conclusion)
    let isConstant = bound.allSatisfy { $0.value == bound.first?.value }
    let threshold =
      isWithHighProbability
      ? (isConstant ? bound.first?.value : nil)
      : conclusion.predicate.isLimit ? conclusion.decision.diagnostics.threshold : nil
    var chart = Chart(
      title: ChartMessage(conclusion, of: finding).text,
      valueLabel: quantity.text, axis: layout(of: conclusion, series, threshold, bound),
      scales: finding.design.scales.map(Double.init), series: series, threshold: threshold)
    chart.scaleLabel = axis.label
    if isWithHighProbability {
      chart.bound = isConstant ? [] : bound
      chart.thresholdLabel = "tolerance of a single run"
      chart.remarks = [
        "dots: runs; band: 10 to 90 % of runs; line: median over runs",
        "the decision uses the share of runs beyond the tolerance",
      ]
    } else if conclusion.predicate.isLogarithmic {
      let mean = conclusion.evidence.kind == .positive ? "geometric mean" : "mean"
      chart.remarks = ["dots: runs; band: 10 to 90 % of runs; bars: 95 % limits of the \(mean) on each side"]
      if let law = conclusion.conclusion.order.law, law != .one {
        chart.remarks.append("thin curve: the claimed law \(law.text), scaled")
      }
    } else {
      chart.remarks = [chart.remarks[0]] + Self.fitRemarks(series)
    }
    chart.remarks += kindRemark
    return chart
  }

  /// The claim's own series with hollow marks where the trials are of the second kind, and the means of that kind where
  /// both kinds run.
  private func marked(_ series: Chart.Series, of conclusion: ConclusionFinding) -> Chart.Series {
    var series = series
    series.hollow = hollow
    let overlap = finding.overlaps.first { finding.conclusions[$0.conclusion].text == conclusion.text }
    if !conclusion.conclusion.isWithHighProbability {
      series.others = overlap?.rows.map { (scale: $0.scale, value: $0.other) } ?? []
    }
    return series
  }

  /// The scales with trials of the second kind.
  private var hollow: Set<Double> {
    Set(zip(finding.design.scales, finding.kinds).filter { $1 != finding.kinds.first }.map { Double($0.0) })
  }

  /// The legend's line on marks; empty if all trials are of one kind.
  private var kindRemark: [String] {
    guard let first = finding.kinds.first, let last = finding.kinds.last, first != last else { return [] }
    return ["filled marks: \(first) trials; hollow marks: \(last) trials; both where both ran"]
  }

  /// The legend's line on thin curves, where there are any.
  private static func fitRemarks(_ series: [Chart.Series]) -> [String] {
    guard series.contains(where: { !$0.curve.isEmpty }) else { return [] }
    let rivals = series.contains { !$0.rivals.isEmpty } ? "; dotted: best fits of other families of decay" : ""
    return ["thin curve: the fit that the decision uses\(rivals)"]
  }

  private func sides(of conclusion: ConclusionFinding, _ quantity: Quantity) -> Chart {
    let series = conclusion.sides.map {
      var series = Self.series(
        $0.arm.words, $0.decision, $0.evidence, curve: $0.decision.diagnostics.curve, isControl: false)
      series.hollow = hollow
      return series
    }
    let values = series.flatMap { $0.runs.map(\.value) }
    let noun = conclusion.sides.first?.arm.noun ?? "arm"
    var chart = Chart(
      title: "\(ChartMessage.capitalised(quantity.text)) by \(noun): "
        + conclusion.sides.map(\.arm.text).joined(separator: " beside "), valueLabel: quantity.text,
      axis: Self.layout(quantity.kind, values), scales: finding.design.scales.map(Double.init), series: series,
      threshold: nil)
    chart.scaleLabel = self.axis.label
    chart.remarks = [chart.remarks[0]] + Self.fitRemarks(series) + kindRemark
    return chart
  }

  private func ownName(_ quantity: Quantity) -> String {
    let words =
      quantity.arms.count > 1
      ? Arm.words(quantity.arms, joinedBy: " − ")
      : (quantity.arms.first ?? finding.claim.arms.first)?.words ?? "runs"
    return "\(words) (the claim)"
  }

  // MARK: Layout

  /// Quantities judged by logarithms, and positive ones that are never 0, get a logarithmic axis; shares span 0 to 1.
  private func layout(
    of conclusion: ConclusionFinding, _ series: [Chart.Series], _ threshold: Double?,
    _ bound: [(scale: Double, value: Double)]
  ) -> Chart.Axis {
    if conclusion.predicate.isLogarithmic { return .logarithmic }
    let values = series.flatMap { $0.runs.map(\.value) } + [threshold].compactMap { $0 } + bound.map(\.value)
    return Self.layout(conclusion.conclusion.quantity.kind, values)
  }

  private static func layout(_ kind: Observable.Kind, _ values: [Double]) -> Chart.Axis {
    switch kind {
    case .count, .share:
      // An axis to 1 would hide what happens far below it.
      let largest = values.filter(\.isFinite).max() ?? 1
      return .linear(0, largest > 0 && largest <= 0.4 ? Chart.roundedUp(largest * 1.05) : 1)
    case .signed:
      let values = values.filter(\.isFinite)
      return .linear((values.min() ?? -1) < 0 ? -1 : 0, (values.max() ?? 1) > 0 ? 1 : 0)
    case .positive:
      let values = values.filter(\.isFinite)
      let largest = values.max() ?? 1
      // Beyond a few decades a linear axis shows the largest value alone.
      if values.allSatisfy({ $0 > 0 }) || largest > 1e6 { return .logarithmic }
      return .linear(0, Chart.roundedUp(largest > 0 ? largest : 1))
    }
  }

  private func tolerance(of conclusion: ConclusionFinding) -> [(scale: Double, value: Double)] {
    guard conclusion.conclusion.isWithHighProbability else { return [] }
    return finding.design.scales.compactMap { scale in
      conclusion.materiality.tolerance(at: scale, of: axis).map { (scale: Double(scale), value: $0) }
    }
  }

  private func isTwoSided(_ conclusion: ConclusionFinding) -> Bool {
    conclusion.predicate.relation.sides == .both
      || conclusion.evidence.kind == .signed && conclusion.predicate.relation == .littleO
  }

  // MARK: Series

  private func series(_ name: String, _ conclusion: ConclusionFinding, isControl: Bool) -> Chart.Series {
    guard conclusion.conclusion.isWithHighProbability else {
      let curve = conclusion.predicate.isLimit ? conclusion.decision.diagnostics.curve : nil
      var series = Self.series(name, conclusion.decision, conclusion.evidence, curve: curve, isControl: isControl)
      // Rivals are drawn only for the claim's own data, and only where it decays. Those of the controls would cross
      // them.
      if !isControl, let fit = curve, fit == conclusion.decision.diagnostics.bestDecay,
        let first = series.runs.map(\.scale).min(),
        let last = series.runs.map(\.scale).max()
      {
        let rivals = conclusion.decision.diagnostics.familyCurves.filter { $0.shape.family != fit.shape.family }
        series.rivals = rivals.map { Self.sampled($0, from: first, to: last) }
      }
      // The law is drawn only through the claim's own data. Those of the controls would cross it.
      if !isControl, conclusion.conclusion.order.law != .one {
        series.curve += DecisionChart.law(of: conclusion.predicate, through: conclusion.decision)
      }
      return series
    }
    let runs = Array(zip(conclusion.evidence.scales, conclusion.runValues))
    var series = Chart.Series(
      name: name, isControl: isControl,
      points: zip(conclusion.evidence.scales, conclusion.violations?.medians ?? []).compactMap { scale, median in
        median.map { (scale: scale, mean: $0, lower: nil, upper: nil) }
      },
      runs: runs.flatMap { scale, values in
        values.compactMap { value in value.flatMap { $0.isFinite ? (scale: scale, value: $0) : nil } }
      }, curve: [])
    series.addBand()
    return series
  }

  private static func series(
    _ name: String, _ decision: Decision, _ evidence: Evidence, curve fit: FittedCurve?, isControl: Bool
  ) -> Chart.Series {
    let runs = zip(evidence.scales, evidence.shares).flatMap { scale, values in
      values.compactMap { value in value.flatMap { $0.isFinite ? (scale: scale, value: $0) : nil } }
    }
    var curve: [(scale: Double, value: Double)] = []
    if let fit, let first = evidence.scales.first, let last = evidence.scales.last {
      curve = sampled(fit, from: first, to: last)
    }
    var series = Chart.Series(
      name: name, isControl: isControl,
      points: decision.scales.compactMap { summary in
        summary.mean.map { (scale: summary.scale, mean: $0, lower: summary.lower, upper: summary.upper) }
      },
      runs: runs, curve: curve)
    series.addBand()
    return series
  }

  /// The points of a fitted curve, evenly spaced on the logarithmic axis.
  private static func sampled(_ fit: FittedCurve, from first: Double, to last: Double) -> [(
    scale: Double, value: Double
  )] {
    (0...48).map { step in
      let scale = first * pow(last / first, Double(step) / 48)
      return (scale, fit.value(at: scale))
    }
  }
}
