import ClaimKit
import Files
import Planning
import Reporting

/// `littleo explain`: shows the statement, source, stand-in, controls and cost of a claim, without training.
struct ExplainCommand {
  private let entry: ClaimEntry
  private let profile: Profile
  private let reports: Place?
  private let isJSON: Bool

  init(_ line: [String]) throws(UsageError) {
    let arguments = try Arguments(
      line,
      Arguments.Grammar(
        command: "explain", options: ["profile": false, "reports": false], switches: ["json"], maximalWords: 1))
    isJSON = arguments.has("json")
    guard let name = arguments.words.first else {
      throw UsageError("explain needs a claim, as in “littleo explain \(Catalogue.names.first ?? "CLAIM")”.")
    }
    entry = try Catalogue.entry(named: name)
    self.profile = try Catalogue.profile(named: arguments.value("profile"))
    reports = arguments.place("reports")
  }

  func run(on desk: Desk) throws -> ExitStatus {
    let verdicts = CommittedVerdicts(folder: reports, on: desk)
    let outline: Result<PlanOutline, PlanError>
    do {
      outline = .success(
        try PlanOutline(
          [entry], design: Design(profile), experiments: ExperimentRegistry.known))
    } catch {
      outline = .failure(error)
    }
    let planned = try? outline.get().claims.first
    if isJSON {
      let outline = try? outline.get()
      let standing = verdicts.of(entry, at: profile, outlined: outline)
      try desk.console.print(
        ClaimObject(
          entry, outline, standing, discriminated: verdicts.conclusions(of: entry, standing)?.discriminated,
          statement: StatementText(claim).lines
        ).value.document)
      return .passed
    }
    let parts = [
      self.statement, hypotheses(planned), foundations, standIn, parameters(planned), materialities, controls, caveat,
      cost(outline, verdicts),
    ]
    try desk.show(parts.filter { !$0.isEmpty }.joined(separator: "\n\n"))
    return .passed
  }

  private var claim: any Claim { entry.claim }

  private var statement: String {
    let source = claim.source
    var lines = ["\(claim.name): \(claim.title)", "", claim.says, ""]
    lines.append("source: \(source.label) \(source.provenance.mark) (\(source.provenance.words))")
    if !source.remark.isEmpty { lines.append("remark: \(source.remark)") }
    lines += ["", "statement"] + StatementText(claim).lines.map { "  " + $0 }
    return lines.joined(separator: "\n")
  }

  /// The hypotheses with what the registered scales say about them; empty without hypotheses to check.
  private func hypotheses(_ planned: PlannedClaim?) -> String {
    let lines = (planned.map { HypothesisAudit.all(of: $0.study) } ?? []).flatMap { audit in
      ["  \(audit.hypothesis.text): \(HypothesisText(audit).words)"]
        + HypothesisText(audit).lines(on: claim.standIn.axis).map { "    \($0)" }
    }
    return lines.isEmpty ? "" : (["hypotheses at profile \(self.profile.rawValue)"] + lines).joined(separator: "\n")
  }

  private var foundations: String {
    guard let graph = try? ClaimGraph([claim]), !claim.restsOn.isEmpty else { return "" }
    let direct = graph.supports(of: claim.name)
    let through = graph.foundations(of: claim.name).filter { !direct.contains($0) }
    return "rests on: \(direct.joined(separator: ", "))"
      + (through.isEmpty ? "" : "\nindirectly on: \(through.joined(separator: ", "))")
  }

  private var standIn: String {
    let (axis, window) = (claim.standIn.axis, claim.standIn.window)
    let own = axis.scales(at: self.profile)
    let scales = (own ?? self.profile.scales).map(String.init).joined(separator: ", ")
    var lines = ["stand-in at profile \(self.profile.rawValue)"]
    if let meaning = axis.meaning { lines.append("  scale: \(meaning)\n    because \(axis.reason)") }
    lines.append("  \(axis.symbol) = \(scales)")
    if own != nil { lines.append("    because \(axis.reason)") }
    lines.append(
      "  \(self.profile.runs) runs per scale\n    because \(own == nil ? self.profile.reason : self.profile.runsReason)"
    )
    lines.append("  window: \(window.text)\n    because \(window.reason)")
    if let bound = window.lossBound {
      lines.append("  bound on the loss: \(bound.formula)\n    because \(bound.reason)")
    }
    if !window.limitReason.isEmpty {
      lines.append("  step limit: \(window.fitLimit?.formula ?? "none")\n    because \(window.limitReason)")
    }
    return lines.joined(separator: "\n")
  }

  private func parameters(_ planned: PlannedClaim?) -> String {
    let (setup, axis) = (claim.standIn.setup, claim.standIn.axis)
    let scales = planned?.design.scales ?? []
    let ends = Set([scales.indices.first, scales.indices.last].compactMap { $0 }).sorted()
    let arm = planned?.study.arms.first
    let values = ends.map { end in arm.flatMap { planned?.study.trials(of: $0)[end].first?.settings } }
    var table = TextTable(
      ["  parameter", "formula"] + ends.map { "\(axis.symbol) = \(scales[$0])" } + ["because"],
      numeric: Set(2..<2 + ends.count), prose: [1: 14, 2 + ends.count: 24])
    for row in setup.fullTable {
      table.add(
        ["  " + row.name, row.formula] + values.map { shortened($0?[row.name].map(\.description) ?? "–") } + [
          row.reason
        ])
    }
    let armNote = claim.arms.count > 1 ? arm.map { ", values with \($0.words)" } ?? "" : ""
    return "\(setup.title.kind) \(setup.title.name)\(armNote). \(setup.summary)\n\(table.text)"
  }

  private var materialities: String {
    let lines = claim.standIn.materialities.map { materiality in
      "  \(materiality.quantity.text): \(materiality.text)\n    because \(materiality.reason)"
    }
    return (["materialities and tolerances"] + lines).joined(separator: "\n")
  }

  private var controls: String {
    let lines = self.claim.controls.map { control in
      let order = control.order.map { " \($0.text)" } ?? ""
      return """
          \(control.name): must refute \(control.refutes.text)\(order)
            because \(control.reason)
            changes: \(WorldText.changes(of: control, in: self.claim, firstSeed: profile.firstSeed))
        """
    }
    let without = self.claim.uncontrolledConclusions.map { "  without a control: \($0.text)" }
    return (["controls: worlds in which the claim must fail"] + lines + without).joined(separator: "\n")
  }

  private var caveat: String {
    claim.caveat.isEmpty ? "" : "what the verdict does not say\n  \(claim.caveat)"
  }

  private func cost(_ outline: Result<PlanOutline, PlanError>, _ verdicts: CommittedVerdicts) -> String {
    switch outline {
    case .success(let outline):
      """
      cost at profile \(self.profile.rawValue): \(outline.demands.count) trials, \
      controls included; about \(TerminalNumber.duration(outline.seconds)) on one thread of the reference machine.
      The largest trial takes \(TerminalNumber.bytes(outline.largestMemory)). \
      “littleo plan \(claim.name)” estimates the time on this machine.
      registration: \(outline.claims.map { Registration(of: $0).digest }.joined())
      verdict at profile \(self.profile.rawValue): \(verdict(outline, verdicts)). \(verdicts.origin)
      """
    case .failure(let error): "cost at profile \(self.profile.rawValue): it cannot be run. \(error)"
    }
  }

  /// The verdict in the report, and what it means where the word says less than supported.
  private func verdict(_ outline: PlanOutline, _ verdicts: CommittedVerdicts) -> String {
    let standing = verdicts.of(entry, at: self.profile, outlined: outline)
    guard case .current(let verdict) = standing, let word = VerdictWord(leading: verdict),
      word == .extrapolated || word == .notContradicted
    else { return "\(standing)" }
    return "\(verdict) (\(word.meaning))"
  }

  /// Shortens a number to four significant digits for display; the rules themselves are exact.
  private func shortened(_ text: String) -> String {
    guard text.contains("."), let value = Double(text) else { return text }
    return TerminalNumber.short(value)
  }
}

/// A statement as mathematics: hypotheses, quantifiers and conclusions, one per line.
struct StatementText {
  private let claim: any Claim

  init(_ claim: any Claim) { self.claim = claim }

  /// The lines, with conclusions indented under their quantifier and each quantity in words beside its symbol.
  var lines: [String] {
    var lines: [String] = []
    var isFirst = true
    for case .given(let hypothesis) in claim.statement {
      lines.append((isFirst ? "given  " : "       ") + text(of: hypothesis))
      isFirst = false
    }
    for clause in claim.statement {
      switch clause {
      case .given: break
      case .conclude(let conclusion): lines += self.lines([conclusion], indent: "")
      case .forEvery(let from, let to, let conclusions):
        lines.append("∀ T ∈ [\(from.text), \(to.text)]:")
        lines += self.lines(conclusions, indent: "  ")
      case .withHighProbability(let from?, let to?, let conclusions):
        lines.append("with high probability, ∀ T ∈ [\(from.text), \(to.text)]:")
        lines += self.lines(conclusions, indent: "  ")
      case .withHighProbability(_, _, let conclusions):
        lines.append("with high probability:")
        lines += self.lines(conclusions, indent: "  ")
      }
    }
    return lines
  }

  private func text(of hypothesis: Hypothesis) -> String {
    switch hypothesis {
    case .arm(let arm, _): "\(arm.noun) = \(arm.text)"
    case .atLeast, .atMost, .condition: hypothesis.text
    }
  }

  private func lines(_ conclusions: [Conclusion], indent: String) -> [String] {
    let formulas = conclusions.map { "\(Self.symbol(of: $0.quantity)) \($0.order.text)" }
    let width = formulas.reduce(0) { max($0, $1.count) }
    return zip(conclusions, formulas).map { conclusion, formula in
      let words = conclusion.quantity.text
      if formula.hasPrefix(words) { return indent + formula }
      return indent + formula + String(repeating: " ", count: width - formula.count + 3) + words
    }
  }

  /// Returns a quantity in symbols; F⁽ᵀ⁾ is the network after T steps, X a fresh sample.
  ///
  /// - Parameter arm: The arm under which the quantity is taken; nil if the statement names none.
  static func symbol(of quantity: Quantity, under arm: Arm? = nil) -> String {
    let network = arm.map { "F_{\($0.text)}⁽ᵀ⁾" } ?? "F⁽ᵀ⁾"
    let place = arm.map { " (\($0.text))" } ?? ""
    switch quantity {
    case .measured(let observable):
      return observable.notation?.replacing("%", with: network) ?? quantity.text + place
    case .ratio: return quantity.text + place
    case .difference(let inner, let first, let second):
      return "\(symbol(of: inner, under: first)) − \(symbol(of: inner, under: second))"
    case .distance(let inner, let first, let second):
      let (first, second) = (symbol(of: inner, under: first), symbol(of: inner, under: second))
      let gap = "|\(first) − \(second)|"
      return inner.kind == .positive ? "\(gap) / max(\(first), \(second))" : gap
    case .under(let arm, let inner): return symbol(of: inner, under: arm)
    }
  }
}
