import Decision
import Foundation

/// What a decision page says in sentences and facts, as plain text.
///
/// A verdict excludes something at a level, under assumptions it names; it never proves a limit or a growth law.
struct DecisionWords {
  private let _page: DecisionPage
  private var _decision: Decision { _page.decision }
  private var _rules: DecisionRules { _page.rules }

  init(_ page: DecisionPage) { _page = page }

  /// The verdict in one line.
  var title: String { "\(_page.question) of \(_page.metric): \(_page.verdict)" }

  /// p-values, and what the verdict means.
  var sentences: [String] {
    let (support, refute) = (
      NumberText.probability(_decision.decisiveSupport), NumberText.probability(_decision.decisiveRefute)
    )
    let levels = _page.levels
    let (forLevel, againstLevel) = (levels.spentOnSupport, levels.spentOnRefute)
    let judged =
      forLevel == againstLevel
      ? "each judged at \(_percent(forLevel))" : "judged at \(_percent(forLevel)) and \(_percent(againstLevel))"
    return ["p for \(support), p against \(refute), \(judged). \(_meaning)"] + _page.remarks.map { $0 + "." }
  }

  /// What was asked and on what the decision rests, label by label.
  var facts: [(label: String, text: String)] {
    _asked + _seen + _decision.notes.map { ("note", $0) }
  }

  // MARK: The meaning

  private var _meaning: String {
    switch _page.verdict {
    case .supported: return _claim(supported: true, level: _page.levels.spentOnSupport) + " " + _standIn
    case .refuted: return _claim(supported: false, level: _page.levels.spentOnRefute) + " " + _standIn
    case .inconclusive(let reason): return _open(reason)
    }
  }

  private var _standIn: String {
    let last = _page.evidence.scales.last.map { NumberText.exact($0) } ?? "d"
    return "This is a statement about the scales up to \(last) under the rules below, not about the limit itself."
  }

  private func _claim(supported: Bool, level: Double) -> String {
    let excluded = "excluded at level \(_percent(level))"
    switch _page.predicate {
    case .vanishes, .staysAway:
      let isBelow = (_page.predicate == .vanishes) == supported
      let threshold = _decision.diagnostics.threshold.map { NumberText.short($0) } ?? "ε"
      let assumption =
        isBelow
        ? "the mean does not rise with d and falls, if it falls, like a decay of the declared class"
        : "a decay to 0 would be no slower than the declared class"
      return "A limit \(isBelow ? "above" : "below") \(threshold) is \(excluded) if \(assumption)."
    case .isProportional:
      return supported
        ? "A slope beyond ±\(_short(_rules.slopeTolerance)) of ln(\(_page.metric)/f), and a change of that ratio by more "
          + "than the factor \(_short(_rules.bandRatio)) between two scales, are \(excluded). Laws that differ by less, "
          + "such as a power of ln d, are not told apart by this."
        : "A slope of ln(\(_page.metric)/f) within ±\(_short(_rules.slopeTolerance)) is \(excluded)."
    case .isBounded:
      return supported
        ? "A slope of ln(\(_page.metric)/f) above \(_short(_rules.slopeTolerance)), and a rise of that ratio by more than "
          + "the factor \(_short(_rules.bandRatio)) between two scales, are \(excluded). Slower growth by less than that "
          + "is not told apart by this."
        : "A slope of ln(\(_page.metric)/f) of at most \(_short(_rules.slopeTolerance)) is \(excluded)."
    case .isPolynomial:
      return supported
        ? "A bend above \(_short(_rules.bendTolerance)) on log-log axes, and an exponent above "
          + "\(_short(_rules.largestDegree)) at the largest scale, are \(excluded)."
        : "A bend of at most \(_short(_rules.bendTolerance)) on log-log axes is \(excluded)."
    case .holdsUsually:
      let rate = _percent(_rules.failureRate)
      return supported
        ? "A share of violating runs above \(rate) at the largest d is \(excluded) if that share does not rise with d."
        : "A share of violating runs below \(rate) at the largest scale is \(excluded)."
    }
  }

  private func _open(_ reason: Reason) -> String {
    switch reason {
    case .design: "Nothing was judged, because the design is too small."
    case .health: "Nothing was judged, because the numbers are not fit for it."
    case .power: "Neither side is excluded; more runs may settle it."
    case .slowDecay:
      "What is seen agrees with a decay too slow to be told from a floor on these scales; larger scales, rather than "
        + "more runs, may settle it."
    case .lookBudget:
      "One side is significant at the level of all looks together, but not at what this look may spend; a later look may "
        + "settle it."
    case .preAsymptotic:
      "The scales do not yet show one limiting behaviour, or the two sides contradict each other; larger scales may "
        + "settle it."
    }
  }

  // MARK: Facts

  private var _asked: [(label: String, text: String)] {
    let kind =
      switch _page.evidence.kind {
      case .count(let trials): "count out of \(trials)"
      case .positive: "positive"
      case .signed: "signed, in [−1, 1]"
      case .boolean: "boolean, 1 where a run violates"
      }
    var facts = [(label: "kind", text: "\(kind) (\(_page.kindReason))")]
    switch _page.predicate {
    case .vanishes, .staysAway:
      let share = "\(_percent(_rules.materiality)) of the mean at the smallest scale"
      let threshold = _decision.diagnostics.threshold.map { ", here \(NumberText.short($0))" } ?? ""
      let epsilon = _rules.isRelative ? share + threshold : _short(_rules.materiality)
      facts.append(("materiality", "ε = \(epsilon); a limit below it is read as o(1), above it as Ω(1)"))
      facts.append(
        (
          "decays",
          "at least as fast as d^−\(_short(_rules.slowestPower)) or (ln d)^−\(_short(_rules.slowestLogarithmicPower)), "
            + "up to exponentials"
        ))
    case .isBounded(let law), .isProportional(let law):
      let against = law.regressor == .scale ? "ln d" : "ln f"
      facts.append(
        (
          "tolerances",
          "slope κ = \(_short(_rules.slopeTolerance)) against \(against), ratio C = \(_short(_rules.bandRatio)) over the scales"
        ))
    case .isPolynomial(let quantum):
      let spacing = quantum > 0 ? "; values are a factor \(_short(exp(quantum))) apart" : ""
      facts.append(
        (
          "tolerances",
          "bend \(_short(_rules.bendTolerance)), largest degree \(_short(_rules.largestDegree))\(spacing)"
        ))
    case .holdsUsually: facts.append(("failure rate", "q* = \(_short(_rules.failureRate))"))
    }
    let scales = _page.evidence.scales
    let registered = _page.evidence.runs.map(\.count)
    let present = _page.evidence.runs.reduce(0) { $0 + $1.count { $0 != nil } }
    let ends = Set([scales.first, scales.last].compactMap { $0 }).sorted().map { NumberText.exact($0) }
    facts.append(
      (
        "data",
        "\(_counted(scales.count, "scale")) (d = \(ends.joined(separator: " … "))), "
          + "\(_counted(registered.max() ?? 0, "run")) registered at each, \(_counted(present, "value")) in all"
      ))
    return facts
  }

  private var _seen: [(label: String, text: String)] {
    let numbers = _decision.diagnostics
    var facts: [(label: String, text: String)] = []
    switch numbers.basis {
    case .distributionFree:
      facts.append(
        (
          "path",
          "distribution-free: \(numbers.deviatingRuns ?? 0) runs differ from the commonest value, too few to estimate a "
            + "dispersion, so runs are bets in their order"
        ))
    case .model:
      let dispersion = numbers.dispersion.map { NumberText.short($0) } ?? "—"
      facts.append(("path", "model: quasi-likelihood with dispersion φ = \(dispersion) between runs"))
    case nil: break
    }
    if let curve = numbers.curve { facts.append(("best curve", _text(of: curve))) }
    if let slope = numbers.slope, let error = numbers.slopeError {
      facts.append(("slope", "\(NumberText.short(slope)) with standard error \(NumberText.short(error))"))
    }
    if let bend = numbers.bend, let error = numbers.bendError {
      let top = numbers.topExponent.map { ", exponent \(NumberText.short($0)) at the largest scale" } ?? ""
      facts.append(("bend", "\(NumberText.short(bend)) with standard error \(NumberText.short(error))\(top)"))
    }
    if let limit = numbers.failureLimit {
      facts.append(
        ("failures", "at most \(_percent(limit)) at the largest scale, at level \(_percent(_rules.gateLevel))"))
    }
    if let p = numbers.pLackOfFit {
      let found = numbers.hasLackOfFit ? "no curve of the class fits, so likelihood ratios were shrunk" : "not found"
      let words = numbers.slope == nil ? found : p < _rules.lackOfFitLevel ? "found" : "not found"
      let text = NumberText.probability(p)
      facts.append(("lack of fit", "\(words) (p \(text.hasPrefix("<") ? text : "= \(text)"))"))
    }
    if _decision.decisiveSupport != _decision.pSupport || _decision.decisiveRefute != _decision.pRefute {
      let (support, refute) = (NumberText.probability(_decision.pSupport), NumberText.probability(_decision.pRefute))
      facts.append(
        ("uncorrected", "p for \(support), p against \(refute), which decide nothing (decision procedure §3.6)"))
    }
    let open = numbers.rivals.filter { !$0.isToldApart }.map(\.name)
    if !numbers.rivals.isEmpty {
      facts.append(("not told apart", open.isEmpty ? "none of the rivals tried" : open.joined(separator: ", ")))
    }
    let (levels, decision) = (_page.levels, _decision)
    if let gate = decision.gateSupport {
      let isNeeded = decision.decisiveSupport <= levels.spentOnSupport
      facts.append(("gate", "support \(isNeeded ? "is" : "would be") withheld: \(gate.rawValue)"))
    }
    if let gate = decision.gateRefute {
      let isNeeded = decision.decisiveRefute <= levels.spentOnRefute
      facts.append(("gate", "refutation \(isNeeded ? "is" : "would be") withheld: \(gate.rawValue)"))
    }
    return facts
  }

  private func _text(of curve: FittedCurve) -> String {
    let first = NumberText.exact(curve.shape.firstScale)
    let exponent = NumberText.short(curve.shape.exponent)
    let shape =
      switch curve.shape.family {
      case .power: "(d/\(first))^−\(exponent)"
      case .logarithmic: "(ln d/ln \(first))^−\(exponent)"
      case .exponential: "exp(−\(exponent)·(d/\(first) − 1))"
      }
    let sign = curve.amplitude < 0 ? "−" : "+"
    return "\(NumberText.short(curve.floor)) \(sign) \(NumberText.short(abs(curve.amplitude)))·\(shape)"
  }

  private func _counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
  private func _short(_ value: Double) -> String { NumberText.short(value) }
  private func _percent(_ share: Double) -> String { "\(NumberText.short(100 * share)) %" }
}
