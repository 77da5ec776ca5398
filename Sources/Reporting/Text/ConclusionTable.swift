import ClaimKit
import Decision
import Verification

/// The table of one conclusion: what was seen at each scale.
struct ConclusionTable {
  private let conclusion: ConclusionFinding
  private let axis: ClaimKit.Axis
  /// The kind of the trials of each scale; empty if all trials are of one kind.
  private let kinds: [String]

  init(_ conclusion: ConclusionFinding, axis: ClaimKit.Axis, kinds: [String] = []) {
    self.conclusion = conclusion
    self.axis = axis
    self.kinds = kinds
  }

  /// The table in Markdown.
  var markdown: String {
    if let summary = conclusion.violations { return violations(summary) }
    let decision = conclusion.decision
    let isGeometric = conclusion.predicate.isLogarithmic && conclusion.evidence.kind == .positive
    let header = [
      Markup.prose(axis.symbol), "runs", isGeometric ? "geometric mean over runs" : "mean over runs",
      "lower 95 % limit", "upper 95 % limit", "local order",
    ]
    guard let growth = conclusion.growth else { return table(header, ReportText.rows(of: decision)) }
    var name = Markup.prose(conclusion.conclusion.order.law?.text ?? "h")
    // Where the statement leaves h open, the stand-in fixes it.
    if case .growth(_, _, let rule?) = conclusion.materiality.size { name += " = \(Markup.prose(rule.formula))" }
    let rows = zip(ReportText.rows(of: decision), zip(growth.values, [nil] + growth.orders)).map { row, reference in
      row + [NumberText.short(reference.0), reference.1.map { NumberText.short($0.exponent) } ?? "—"]
    }
    return table(header + ["h = \(name)", "local order of h"], rows)
  }

  /// A table of one row per scale, with the kind of its trials where there are two kinds.
  private func table(_ header: [String], _ rows: [[String]]) -> String {
    guard kinds.count == rows.count else { return Markup.table(header, rows) }
    return Markup.table(header + ["trials"], zip(rows, kinds).map { $0 + [Markup.prose($1)] })
  }

  /// The violations per scale, with the tolerance and the median value.
  private func violations(_ violations: ViolationSummary) -> String {
    let rows = zip(conclusion.decision.scales, violations.medians).map { summary, median in
      let violating = summary.mean.map { ($0 * Double(summary.presentRuns)).rounded() }
      let tolerance = conclusion.materiality.tolerance(at: Int(summary.scale), of: axis)
      let missing = summary.registeredRuns - summary.presentRuns
      let runs = missing == 0 ? "\(summary.registeredRuns)" : "\(summary.presentRuns) of \(summary.registeredRuns)"
      let shares: [Double?] = [summary.mean, summary.lower, summary.upper, tolerance, median]
      return [NumberText.exact(summary.scale), runs, violating.map { NumberText.exact($0) } ?? "—"]
        + shares.map { share in share.flatMap { $0.isFinite ? NumberText.short($0) : nil } ?? "—" }
    }
    return table(
      [
        Markup.prose(axis.symbol), "runs", "runs that violate", "share that violates", "lower 95 % limit",
        "upper 95 % limit", "tolerance of a run", "median value",
      ], rows)
  }
}
