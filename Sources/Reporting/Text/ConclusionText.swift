import ClaimKit
import Decision
import Foundation
import Verification

/// What the finding on one conclusion says in sentences; each says what was decided and no more.
struct ConclusionText {
  private let conclusion: ConclusionFinding
  private let axis: ClaimKit.Axis
  private let window: Window
  private let levels: ErrorLevels
  private var decision: Decision { conclusion.decision }
  private var numbers: Diagnostics { conclusion.decision.diagnostics }
  private var rules: DecisionRules { conclusion.materiality.rules }
  private var quantity: Quantity { conclusion.conclusion.quantity }

  init(_ conclusion: ConclusionFinding, of finding: Finding) {
    self.conclusion = conclusion
    axis = finding.claim.instance.axis
    window = finding.claim.instance.window
    levels = finding.levels
  }

  // MARK: One sentence to quote

  /// One sentence that can be quoted on its own; nil where no number was seen.
  ///
  /// - Parameter corrected: Whether the claim's corrected verdict says that the conclusion holds, or fails; nil for neither.
  func sentence(corrected: Bool?) -> String? {
    guard let seen = self.seen else { return nil }
    guard let corrected else {
      return "\(seen); alone and uncorrected this conclusion is \(decision.verdict(levels: levels))."
    }
    return "\(seen); \(excluded(supported: corrected))."
  }

  private var seen: String? {
    guard let first = decision.scales.first, let last = decision.scales.last else { return nil }
    let range = "At \(Markup.prose(axis.symbol)) = \(NumberText.exact(first.scale))…\(NumberText.exact(last.scale))"
    if conclusion.conclusion.isUsual {
      guard conclusion.isMeasured else { return nil }
      let counts = ViolationCounts(conclusion)
      let missing = counts.missing == 0 ? "" : ", and \(counts.missing) are missing"
      return
        "\(range) the \(Markup.prose(quantity.text)) is \(side) its tolerance, \(Markup.prose(self.tolerance)), in "
        + "\(counts.violating) of \(counts.present) runs, at the largest scale in \(counts.lastViolating) of "
        + "\(counts.lastPresent)\(missing)"
    }
    guard let start = first.mean, let end = last.mean else { return nil }
    let which =
      conclusion.extreme != .only && isTwoSided ? ", \(conclusion.extreme.rawValue) of each run's window," : ""
    return "\(range) the \(mean) \(Markup.prose(quantity.text))\(which) goes from "
      + "\(NumberText.interval(start, first.lower, first.upper)) to \(NumberText.interval(end, last.lower, last.upper))"
  }

  private func excluded(supported: Bool) -> String {
    let threshold = numbers.threshold.map { NumberText.short($0) } ?? "the materiality"
    switch conclusion.predicate {
    case .vanishes, .staysAway:
      let isBelow = (conclusion.predicate == .vanishes) == supported
      return "a limit \(isBelow ? "above" : "below") \(threshold) is excluded under the declared class of decays"
    case .isProportional:
      return supported
        ? "a slope of \(logarithm) beyond ±\(short(rules.slopeTolerance)) and a change of that ratio by more than the factor "
          + "\(short(rules.bandRatio)) between two scales are excluded"
        : "a slope of \(logarithm) within ±\(short(rules.slopeTolerance)) is excluded"
    case .isBounded:
      return supported
        ? "a slope of \(logarithm) above \(short(rules.slopeTolerance)) and a rise of that ratio by more than the factor "
          + "\(short(rules.bandRatio)) between two scales are excluded"
        : "a slope of \(logarithm) of at most \(short(rules.slopeTolerance)) is excluded"
    case .isPolynomial:
      return supported
        ? "a bend above \(short(rules.bendTolerance)) on log–log axes and an exponent above \(short(rules.largestDegree)) "
          + "at the largest scale are excluded"
        : "a bend of at most \(short(rules.bendTolerance)) on log–log axes is excluded"
    case .holdsUsually:
      let rate = NumberText.percent(rules.failureRate)
      return supported
        ? "a share of violating runs above \(rate) at the largest scale is excluded if that share does not rise with the scale"
        : "a share of violating runs below \(rate) at the largest scale is excluded"
    }
  }

  // MARK: On what the decision rests

  /// The p-values, the numbers behind them, gates and notes.
  var evidence: String {
    var parts = [
      "p (support) = \(NumberText.probability(decision.decisiveSupport)), p (refute) = "
        + "\(NumberText.probability(decision.decisiveRefute)), alone: **\(decision.verdict(levels: levels))**."
    ]
    switch conclusion.predicate {
    case .vanishes, .staysAway: parts += limit
    case .isBounded, .isProportional: parts += growth
    case .isPolynomial: parts += polynomial
    case .holdsUsually: parts += frequency
    }
    let open = numbers.rivals.filter { !$0.isToldApart }.map { Markup.prose($0.name) }
    if !numbers.rivals.isEmpty {
      parts.append("Laws not told apart: \(open.isEmpty ? "none of those tried" : open.joined(separator: ", ")).")
    }
    // A gate that withholds what is not significant withholds nothing.
    if let gate = decision.gateSupport, decision.decisiveSupport <= levels.support {
      parts.append("Support is withheld: \(gate.rawValue).")
    }
    if let gate = decision.gateRefute, decision.decisiveRefute <= levels.refute {
      parts.append("Refutation is withheld: \(gate.rawValue).")
    }
    parts += decision.notes.map { "Note: \(Markup.prose($0))." }
    return parts.joined(separator: " ")
  }

  private var limit: [String] {
    var parts: [String] = []
    switch numbers.basis {
    case .distributionFree:
      parts.append(
        "Distribution-free: \(numbers.deviatingRuns ?? 0) runs differ from the commonest value, "
          + "too few to estimate a dispersion; the limits are those of a bet on bounded runs.")
    case .model:
      let dispersion = numbers.dispersion.map { NumberText.short($0) } ?? "—"
      parts.append("Quasi-likelihood with dispersion φ = \(dispersion) estimated between runs.")
    case nil: break
    }
    if let fit = numbers.curve {
      parts.append("Best fit: floor \(NumberText.short(fit.floor)), amplitude \(NumberText.short(fit.amplitude)).")
    }
    if numbers.hasLackOfFit { parts.append("No curve of the class fits; the likelihood ratios were shrunk.") }
    return parts
  }

  private var growth: [String] {
    guard let slope = numbers.slope, let error = numbers.slopeError else { return [] }
    let bound = (isTwoSided ? "±" : "") + short(rules.slopeTolerance)
    var parts = [
      "Slope of \(logarithm) against \(regressor): \(NumberText.short(slope)), standard error "
        + "\(NumberText.short(error)); allowed \(isTwoSided ? "" : "up to ")\(bound)."
    ]
    if let band = self.band {
      parts.append(
        "That ratio \(isTwoSided ? "changes" : "rises") by a factor of up to \(NumberText.short(band)) between two scales; "
          + "allowed up to \(short(rules.bandRatio)).")
    }
    return parts
  }

  private var polynomial: [String] {
    guard let bend = numbers.bend, let error = numbers.bendError else { return [] }
    var parts = [
      "Bend on log–log axes: \(NumberText.short(bend)), standard error \(NumberText.short(error)); allowed up to "
        + "\(short(rules.bendTolerance))."
    ]
    if let top = numbers.topExponent {
      parts.append(
        "Exponent at the largest scale: \(NumberText.short(top)); allowed up to \(short(rules.largestDegree)).")
    }
    if case .polynomial(_, _, let spacing) = conclusion.materiality.size, spacing > 1 {
      parts.append(
        "Values that can occur are up to a factor \(short(spacing)) apart, which the standard error includes.")
    }
    return parts
  }

  private var frequency: [String] {
    var parts = [
      "The number decided on is a share of runs: those whose \(value) is \(side) the tolerance, \(Markup.prose(self.tolerance)). "
        + "A share below \(NumberText.percent(rules.failureRate)) counts as with high probability."
    ]
    if let limit = numbers.failureLimit {
      parts.append(
        "At the largest scale it is at most \(NumberText.percent(limit)) (95 % limit; a missing run counts as a violation)."
      )
    }
    return parts
  }

  // MARK: Without the smallest scales

  /// What the conclusion becomes without the smallest scales; nil where nothing can be left out.
  var stability: String? {
    let checks = conclusion.stability(levels: levels)
    guard !checks.isEmpty else { return nil }
    let scales = conclusion.evidence.scales.map(NumberText.exact)
    return checks.map { check in
      "Without \(Markup.prose(axis.symbol)) = \(scales.prefix(check.dropped).joined(separator: ", ")): \(check.verdict) "
        + "(p support \(NumberText.probability(check.decision.decisiveSupport)), "
        + "p refute \(NumberText.probability(check.decision.decisiveRefute)))."
    }.joined(separator: " ")
  }

  // MARK: Words

  private var isTwoSided: Bool {
    if case .isProportional = conclusion.predicate { return true }
    return false
  }

  private var mean: String {
    conclusion.predicate.isLogarithmic && conclusion.evidence.kind == .positive ? "geometric mean" : "mean"
  }

  /// Which value of a run is compared with the tolerance.
  private var value: String {
    quantity.isOfRun || self.window.start == .end ? "value" : "\(conclusion.extreme.rawValue) value in its window"
  }

  private var side: String { conclusion.conclusion.order.isUpperBound ? "above" : "below" }

  private var tolerance: String {
    guard case .tolerance(let rule) = conclusion.materiality.size else { return "—" }
    return rule.formula
  }

  /// The logarithm whose slope is tested.
  private var logarithm: String {
    let quantity = Markup.prose(self.quantity.text)
    guard let law = conclusion.conclusion.order.law, law != .one else { return "ln(\(quantity))" }
    let reference = Markup.prose(law.text)
    return "ln(\(quantity.contains(" / ") ? "(\(quantity))" : quantity) / "
      + "\(reference.contains("/") ? "(\(reference))" : reference))"
  }

  /// What the slope is taken against.
  private var regressor: String {
    let scale = "ln \(Markup.prose(axis.symbol))"
    switch conclusion.predicate {
    case .isProportional(let law): return law.regressor == .scale ? scale : "ln h"
    case .isBounded(let law):
      let steps = zip(law.values, law.values.dropFirst())
      if law.regressor == .scale || !(steps.allSatisfy(<) || steps.allSatisfy(>)) { return scale }
      return steps.allSatisfy(>) ? "−ln h" : "ln h"
    default: return scale
    }
  }

  /// The largest change of the quantity over h between two scales; for O the largest rise, at least 1.
  private var band: Double? {
    let reference: GrowthReference
    switch conclusion.predicate {
    case .isBounded(let law), .isProportional(let law): reference = law
    default: return nil
    }
    let ratios = zip(decision.scales, reference.values).compactMap { summary, h in summary.mean.map { $0 / h } }
    guard ratios.count == reference.values.count, ratios.allSatisfy({ $0 > 0 }) else { return nil }
    var largest = 1.0
    for (index, early) in ratios.enumerated() {
      for late in ratios[(index + 1)...] {
        largest = max(largest, isTwoSided ? max(late / early, early / late) : late / early)
      }
    }
    return largest
  }

  private func short(_ value: Double) -> String { NumberText.short(value) }
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
