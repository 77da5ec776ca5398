import Decision
import Verification

/// Why an open claim is open and what would settle it, as pages and the terminal say it.
package enum SettlementText {
  /// Returns a number as reports print it, such as `3.1·10⁹`.
  package static func number(_ value: Double) -> String { NumberText.short(value) }

  /// The lines for the terminal: one for the claim, one per open conclusion; none for a claim that is decided.
  package static func lines(for finding: Finding) -> [String] {
    guard let settlement = finding.settlement else { return [] }
    return ["\(finding.name): \(Self.summary(settlement))"]
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
    let summary = Self.summary(settlement)
    return [
      "## What it would take to settle", Markup.prose(summary.prefix(1).uppercased() + summary.dropFirst()),
      items.joined(separator: "\n"),
      proviso(finding, settlement),
    ]
  }

  /// The open conclusions, those with the same reason and outlook together.
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

  private static func summary(_ settlement: ClaimSettlement) -> String {
    guard let design = settlement.design else { return "nothing that was tried would settle it." }
    let price = settlement.work.map { ", about \(number($0)) more multiply–adds without controls" } ?? ""
    guard let verdict = settlement.wouldBe, let power = settlement.power else {
      return "it cannot be judged before there are \(design.text)\(price)."
    }
    let share = power >= 1 ? "every repetition" : "\(Int((100 * power).rounded(.down))) % of repetitions or more"
    return "\(design.text)\(price), would make it \(verdict) in \(share), if the best-fitting curves are the truth."
  }

  private static func proviso(_ finding: Finding, _ settlement: ClaimSettlement) -> String {
    let levels = finding.levels
    let planned = settlement.conclusions.compactMap { $0?.levels.look }.first
    var parts = [
      "This is a plan and no promise: the curve is estimated from the runs at hand, repetitions are simulated by drawing "
        + "from them, and nothing is decided by it."
    ]
    if finding.familySize > 1 {
      parts.append("It is made at the level divided by the \(finding.familySize) claims verified together.")
    }
    if let planned, levels.look == nil {
      let next = ErrorLevels(support: levels.support, refute: levels.refute, look: planned)
      parts.append(
        "The one registered look has spent its \(NumberText.percent(levels.support)); look \(planned) at grown data adds "
          + "\(NumberText.percent(next.spentOnSupport)), so that both are wrong with probability at most "
          + "\(NumberText.percent(levels.support + next.spentOnSupport)) on each side.")
    }
    if let planned, let design = settlement.design, design.runs <= 500,
      design.scales == finding.design.scales.map(Double.init)
    {
      parts.append("The command is `littleo verify --seeds \(design.runs) --look \(planned)`.")
    }
    return parts.joined(separator: " ")
  }
}
