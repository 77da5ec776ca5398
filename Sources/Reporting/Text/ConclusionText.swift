import ClaimKit
import Decision
import Foundation
import Verification

/// What the finding on one conclusion says in sentences; each says what was decided and no more.
struct ConclusionText {
  private let _conclusion: ConclusionFinding
  private let _axis: ClaimKit.Axis
  private let _window: Window
  private let _levels: ErrorLevels
  private var _decision: Decision { _conclusion.decision }
  private var _numbers: Diagnostics { _conclusion.decision.diagnostics }
  private var _rules: DecisionRules { _conclusion.materiality.rules }
  private var _quantity: Quantity { _conclusion.conclusion.quantity }

  init(_ conclusion: ConclusionFinding, of finding: Finding) {
    _conclusion = conclusion
    _axis = finding.claim.instance.axis
    _window = finding.claim.instance.window
    _levels = finding.levels
  }

  // MARK: One sentence to quote

  /// One sentence that can be quoted on its own; nil where no number was seen.
  ///
  /// - Parameter corrected: Whether the claim's corrected verdict says that the conclusion holds, or fails; nil for neither.
  func sentence(corrected: Bool?) -> String? {
    guard let seen = _seen else { return nil }
    guard let corrected else {
      return "\(seen); alone and uncorrected this conclusion is \(_decision.verdict(levels: _levels))."
    }
    return "\(seen); \(_excluded(supported: corrected))."
  }

  private var _seen: String? {
    guard let first = _decision.scales.first, let last = _decision.scales.last else { return nil }
    let range = "At \(Markup.prose(_axis.symbol)) = \(NumberText.exact(first.scale))…\(NumberText.exact(last.scale))"
    if _conclusion.conclusion.isUsual {
      guard _conclusion.isMeasured else { return nil }
      let counts = ViolationCounts(_conclusion)
      let missing = counts.missing == 0 ? "" : ", and \(counts.missing) are missing"
      return "\(range) the \(Markup.prose(_quantity.text)) is \(_side) its tolerance, \(Markup.prose(_tolerance)), in "
        + "\(counts.violating) of \(counts.present) runs, at the largest scale in \(counts.lastViolating) of "
        + "\(counts.lastPresent)\(missing)"
    }
    guard let start = first.mean, let end = last.mean else { return nil }
    let which =
      _conclusion.extreme != .only && _isTwoSided ? ", \(_conclusion.extreme.rawValue) of each run's window," : ""
    return "\(range) the \(_mean) \(Markup.prose(_quantity.text))\(which) goes from "
      + "\(NumberText.interval(start, first.lower, first.upper)) to \(NumberText.interval(end, last.lower, last.upper))"
  }

  private func _excluded(supported: Bool) -> String {
    let threshold = _numbers.threshold.map { NumberText.short($0) } ?? "the materiality"
    switch _conclusion.predicate {
    case .vanishes, .staysAway:
      let isBelow = (_conclusion.predicate == .vanishes) == supported
      return "a limit \(isBelow ? "above" : "below") \(threshold) is excluded under the declared class of decays"
    case .isProportional:
      return supported
        ? "a slope of \(_logarithm) beyond ±\(_short(_rules.slopeTolerance)) and a change of that ratio by more than the factor "
          + "\(_short(_rules.bandRatio)) between two scales are excluded"
        : "a slope of \(_logarithm) within ±\(_short(_rules.slopeTolerance)) is excluded"
    case .isBounded:
      return supported
        ? "a slope of \(_logarithm) above \(_short(_rules.slopeTolerance)) and a rise of that ratio by more than the factor "
          + "\(_short(_rules.bandRatio)) between two scales are excluded"
        : "a slope of \(_logarithm) of at most \(_short(_rules.slopeTolerance)) is excluded"
    case .isPolynomial:
      return supported
        ? "a bend above \(_short(_rules.bendTolerance)) on log–log axes and an exponent above \(_short(_rules.largestDegree)) "
          + "at the largest scale are excluded"
        : "a bend of at most \(_short(_rules.bendTolerance)) on log–log axes is excluded"
    case .holdsUsually:
      let rate = NumberText.percent(_rules.failureRate)
      return supported
        ? "a share of violating runs above \(rate) at the largest scale is excluded if that share does not rise with the scale"
        : "a share of violating runs below \(rate) at the largest scale is excluded"
    }
  }

  // MARK: On what the decision rests

  /// The p-values, the numbers behind them, gates and notes.
  var evidence: String {
    var parts = [
      "p (support) = \(NumberText.probability(_decision.decisiveSupport)), p (refute) = "
        + "\(NumberText.probability(_decision.decisiveRefute)), alone: **\(_decision.verdict(levels: _levels))**."
    ]
    switch _conclusion.predicate {
    case .vanishes, .staysAway: parts += _limit
    case .isBounded, .isProportional: parts += _growth
    case .isPolynomial: parts += _polynomial
    case .holdsUsually: parts += _frequency
    }
    let open = _numbers.rivals.filter { !$0.isToldApart }.map { Markup.prose($0.name) }
    if !_numbers.rivals.isEmpty {
      parts.append("Laws not told apart: \(open.isEmpty ? "none of those tried" : open.joined(separator: ", ")).")
    }
    // A gate that withholds what is not significant withholds nothing.
    if let gate = _decision.gateSupport, _decision.decisiveSupport <= _levels.support {
      parts.append("Support is withheld: \(gate.rawValue).")
    }
    if let gate = _decision.gateRefute, _decision.decisiveRefute <= _levels.refute {
      parts.append("Refutation is withheld: \(gate.rawValue).")
    }
    parts += _decision.notes.map { "Note: \(Markup.prose($0))." }
    return parts.joined(separator: " ")
  }

  private var _limit: [String] {
    var parts: [String] = []
    switch _numbers.basis {
    case .distributionFree:
      parts.append(
        "Distribution-free: \(_numbers.deviatingRuns ?? 0) runs differ from the commonest value, "
          + "too few to estimate a dispersion; the limits are those of a bet on bounded runs.")
    case .model:
      let dispersion = _numbers.dispersion.map { NumberText.short($0) } ?? "—"
      parts.append("Quasi-likelihood with dispersion φ = \(dispersion) estimated between runs.")
    case nil: break
    }
    if let fit = _numbers.curve {
      parts.append("Best fit: floor \(NumberText.short(fit.floor)), amplitude \(NumberText.short(fit.amplitude)).")
    }
    if _numbers.hasLackOfFit { parts.append("No curve of the class fits; the likelihood ratios were shrunk.") }
    return parts
  }

  private var _growth: [String] {
    guard let slope = _numbers.slope, let error = _numbers.slopeError else { return [] }
    let bound = (_isTwoSided ? "±" : "") + _short(_rules.slopeTolerance)
    var parts = [
      "Slope of \(_logarithm) against \(_regressor): \(NumberText.short(slope)), standard error "
        + "\(NumberText.short(error)); allowed \(_isTwoSided ? "" : "up to ")\(bound)."
    ]
    if let band = _band {
      parts.append(
        "That ratio \(_isTwoSided ? "changes" : "rises") by a factor of up to \(NumberText.short(band)) between two scales; "
          + "allowed up to \(_short(_rules.bandRatio)).")
    }
    return parts
  }

  private var _polynomial: [String] {
    guard let bend = _numbers.bend, let error = _numbers.bendError else { return [] }
    var parts = [
      "Bend on log–log axes: \(NumberText.short(bend)), standard error \(NumberText.short(error)); allowed up to "
        + "\(_short(_rules.bendTolerance))."
    ]
    if let top = _numbers.topExponent {
      parts.append(
        "Exponent at the largest scale: \(NumberText.short(top)); allowed up to \(_short(_rules.largestDegree)).")
    }
    if case .polynomial(_, _, let spacing) = _conclusion.materiality.size, spacing > 1 {
      parts.append(
        "Values that can occur are up to a factor \(_short(spacing)) apart, which the standard error includes.")
    }
    return parts
  }

  private var _frequency: [String] {
    var parts = [
      "The number decided on is a share of runs: those whose \(_value) is \(_side) the tolerance, \(Markup.prose(_tolerance)). "
        + "A share below \(NumberText.percent(_rules.failureRate)) counts as with high probability."
    ]
    if let limit = _numbers.failureLimit {
      parts.append(
        "At the largest scale it is at most \(NumberText.percent(limit)) (95 % limit; a missing run counts as a violation)."
      )
    }
    return parts
  }

  // MARK: Without the smallest scales

  /// What the conclusion becomes without the smallest scales; nil where nothing can be left out.
  var stability: String? {
    let checks = _conclusion.stability(levels: _levels)
    guard !checks.isEmpty else { return nil }
    let scales = _conclusion.evidence.scales.map(NumberText.exact)
    return checks.map { check in
      "Without \(Markup.prose(_axis.symbol)) = \(scales.prefix(check.dropped).joined(separator: ", ")): \(check.verdict) "
        + "(p support \(NumberText.probability(check.decision.decisiveSupport)), "
        + "p refute \(NumberText.probability(check.decision.decisiveRefute)))."
    }.joined(separator: " ")
  }

  // MARK: Words

  private var _isTwoSided: Bool {
    if case .isProportional = _conclusion.predicate { return true }
    return false
  }

  private var _mean: String {
    _conclusion.predicate.isLogarithmic && _conclusion.evidence.kind == .positive ? "geometric mean" : "mean"
  }

  /// Which value of a run is compared with the tolerance.
  private var _value: String {
    _quantity.isOfRun || _window.start == .end ? "value" : "\(_conclusion.extreme.rawValue) value in its window"
  }

  private var _side: String { _conclusion.conclusion.order.isUpperBound ? "above" : "below" }

  private var _tolerance: String {
    guard case .tolerance(let rule) = _conclusion.materiality.size else { return "—" }
    return rule.formula
  }

  /// The logarithm whose slope is tested.
  private var _logarithm: String {
    let quantity = Markup.prose(_quantity.text)
    guard let law = _conclusion.conclusion.order.law, law != .one else { return "ln(\(quantity))" }
    let reference = Markup.prose(law.text)
    return "ln(\(quantity.contains(" / ") ? "(\(quantity))" : quantity) / "
      + "\(reference.contains("/") ? "(\(reference))" : reference))"
  }

  /// What the slope is taken against.
  private var _regressor: String {
    let scale = "ln \(Markup.prose(_axis.symbol))"
    switch _conclusion.predicate {
    case .isProportional(let law): return law.regressor == .scale ? scale : "ln h"
    case .isBounded(let law):
      let steps = zip(law.values, law.values.dropFirst())
      if law.regressor == .scale || !(steps.allSatisfy(<) || steps.allSatisfy(>)) { return scale }
      return steps.allSatisfy(>) ? "−ln h" : "ln h"
    default: return scale
    }
  }

  /// The largest change of the quantity over h between two scales; for O the largest rise, at least 1.
  private var _band: Double? {
    let reference: GrowthReference
    switch _conclusion.predicate {
    case .isBounded(let law), .isProportional(let law): reference = law
    default: return nil
    }
    let ratios = zip(_decision.scales, reference.values).compactMap { summary, h in summary.mean.map { $0 / h } }
    guard ratios.count == reference.values.count, ratios.allSatisfy({ $0 > 0 }) else { return nil }
    var largest = 1.0
    for (index, early) in ratios.enumerated() {
      for late in ratios[(index + 1)...] {
        largest = max(largest, _isTwoSided ? max(late / early, early / late) : late / early)
      }
    }
    return largest
  }

  private func _short(_ value: Double) -> String { NumberText.short(value) }
}

/// How many runs violate their tolerance, of a conclusion that holds with high probability.
struct ViolationCounts {
  let violating: Int
  let present: Int
  let missing: Int
  let lastViolating: Int
  let lastPresent: Int

  init(_ conclusion: ConclusionFinding) {
    func violating(_ runs: [Double?]) -> Int { runs.count { $0 == 1 } }
    func present(_ runs: [Double?]) -> Int { runs.count { $0 != nil } }
    let runs = conclusion.evidence.runs
    self.violating = runs.reduce(0) { $0 + violating($1) }
    self.present = runs.reduce(0) { $0 + present($1) }
    missing = runs.reduce(0) { $0 + $1.count } - self.present
    lastViolating = runs.last.map(violating) ?? 0
    lastPresent = runs.last.map(present) ?? 0
  }
}
