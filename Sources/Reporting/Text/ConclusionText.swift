import ClaimKit
import Decision
import Foundation
import Verification

/// The sentences on one conclusion of a finding; each states only what was decided.
struct ConclusionText {
  private let conclusion: ConclusionFinding
  private let axis: ClaimKit.Axis
  private let window: Window
  private let levels: ErrorLevels
  /// The words behind the verdict where a control of the conclusion was not refuted.
  private let reservation: String
  private var decision: Decision { conclusion.decision }
  private var numbers: Diagnostics { conclusion.decision.diagnostics }
  private var rules: DecisionRules { conclusion.materiality.rules }
  private var quantity: Quantity { conclusion.conclusion.quantity }

  init(_ conclusion: ConclusionFinding, of finding: Finding) {
    self.conclusion = conclusion
    axis = finding.claim.standIn.axis
    window = finding.claim.standIn.window
    levels = finding.levels
    reservation = Markup.prose(ReportText.reservation(on: conclusion, in: finding))
  }

  // MARK: One sentence to quote

  /// One sentence that can be quoted on its own; nil where no number was seen.
  ///
  /// - Parameter corrected: Whether the claim's corrected verdict says that the conclusion holds, or fails; nil for
  ///   neither.
  func sentence(corrected: Bool?) -> String? {
    guard let seen = self.seen else { return nil }
    let own = decision.verdict(levels: levels)
    guard let corrected else {
      let alone = "\(seen). On its own, without correction for other claims, this conclusion is \(own)\(reservation)."
      switch own {
      case .inconclusive(.floor), .inconclusive(.slowGrowth): return "\(alone) \(words.sentence(for: own))"
      default: return alone
      }
    }
    let verdict = corrected ? decision.strength.verdict : .refuted
    let doubt = reservation.isEmpty ? "" : " On its own, this conclusion is \(own)\(reservation)."
    return "\(seen). \(words.sentence(for: verdict))\(doubt)"
  }

  private var seen: String? {
    guard let first = decision.scales.first, let last = decision.scales.last else { return nil }
    let range = "At \(Markup.prose(axis.symbol)) = \(NumberText.scale(first.scale))…\(NumberText.scale(last.scale))"
    if conclusion.conclusion.isWithHighProbability {
      guard conclusion.isMeasured, let counts = conclusion.violations else { return nil }
      let missing = counts.missing == 0 ? "" : "; \(counts.missing) further runs are missing"
      return
        "\(range) the \(Markup.prose(quantity.text)) is \(side) its tolerance, \(Markup.prose(self.tolerance)), in "
        + "\(counts.violating) of \(counts.present) runs (at the largest scale in \(counts.lastViolating) of "
        + "\(counts.lastPresent))\(missing)"
    }
    guard let start = first.mean, let end = last.mean else { return nil }
    if isAlwaysZero {
      let runs = decision.scales.reduce(0) { $0 + $1.presentRuns }
      return "\(range) the \(Markup.prose(quantity.text)) is 0 in each of \(runs) runs"
    }
    let which =
      conclusion.extreme != .only && isTwoSided ? ", \(conclusion.extreme.rawValue) of each run's window," : ""
    return "\(range) the \(mean) \(Markup.prose(quantity.text))\(which) goes from "
      + "\(NumberText.interval(start, first.lower, first.upper)) to \(NumberText.interval(end, last.lower, last.upper))"
  }

  /// Whether every run of a count is exactly zero.
  private var isAlwaysZero: Bool {
    guard case .count = conclusion.evidence.kind else { return false }
    return conclusion.evidence.runs.allSatisfy { $0.allSatisfy { $0 == nil || $0 == 0 } }
  }

  /// The words for what the decision excludes.
  private var words: VerdictWords {
    var words = PredicateWords(predicate: conclusion.predicate, rules: rules, threshold: numbers.threshold)
    words.logarithm = logarithm
    words.regressor = regressor
    words.scale = Markup.prose(axis.symbol)
    words.isTwoSided = conclusion.evidence.kind == .signed && conclusion.predicate.relation == .littleO
    return VerdictWords(decision, words, kind: conclusion.evidence.kind)
  }

  // MARK: What the decision rests on

  /// The p-values, the numbers behind them, gates and notes.
  var evidence: String {
    var parts = [
      "\(NumberText.equation("p (support)", decision.pSupport)), \(NumberText.equation("p (refute)", decision.pRefute)); "
        + "on its own: **\(decision.verdict(levels: levels))**\(reservation)."
    ]
    if conclusion.predicate.isLimit { parts += limit }
    parts += growth + polynomial + equivalence
    if conclusion.violations != nil { parts += frequency }
    let open = numbers.rivals.filter { !$0.isToldApart }.map { Markup.prose($0.name) }
    if !numbers.rivals.isEmpty {
      parts.append("Laws tried that the runs do not exclude: \(open.isEmpty ? "none" : open.joined(separator: ", ")).")
    }
    // A gate matters only on a side that is significant.
    if let gate = decision.gateSupport, decision.pSupport <= levels.support {
      parts.append("Support is withheld: \(gate.rawValue).")
    }
    if let gate = decision.gateRefute, decision.pRefute <= levels.refute {
      parts.append("Refutation is withheld: \(gate.rawValue).")
    }
    parts += decision.plainNotes.map { "Note: \(Markup.prose($0))." }
    return parts.joined(separator: " ")
  }

  private var limit: [String] {
    var parts: [String] = []
    switch numbers.basis {
    case .distributionFree:
      parts.append(
        "Distribution-free: \(DecisionWords.deviating(numbers)) from the most frequent value, too few to "
          + "estimate a dispersion. The limits come from a betting test, which assumes only the range of the values.")
    case .model:
      let dispersion = numbers.dispersion.map { NumberText.short($0) } ?? "—"
      parts.append("Quasi-likelihood with dispersion φ = \(dispersion) estimated between runs.")
    case nil: break
    }
    if let fit = numbers.curve {
      parts.append("Best fit: floor \(NumberText.short(fit.floor)), amplitude \(NumberText.short(fit.amplitude)).")
    }
    if let limit = numbers.limitText {
      let p = numbers.pZeroFloor.map { "; \(NumberText.equation("p (the limit is 0)", $0))" } ?? ""
      parts.append("Limit of the mean: \(limit)\(p).")
    }
    if numbers.hasLackOfFit {
      parts.append("No curve of the declared class fits, so the likelihood ratios were shrunk.")
    }
    return parts
  }

  private var growth: [String] {
    guard let slope = numbers.slope, let error = numbers.slopeError, conclusion.predicate.zone == nil else {
      return []
    }
    let bound = (isTwoSided ? "±" : "") + short(rules.slopeTolerance)
    var parts = [
      "Slope of \(logarithm) against \(regressor): \(NumberText.short(slope)), standard error "
        + "\(NumberText.short(error)); allowed \(isTwoSided ? "" : "up to ")\(bound)."
    ]
    if let p = numbers.pGrowth {
      parts.append("\(NumberText.equation("p (no \(isTwoSided ? "change" : "growth"))", p)).")
    }
    if let band = conclusion.growth?.band {
      parts.append(
        "The ratio to the claimed law \(isTwoSided ? "changes" : "rises") by a factor of up to "
          + "\(NumberText.short(band)) between two scales; allowed up to \(short(rules.bandRatio)).")
    }
    return parts
  }

  private var equivalence: [String] {
    switch conclusion.predicate.zone {
    case .exponent(let exponent, let tolerance):
      guard let slope = numbers.slope, let error = numbers.slopeError else { return [] }
      return [
        "Exponent of growth: \(NumberText.short(slope)), standard error \(NumberText.short(error)); allowed "
          + "\(short(exponent)) ± \(short(tolerance))."
      ]
    case .curve:
      guard let scale = numbers.farthestScale, let deviation = numbers.farthestDeviation else { return [] }
      return [
        "The mean is farthest from its prediction at \(Markup.prose(axis.symbol)) = \(NumberText.exact(scale)): "
          + "\(NumberText.short(abs(deviation))) \(deviation < 0 ? "below" : "above") it. Allowed: "
          + "\(conclusion.materiality.text)."
      ]
    case nil: return []
    }
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
        "Neighbouring values that can occur differ by a factor of up to \(short(spacing)); the standard error includes "
          + "this.")
    }
    return parts
  }

  private var frequency: [String] {
    var parts = [
      "The decision uses the share of runs in which the \(value) is \(side) the tolerance, "
        + "\(Markup.prose(self.tolerance)). A share below \(NumberText.percent(rules.failureRate)) counts as with high "
        + "probability."
    ]
    if let limit = numbers.failureLimit {
      parts.append(
        "At the largest scale the share is at most \(NumberText.percent(limit)) (95 % limit; a missing run counts as a "
          + "violation).")
    }
    return parts
  }

  // MARK: Without the smallest scales

  /// The verdicts on the conclusion without the smallest scales; nil where no scale can be left out.
  var stability: String? {
    let checks = conclusion.stability
    guard !checks.isEmpty else { return nil }
    let scales = conclusion.evidence.scales.map(NumberText.exact)
    return checks.map { check in
      "Without \(Markup.prose(axis.symbol)) = \(scales.prefix(check.dropped).joined(separator: ", ")): "
        + "\(check.verdict) (p support \(NumberText.probability(check.decision.pSupport)), "
        + "p refute \(NumberText.probability(check.decision.pRefute)))."
    }.joined(separator: " ")
  }

  // MARK: Words

  private var isTwoSided: Bool {
    conclusion.predicate.relation.sides == .both
      || conclusion.evidence.kind == .signed && conclusion.predicate.relation == .littleO
  }

  private var mean: String {
    conclusion.predicate.isLogarithmic && conclusion.evidence.kind == .positive ? "geometric mean" : "mean"
  }

  /// The value of a run that is compared with the tolerance, in words.
  private var value: String {
    quantity.isOfRun || self.window.start == .end ? "value" : "\(conclusion.extreme.rawValue) value in the window"
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
      + "\(reference.contains { "/·".contains($0) } ? "(\(reference))" : reference))"
  }

  /// The logarithm on the horizontal axis of the slope.
  private var regressor: String {
    let scale = "ln \(Markup.prose(axis.symbol))"
    guard let law = conclusion.predicate.reference, law.regressor != .scale else { return scale }
    if isTwoSided { return "ln h" }
    let steps = zip(law.values, law.values.dropFirst())
    if steps.allSatisfy(<) { return "ln h" }
    return steps.allSatisfy(>) ? "−ln h" : scale
  }

  private func short(_ value: Double) -> String { NumberText.short(value) }
}
