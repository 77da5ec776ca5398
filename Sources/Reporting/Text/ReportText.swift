import ClaimKit
import Decision
import Files
import Planning
import Verification

/// The sentences and table rows that several pages share.
package enum ReportText {
  /// The first line of every generated page; pages without this line are never overwritten or deleted.
  package static let marker = Replaceable.marker

  /// The seeds of a claim's runs.
  static func seeds(of finding: Finding) -> String { seeds(of: finding.design) }

  /// The seeds of a design: first and last at the smallest scale, and how much is added at each further scale.
  static func seeds(of design: Design) -> String {
    "\(design.firstSeed) … \(design.firstSeed + design.runs - 1) at the smallest scale, shifted by "
      + "\(Study.seedsBetweenScales) at each further scale"
  }

  /// The verdict of a finding; a claim whose controls were not all refuted is undiscriminating, whatever its own
  /// verdict.
  package static func status(of finding: Finding) -> String {
    finding.discriminates ? "\(finding.verdict)" : "undiscriminating (else \(finding.verdict))"
  }

  /// The verdict on a conclusion on its own, and which of its controls were not refuted; plain text.
  package static func status(of conclusion: ConclusionFinding, in finding: Finding) -> String {
    "\(conclusion.decision.verdict(levels: finding.levels))\(reservation(on: conclusion, in: finding))"
  }

  /// The words behind a conclusion's verdict where no control refuted it, or some control did not; empty where all did.
  static func reservation(on conclusion: ConclusionFinding, in finding: Finding) -> String {
    let discrimination = finding.discrimination(of: conclusion.conclusion)
    if discrimination == .uncontrolled { return ", but it has no control" }
    let names = finding.unrefutedControls(of: conclusion).map { "“\($0.control.name)”" }
    let failed =
      switch (names.count, names.last) {
      case (1, let last?): "its control \(last) was not refuted"
      case (_, let last?): "its controls \(names.dropLast().joined(separator: ", ")) and \(last) were not refuted"
      case (_, nil): "its controls refuted another conclusion"
      }
    if discrimination == .undiscriminated { return ", but undiscriminated: \(failed)" }
    return names.isEmpty ? "" : ", but \(failed)"
  }

  /// One sentence on a conclusion that can be quoted on its own; Markdown.
  ///
  /// The sentence says what is excluded only where the claim's corrected verdict allows it. Otherwise it says that the
  /// conclusion was decided on its own. A control of the conclusion that was not refuted is named in either case.
  static func sentence(for index: Int, of finding: Finding) -> String? {
    let corrected: Bool?
    switch finding.verdict {
    case .supported, .extrapolated, .notContradicted: corrected = true
    case .refuted where finding.conjunction.refutingConclusion == index: corrected = false
    default: corrected = nil
    }
    return ConclusionText(finding.conclusions[index], of: finding).sentence(corrected: corrected)
  }

  /// A number, or a dash where there is none or where it is not finite.
  private static func finite(_ value: Double?) -> String {
    value.flatMap { $0.isFinite ? NumberText.short($0) : nil } ?? "—"
  }

  /// The rows of the table of a decision: scale, runs, mean, limits, local order.
  static func rows(of decision: Decision) -> [[String]] {
    zip(decision.scales, [nil] + decision.localOrders).map { summary, order in
      let missing = summary.registeredRuns - summary.presentRuns
      return [
        NumberText.exact(summary.scale),
        missing == 0 ? "\(summary.registeredRuns)" : "\(summary.presentRuns) of \(summary.registeredRuns)",
        finite(summary.mean), finite(summary.lower), finite(summary.upper),
        order.map { NumberText.bracket($0.exponent, $0.lower ?? -.infinity, $0.upper ?? .infinity) } ?? "—",
      ]
    }
  }
}

/// The words for what a control changes in the world of its claim.
package enum WorldText {
  /// Returns what a control changes, arm by arm if the arms do not all change in the same way.
  ///
  /// - Parameters:
  ///   - control: The control.
  ///   - claim: The claim that it belongs to.
  ///   - firstSeed: The first registered seed, which an offset is added to.
  package static func changes(of control: Control, in claim: any Claim, firstSeed: Int) -> String {
    let arms = claim.arms.map { arm in
      let own = World(arm, standIn: claim.standIn)
      return (arm: arm, text: Self.changes(from: own, to: control.world(for: arm, of: claim.standIn), firstSeed))
    }
    let changed = arms.filter { !$0.text.isEmpty }
    guard let first = changed.first else { return "nothing" }
    if changed.count == arms.count, changed.allSatisfy({ $0.text == first.text }) { return first.text }
    return changed.map { "in place of \($0.arm.words): \($0.text)" }.joined(separator: "; ")
  }

  private static func changes(from own: World, to world: World, _ firstSeed: Int) -> String {
    var changes = world.setup.changes(from: own.setup)
    if world.seedOffset != own.seedOffset { changes.append("seeds from \(firstSeed + world.seedOffset)") }
    if world.window.text != own.window.text {
      var window = own.window
      window.stepLimit = world.window.stepLimit
      let isLimitOnly = window.text == world.window.text
      let limit = world.window.stepLimit
      changes.append(isLimitOnly ? "at most \(limit) step\(limit == 1 ? "" : "s")" : world.window.text)
    }
    if let words = world.setup.plantedWords { changes.append("planted defect: \(words)") }
    return changes.joined(separator: ", ")
  }
}

extension Materiality {
  /// The bound for single runs at a scale; nil for a materiality that does not bound single runs.
  func tolerance(at scale: Int, of axis: ClaimKit.Axis) -> Double? {
    guard case .tolerance(let rule) = size else { return nil }
    return rule.value(at: axis.dimension(at: scale))
  }
}
