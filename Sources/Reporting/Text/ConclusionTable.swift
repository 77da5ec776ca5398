import ClaimKit
import Decision
import Verification

/// The table of one conclusion: what was seen at each scale.
struct ConclusionTable {
  private let conclusion: ConclusionFinding
  private let axis: ClaimKit.Axis

  init(_ conclusion: ConclusionFinding, axis: ClaimKit.Axis) {
    self.conclusion = conclusion
    self.axis = axis
  }

  /// The table in Markdown.
  var markdown: String {
    if conclusion.conclusion.isUsual { return violations }
    let decision = conclusion.decision
    let isGeometric = conclusion.predicate.isLogarithmic && conclusion.evidence.kind == .positive
    let header = [
      Markup.prose(axis.symbol), "runs", isGeometric ? "geometric mean over runs" : "mean over runs",
      "95 % limit below", "95 % limit above", "local order",
    ]
    switch conclusion.predicate {
    case .isBounded(let law), .isProportional(let law):
      var name = Markup.prose(conclusion.conclusion.order.law?.text ?? "h")
      // Where the statement leaves h open, the stand-in fixes it.
      if case .growth(_, _, let rule?) = conclusion.materiality.size { name += " = \(Markup.prose(rule.formula))" }
      let summaries = zip(conclusion.evidence.scales, law.values).map {
        ScaleSummary(scale: $0, registeredRuns: 0, presentRuns: 0, mean: $1)
      }
      let orders = Decision(pSupport: 1, pRefute: 1, scales: summaries).localOrders
      let rows = zip(ReportText.rows(of: decision), zip(law.values, [nil] + orders)).map { row, reference in
        row + [NumberText.short(reference.0), reference.1.map { NumberText.short($0.exponent) } ?? "—"]
      }
      return Markup.table(header + ["h = \(name)", "local order of h"], rows)
    case .vanishes, .staysAway, .isPolynomial, .holdsUsually:
      return Markup.table(header, ReportText.rows(of: decision))
    }
  }

  /// Violations per scale, beside the values that were held against the tolerance.
  private var violations: String {
    let rows = zip(conclusion.decision.scales, conclusion.runValues).map { summary, values in
      let median = Self.median(of: values)
      let violating = summary.mean.map { ($0 * Double(summary.presentRuns)).rounded() }
      let tolerance = conclusion.materiality.tolerance(at: Int(summary.scale), of: axis)
      let missing = summary.registeredRuns - summary.presentRuns
      let runs = missing == 0 ? "\(summary.registeredRuns)" : "\(summary.presentRuns) of \(summary.registeredRuns)"
      let shares: [Double?] = [summary.mean, summary.lower, summary.upper, tolerance, median]
      return [NumberText.exact(summary.scale), runs, violating.map { NumberText.exact($0) } ?? "—"]
        + shares.map { share in share.flatMap { $0.isFinite ? NumberText.short($0) : nil } ?? "—" }
    }
    return Markup.table(
      [
        Markup.prose(axis.symbol), "runs", "runs that violate", "share that violates", "95 % limit below",
        "95 % limit above", "tolerance of a run", "median value",
      ], rows)
  }

  /// Returns the median of the finite values; nil without any.
  static func median(of values: [Double?]) -> Double? {
    let present = values.compactMap { $0 }.filter(\.isFinite).sorted()
    guard !present.isEmpty else { return nil }
    return (present[(present.count - 1) / 2] + present[present.count / 2]) / 2
  }
}
