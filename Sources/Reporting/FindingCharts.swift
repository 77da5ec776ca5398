import Checking
import ClaimKit
import Foundation

/// The charts of a finding: per conclusion the claim's own series first, then each control's.
struct FindingCharts {
  /// A chart with the name of its file.
  struct Named {
    let file: String
    let chart: Chart
  }

  private let _finding: Finding

  init(_ finding: Finding) { _finding = finding }

  /// The charts in the order of the conclusions; a difference has one more, of its two sides.
  var all: [Named] {
    _finding.conclusions.flatMap { conclusion -> [Named] in
      let quantity = conclusion.conclusion.quantity
      var series = [Self._series(_ownName(quantity), conclusion.decision, conclusion.evidence, isControl: false)]
      for control in _finding.controls {
        guard let same = control.conclusions.first(where: { $0.conclusion.quantity == quantity }) else { continue }
        series.append(Self._series("control: \(control.control.name)", same.decision, same.evidence, isControl: true))
      }
      var charts = [
        Named(
          file: "\(quantity.slug).svg",
          chart: _chart(
            "\(_finding.name): \(quantity.text) against d", quantity, series,
            threshold: conclusion.decision.diagnostics.threshold))
      ]
      if let first = conclusion.sides.first {
        charts.append(
          Named(
            file: "\(first.quantity.slug)-by-labels.svg",
            chart: _chart(
              "\(_finding.name): \(first.quantity.text) against d, by labels", first.quantity,
              conclusion.sides.map {
                Self._series("\($0.labels.rawValue) labels", $0.decision, $0.evidence, isControl: false)
              }, threshold: nil)))
      }
      return charts
    }
  }

  private func _ownName(_ quantity: Quantity) -> String {
    quantity.comparedLabels.isEmpty
      ? "\(_finding.claim.arms.map(\.rawValue).joined(separator: ", ")) labels (the claim)"
      : "\(quantity.comparedLabels.map(\.rawValue).joined(separator: " − ")) labels (the claim)"
  }

  private func _chart(_ title: String, _ quantity: Quantity, _ series: [Chart.Series], threshold: Double?) -> Chart {
    let axis: Chart.Axis =
      switch quantity.range {
      case .count: .linear(0, 1)
      case .positive: .logarithmic
      case .signed: .linear(-1, 1)
      }
    return Chart(
      title: title, valueLabel: quantity.text, axis: axis, scales: _finding.design.scales.map(Double.init),
      series: series, threshold: threshold)
  }

  private static func _series(_ name: String, _ decision: Decision, _ evidence: Evidence, isControl: Bool)
    -> Chart.Series
  {
    var unit = 1.0
    if case .count(let trials) = evidence.kind { unit = Double(trials) }
    let runs = zip(evidence.scales, evidence.runs).flatMap { scale, values in
      values.compactMap { value in value.map { (scale: scale, value: $0 / unit) } }
    }
    var curve: [(scale: Double, value: Double)] = []
    if let fit = decision.diagnostics.curve, let first = evidence.scales.first, let last = evidence.scales.last {
      curve = (0...48).map { step in
        let scale = first * pow(last / first, Double(step) / 48)
        return (scale, fit.value(at: scale))
      }
    }
    return Chart.Series(
      name: name, isControl: isControl,
      points: decision.scales.compactMap { summary in
        summary.mean.map { (scale: summary.scale, mean: $0, lower: summary.lower, upper: summary.upper) }
      },
      runs: runs, curve: curve)
  }
}
