import ClaimKit
import Decision
import enum Decision.Predicate
import Foundation

/// The chart of one decision.
struct DecisionChart {
  private let _page: DecisionPage

  /// The most dots drawn at one scale; more would only make the file larger.
  private static let _largestDots = 400

  init(_ page: DecisionPage) { _page = page }

  /// Means with limits, runs, and the curve that the decision rests on.
  var chart: Chart {
    let evidence = _page.evidence
    let points = _page.decision.scales.compactMap { summary in
      summary.mean.map { (scale: summary.scale, mean: $0, lower: summary.lower, upper: summary.upper) }
    }
    let series = Chart.Series(name: _page.metric, isControl: false, points: points, runs: _runs, curve: curve)
    var chart = Chart(
      title: "\(_page.question) of \(_page.metric): \(_page.verdict)", valueLabel: _page.metric, axis: _axis,
      scales: evidence.scales, series: [series], threshold: _threshold)
    chart.scaleLabel = "scale d"
    if _page.predicate == .holdsUsually { chart.thresholdLabel = "failure rate q*" }
    let level = NumberText.short(100 * (1 - _page.rules.gateLevel))
    let dots = evidence.runs.contains { $0.count > Self._largestDots } ? "some of the runs" : "runs"
    chart.remarks = ["dots: \(dots); bars: \(level) % limits on each side"]
    if !curve.isEmpty {
      chart.remarks.append("thin curve: \(_page.predicate.isLimit ? "fit of the decision" : "the law claimed")")
    }
    return chart
  }

  /// The fitted decay or rise; for a growth claim the law itself, through the middle of the means.
  var curve: [(scale: Double, value: Double)] {
    let scales = _page.evidence.scales
    guard let first = scales.first, let last = scales.last, last > first else { return [] }
    if let fit = _page.decision.diagnostics.curve {
      return (0...48).map { step in
        let scale = first * pow(last / first, Double(step) / 48)
        return (scale, fit.value(at: scale))
      }
    }
    return Self.law(of: _page.predicate, through: _page.decision)
  }

  /// The law of a growth claim, scaled through the middle of the means; empty for other predicates.
  static func law(
    of predicate: Predicate, through decision: Decision
  ) -> [(scale: Double, value: Double)] {
    switch predicate {
    case .isBounded(let law), .isProportional(let law):
      let means = decision.scales.compactMap(\.mean)
      guard decision.stop == nil, means.count == law.values.count, means.allSatisfy({ $0 > 0 }) else { return [] }
      let logarithms = zip(means, law.values).map { log($0) - log($1) }
      let constant = logarithms.reduce(0, +) / Double(logarithms.count)
      return zip(decision.scales, law.values).map { (scale: $0.scale, value: exp(constant + log($1))) }
    case .vanishes, .staysAway, .isPolynomial, .holdsUsually: return []
    }
  }

  private var _axis: Chart.Axis {
    if _page.predicate.isLogarithmic { return .logarithmic }
    switch _page.evidence.kind {
    case .count, .boolean: return .linear(0, 1)
    case .positive: return .logarithmic
    case .signed: return .linear(-1, 1)
    }
  }

  private var _threshold: Double? {
    _page.predicate.isLogarithmic ? nil : _page.decision.diagnostics.threshold
  }

  private var _runs: [(scale: Double, value: Double)] {
    let kind = _page.evidence.kind
    var unit = 1.0
    if case .count(let trials) = kind { unit = Double(trials) }
    return zip(_page.evidence.scales, _page.evidence.runs).flatMap { scale, values in
      let present = values.compactMap { $0 }.filter { kind.admits($0) }
      let step = max(1, (present.count + Self._largestDots - 1) / Self._largestDots)
      return stride(from: 0, to: present.count, by: step).map { (scale: scale, value: present[$0] / unit) }
    }
  }
}
