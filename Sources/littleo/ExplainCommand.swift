import Checking
import ClaimKit
import MultiView

/// `littleo explain`: everything a claim says and is decided by, without training.
struct ExplainCommand {
  private let _entry: ClaimEntry
  private let _profile: Profile
  private let _standing: Standing

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line, Arguments.Grammar(command: "explain", options: ["profile": false, "reports": false], maximalWords: 1))
    guard let name = arguments.words.first else {
      throw UsageError("explain needs a claim, as in “littleo explain \(Catalogue.names.first ?? "CLAIM")”.")
    }
    _entry = try Catalogue.entry(named: name)
    _profile = try Catalogue.profile(named: arguments.value("profile"))
    _standing = Standing(folder: arguments.value("reports"))
  }

  func run() -> ExitStatus {
    _standing.warn()
    print([_statement, _standIn, _materialities, _controls, _cost].joined(separator: "\n\n"))
    return .passed
  }

  private var _claim: any Claim { _entry.claim }

  private var _statement: String {
    let source = _claim.source
    var lines = ["\(_claim.name): \(_claim.title)", "", _claim.says, ""]
    lines.append("source: \(source.label) \(source.provenance.mark) (\(source.provenance.rawValue))")
    if !source.remark.isEmpty { lines.append("remark: \(source.remark)") }
    if !_claim.restsOn.isEmpty {
      lines.append("rests on: \(_claim.restsOn.map { $0.name }.joined(separator: ", "))")
    }
    lines += ["", "statement"] + _claim.statement.map { "  " + $0.text }
    return lines.joined(separator: "\n")
  }

  private var _standIn: String {
    let regime = _claim.instance.regime
    let ends = [_profile.scales.first, _profile.scales.last].compactMap { $0 }
    let parameters = ends.map { try? regime.parameters(at: $0) }
    var table = TextTable(
      ["  parameter", "formula"] + ends.map { "d = \($0)" } + ["because"], numeric: Set(2..<2 + ends.count))
    for parameter in RegimeParameter.allCases {
      let rule = regime.rule(parameter)
      let values = parameters.map { _shortened($0?.value(of: parameter) ?? "–") }
      let formula = rule?.formula ?? (parameter == .mode ? regime.mode.rawValue : "follows")
      table.add(["  " + parameter.rawValue, formula] + values + [rule?.reason ?? ""])
    }
    let window = _claim.instance.window
    return """
      stand-in: regime \(regime.name). \(regime.summary)
      \(table.text)

      profile \(_profile.rawValue): d = \(_profile.scales.map(String.init).joined(separator: ", ")); \
      \(_profile.runs) runs per scale, because \(_profile.reason)
      window [T*, \(window.factor)·T*], T* the first checkpoint with training loss ≤ \(window.lossBound.formula)
        the bound, because \(window.lossBound.reason)
        the factor \(window.factor), because \(window.factorReason)
        at most \(window.stepLimit) steps to T*, because \(window.stepLimitReason)
      """
  }

  private var _materialities: String {
    let lines = _claim.instance.materialities.map { materiality in
      let unit = materiality.isRelative ? " of its mean at the smallest d" : ""
      return
        "  \(materiality.quantity.text): \(TerminalNumber.short(materiality.epsilon))\(unit), because \(materiality.reason)"
    }
    return (["what counts as material"] + lines).joined(separator: "\n")
  }

  private var _controls: String {
    let lines = _claim.controls.map { control in
      "  \(control.name): must refute \(control.refutes.text), because \(control.reason)\n    \(_changes(of: control))"
    }
    return (["controls, worlds in which the claim must fail"] + lines).joined(separator: "\n")
  }

  /// What a control changes in the claim's own world.
  private func _changes(of control: Control) -> String {
    let changes = _claim.arms.flatMap { arm in
      let own = World(labels: arm, instance: _claim.instance)
      let world = control.world(for: arm, of: _claim.instance)
      var changes: [String] = []
      if world.labels != own.labels { changes.append("trained on \(world.labels.rawValue) labels") }
      if world.regime.name != own.regime.name { changes.append("regime \(world.regime.name)") }
      if world.seedOffset != own.seedOffset { changes.append("seeds from \(_profile.firstSeed + world.seedOffset)") }
      if world.stepLimit != own.stepLimit { changes.append("at most \(world.stepLimit) steps to T*") }
      return changes.isEmpty ? [] : ["in place of \(arm.rawValue) labels: " + changes.joined(separator: ", ")]
    }
    return changes.joined(separator: "; ")
  }

  private var _cost: String {
    do {
      let plan = try Plan([_entry], design: Design(_profile))
      return """
        cost at profile \(_profile.rawValue): \(plan.trials.count) trials, \
        about \(TerminalNumber.p(plan.work)) multiply–adds, the largest trial in \(TerminalNumber.bytes(plan.largestMemory))
        registration: \(plan.claims.map { Registration(of: $0).digest }.joined())
        verdict at profile \(_profile.rawValue): \(_standing.of(_entry, at: _profile)). \(_standing.origin)
        """
    } catch {
      return "cost at profile \(_profile.rawValue): it cannot be run. \(error)"
    }
  }

  /// Cuts a number to few digits; the rules are exact, the table is for the eye.
  private func _shortened(_ text: String) -> String {
    guard text.contains("."), let value = Double(text) else { return text }
    return TerminalNumber.short(value)
  }
}
