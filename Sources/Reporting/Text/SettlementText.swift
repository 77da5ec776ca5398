import Decision
import Verification

/// The words for why a claim is open and what would settle it, for pages and the terminal.
package enum SettlementText {
  /// Returns a number as reports print it, such as `3.1·10⁹`.
  package static func number(_ value: Double) -> String { NumberText.short(value) }

  /// The lines for the terminal: one for the claim, one per open conclusion; none for a claim that is decided.
  package static func lines(for finding: Finding) -> [String] {
    guard let settlement = finding.settlement else { return [] }
    return ["\(finding.name): \(Self.summary(finding, settlement))"]
      + Self.open(finding, settlement).map {
        "  \($0.names.joined(separator: ", ")): \($0.plan.reason) \($0.plan.outlook)"
      }
  }

  /// The section of a claim's page; nothing for a claim that is decided.
  static func section(for finding: Finding) -> [String] {
    guard let settlement = finding.settlement else { return [] }
    let items = Self.open(finding, settlement).map { names, plan in
      "- **\(names.map(Markup.prose).joined(separator: ", "))** (\(plan.cause.rawValue)). "
        + "\(Markup.prose(plan.reason)) \(Markup.prose(plan.outlook))"
    }
    let summary = Self.summary(finding, settlement)
    return [
      "## What it would take to settle", Markup.prose(summary.prefix(1).uppercased() + summary.dropFirst()),
      items.joined(separator: "\n"),
      proviso(finding, settlement),
    ]
  }

  /// The open conclusions; those with the same reason and outlook share an item.
  private static func open(
    _ finding: Finding, _ settlement: ClaimSettlement
  ) -> [(names: [String], plan: Settlement)] {
    var open: [(names: [String], plan: Settlement)] = []
    for case (let conclusion, let plan?) in zip(finding.conclusions, settlement.conclusions) {
      let name = conclusion.conclusion.text
      if let same = open.firstIndex(where: { $0.plan.reason == plan.reason && $0.plan.outlook == plan.outlook }) {
        open[same].names.append(name)
      } else {
        open.append(([name], plan))
      }
    }
    return open
  }

  private static func summary(_ finding: Finding, _ settlement: ClaimSettlement) -> String {
    guard let design = settlement.design else { return "none of the designs that were tried would settle it." }
    let price =
      settlement.work.map { ", about \(number($0)) more \(finding.totals.remarks.unit) without controls" } ?? ""
    guard let verdict = settlement.wouldBe, let power = settlement.power else {
      return "the smallest design that can be judged is \(design.text)\(price)."
    }
    let share = power >= 1 ? "every repetition" : "at least \(Int((100 * power).rounded(.down))) % of repetitions"
    let premise =
      switch settlement.curves {
      case 0: "provided that all further runs are zero"
      case 1: "provided that the best-fitting curves are right"
      default: "averaged over the curves that fit the runs equally well, provided that one of them is true"
      }
    return "with \(design.text)\(price), the verdict would be \(verdict) in \(share), \(premise)."
  }

  private static func proviso(_ finding: Finding, _ settlement: ClaimSettlement) -> String {
    let levels = finding.levels
    let planned = settlement.conclusions.compactMap { $0?.levels.look }.first
    var parts = [
      "This is a plan, not a promise. The curves are estimated from the present runs, and repetitions are simulated by "
        + "drawing from these runs. No verdict rests on the plan."
    ]
    if finding.familySize > 1 {
      parts.append("It uses the error level divided by the \(finding.familySize) claims verified together.")
    }
    if let planned, levels.look == nil {
      let next = ErrorLevels(support: levels.support, refute: levels.refute, look: planned)
      parts.append(
        "The registered look has spent its \(NumberText.percent(levels.support)). Look \(planned) at the grown data "
          + "adds \(NumberText.percent(next.spentOnSupport)). The probability that either look errs is therefore at "
          + "most \(NumberText.percent(levels.support + next.spentOnSupport)) on each side.")
    }
    if let planned, let design = settlement.design, design.runs <= 500,
      design.scales == finding.design.scales.map(Double.init)
    {
      parts.append("The command is `littleo verify --seeds \(design.runs) --look \(planned)`.")
    }
    return parts.joined(separator: " ")
  }
}
