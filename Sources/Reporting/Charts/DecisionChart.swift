import ClaimKit
import Decision
import struct Decision.Predicate
import Foundation

/// The chart of one decision.
struct DecisionChart {
  private let page: DecisionPage

  /// The most dots drawn at one scale; more would only make the file larger.
  private static let largestDots = 400

  init(_ page: DecisionPage) { self.page = page }

  /// Means with limits, runs, and the curve that the decision rests on.
  var chart: Chart {
    let evidence = page.evidence
    let points = page.decision.scales.compactMap { summary in
      summary.mean.map { (scale: summary.scale, mean: $0, lower: summary.lower, upper: summary.upper) }
    }
    let series = Chart.Series(name: page.metric, isControl: false, points: points, runs: self.runs, curve: curve)
    var chart = Chart(
      title: "\(page.question) of \(page.metric): \(page.verdict)", valueLabel: page.metric, axis: axis,
      scales: evidence.scales, series: [series], threshold: threshold)
    chart.scaleLabel = "scale d"
    if page.predicate.relation == .withHighProbability { chart.thresholdLabel = "failure rate q*" }
    let level = NumberText.short(100 * (1 - page.rules.gateLevel))
    let dots = evidence.runs.contains { $0.count > Self.largestDots } ? "some of the runs" : "runs"
    chart.remarks = ["dots: \(dots); bars: \(level) % limits on each side"]
    if !curve.isEmpty {
      let curve =
        page.predicate.isLimit
        ? "the fit that the decision uses"
        : page.predicate.relation == .curve ? "the prediction" : "the claimed law, scaled"
      chart.remarks.append("thin curve: \(curve)")
    }
    return chart
  }

  /// The fitted decay or rise; for a growth claim the law itself, through the middle of the means.
  var curve: [(scale: Double, value: Double)] {
    let scales = page.evidence.scales
    guard let first = scales.first, let last = scales.last, last > first else { return [] }
    if let fit = page.decision.diagnostics.curve {
      return (0...48).map { step in
        let scale = first * pow(last / first, Double(step) / 48)
        return (scale, fit.value(at: scale))
      }
    }
    return Self.law(of: page.predicate, through: page.decision)
  }

  /// The law of a growth claim, scaled through the middle of the means; empty for other predicates.
  static func law(
    of predicate: Predicate, through decision: Decision
  ) -> [(scale: Double, value: Double)] {
    let means = decision.scales.compactMap(\.mean)
    if case .curve(let values, _) = predicate.zone {
      return zip(decision.scales, values).map { (scale: $0.scale, value: $1) }
    }
    guard let law = predicate.reference ?? exponentLaw(of: predicate, decision), decision.stop == nil,
      means.count == law.values.count,
      means.allSatisfy({ $0 > 0 })
    else { return [] }
    let logarithms = zip(means, law.values).map { log($0) - log($1) }
    let constant = logarithms.reduce(0, +) / Double(logarithms.count)
    return zip(decision.scales, law.values).map { (scale: $0.scale, value: exp(constant + log($1))) }
  }

  /// d^θ at the scales, for a claimed exponent; nil for other predicates.
  private static func exponentLaw(of predicate: Predicate, _ decision: Decision) -> GrowthReference? {
    guard case .exponent(let exponent, _) = predicate.zone else { return nil }
    let values = decision.scales.map { pow($0.scale, exponent) }
    return values.allSatisfy { $0 > 0 && $0.isFinite } ? GrowthReference(values: values) : nil
  }

  private var axis: Chart.Axis {
    if page.predicate.isLogarithmic { return .logarithmic }
    switch page.evidence.kind {
    case .count, .boolean: return .linear(0, 1)
    case .positive: return .logarithmic
    case .signed: return .linear(-1, 1)
    }
  }

  private var threshold: Double? {
    guard !page.predicate.isLogarithmic, let threshold = page.decision.diagnostics.threshold else { return nil }
    // o(1) of signed numbers has two thresholds; the one on the side of the last mean is drawn.
    let isBelow = (page.decision.scales.last?.mean ?? 0) < 0
    return isBelow && page.evidence.kind == .signed && page.predicate.relation == .littleO ? -threshold : threshold
  }

  private var runs: [(scale: Double, value: Double)] {
    let kind = page.evidence.kind
    return zip(page.evidence.scales, page.evidence.runs).flatMap { scale, values in
      let present = values.compactMap { $0 }.filter { kind.admits($0) }
      let step = max(1, (present.count + Self.largestDots - 1) / Self.largestDots)
      return stride(from: 0, to: present.count, by: step).map { (scale: scale, value: kind.share(of: present[$0])) }
    }
  }
}
