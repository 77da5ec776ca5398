import Checking
import ClaimKit
import MultiView

/// What a control changes in the world of its claim, in words.
package enum WorldText {
  /// Returns what a control changes, arm by arm where it does not change all alike.
  ///
  /// - Parameter firstSeed: The first registered seed, which an offset is added to.
  package static func changes(of control: Control, in claim: any Claim, firstSeed: Int) -> String {
    let arms = claim.arms.map { arm in
      let own = World(arm, instance: claim.instance)
      return (arm: arm, text: _changes(from: own, to: control.world(for: arm, of: claim.instance), firstSeed))
    }
    let changed = arms.filter { !$0.text.isEmpty }
    guard let first = changed.first else { return "nothing" }
    if changed.count == arms.count, changed.allSatisfy({ $0.text == first.text }) { return first.text }
    return changed.map { "in place of \($0.arm.words): \($0.text)" }.joined(separator: "; ")
  }

  private static func _changes(from own: World, to world: World, _ firstSeed: Int) -> String {
    var changes: [String] = []
    if world.labels != own.labels { changes.append("trained on \(world.labels.name) labels") }
    if world.frame != own.frame { changes.append("\(world.frame.rawValue) dictionary") }
    changes += _regime(from: own.regime, to: world.regime)
    if world.seedOffset != own.seedOffset { changes.append("seeds from \(firstSeed + world.seedOffset)") }
    if world.window.text != own.window.text {
      var window = own.window
      window.stepLimit = world.window.stepLimit
      let isLimitOnly = window.text == world.window.text
      changes.append(isLimitOnly ? "at most \(world.window.stepLimit) steps" : world.window.text)
    }
    if let fault = world.fault { changes.append("planted fault: \(fault.words)") }
    return changes.joined(separator: ", ")
  }

  /// The regime by name, and every rule that differs.
  private static func _regime(from own: Regime, to regime: Regime) -> [String] {
    let rules = RegimeParameter.allCases.compactMap { parameter -> String? in
      guard let rule = regime.rule(parameter), rule.formula != own.rule(parameter)?.formula else { return nil }
      return "\(parameter.rawValue) = \(rule.formula)"
    }
    let mode = regime.mode == own.mode ? [] : ["mode = \(regime.mode.rawValue)"]
    guard regime.name != own.name || !(rules + mode).isEmpty else { return [] }
    let changes = (rules + mode).joined(separator: ", ")
    if regime.name == own.name { return [changes] }
    return ["regime \(regime.name)" + (changes.isEmpty ? "" : " (\(changes))")]
  }
}
