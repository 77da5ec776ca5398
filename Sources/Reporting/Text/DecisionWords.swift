import Decision
import Foundation

/// The sentences and facts of a decision page, as plain text.
///
/// A verdict excludes something at a stated level and under stated assumptions. It never proves a limit or a growth
/// law.
struct DecisionWords {
  private let page: DecisionPage
  private var decision: Decision { page.decision }
  private var rules: DecisionRules { page.rules }

  init(_ page: DecisionPage) { self.page = page }

  /// The verdict in one line.
  var title: String { "\(page.question) of \(page.metric): \(page.verdict)" }

  /// p-values, and what the verdict means.
  var sentences: [String] {
    let (support, refute) = (
      NumberText.probability(decision.pSupport), NumberText.probability(decision.pRefute)
    )
    let levels = page.levels
    let (forLevel, againstLevel) = (levels.spentOnSupport, levels.spentOnRefute)
    let judged =
      forLevel == againstLevel
      ? "each judged at \(percent(forLevel))" : "judged at \(percent(forLevel)) and \(percent(againstLevel))"
    return ["p for \(support), p against \(refute), \(judged). \(meaning)"] + page.remarks.map { $0 + "." }
  }

  /// The question and the numbers that the decision rests on, label by label.
  var facts: [(label: String, text: String)] {
    asked + seen + decision.plainNotes.map { ("note", $0) }
  }

  /// What is known without a materiality: the kind, the data and the best curve.
  var preview: [(label: String, text: String)] { [kind, data] + bestCurve }

  // MARK: The meaning

  private var meaning: String {
    let words = VerdictWords(decision, self.words, kind: page.evidence.kind)
    let spent = page.verdict == .refuted ? page.levels.spentOnRefute : page.levels.spentOnSupport
    let sentence = words.sentence(for: page.verdict, level: " at level \(percent(spent))")
    switch page.verdict {
    case .supported, .extrapolated, .notContradicted:
      return ([zeros, sentence, self.words.blindSpot].compactMap { $0 } + [standIn]).joined(separator: " ")
    case .refuted: return sentence + " " + standIn
    case .inconclusive: return sentence
    }
  }

  /// Says that every value is 0; nil where some value is not.
  private var zeros: String? {
    let values = page.evidence.runs.joined().compactMap { $0 }
    guard page.verdict == .notContradicted, !values.isEmpty, values.allSatisfy({ $0 == 0 }) else { return nil }
    return values.count == 1 ? "The value is 0." : "All \(values.count) values are 0."
  }

  private var standIn: String {
    let last = page.evidence.scales.last.map { NumberText.exact($0) } ?? "d"
    return "This is a statement about the scales up to \(last) under the rules below, not about the limit itself."
  }

  private var words: PredicateWords {
    var words = PredicateWords(predicate: page.predicate, rules: rules, threshold: decision.diagnostics.threshold)
    words.logarithm = "ln(\(page.metric)/f)"
    words.isTwoSided = page.evidence.kind == .signed && page.predicate.relation == .littleO
    if let law = page.predicate.reference, law.regressor == .reference, Set(law.values).count > 1 {
      words.regressor = "ln f"
    }
    return words
  }

  // MARK: Facts

  private var asked: [(label: String, text: String)] { [kind] + words.facts + [data] }

  private var kind: (label: String, text: String) {
    let kind =
      switch page.evidence.kind {
      case .count(let trials): "count out of \(trials)"
      case .positive: "positive"
      case .signed: "signed, in [−1, 1]"
      case .boolean: "boolean, 1 for a run that violates"
      }
    return (label: "kind", text: "\(kind) (\(page.kindReason))")
  }

  private var data: (label: String, text: String) {
    let scales = page.evidence.scales
    let registered = page.evidence.runs.map(\.count)
    let present = page.evidence.runs.reduce(0) { $0 + $1.count { $0 != nil } }
    let ends = Set([scales.first, scales.last].compactMap { $0 }).sorted().map { NumberText.exact($0) }
    return (
      "data",
      "\(counted(scales.count, "scale")) (d = \(ends.joined(separator: " … "))), "
        + "\(counted(registered.max() ?? 0, "run")) registered at each, \(counted(present, "value")) in all"
    )
  }

  private var bestCurve: [(label: String, text: String)] {
    decision.diagnostics.curve.map { [("best curve", self.text(of: $0))] } ?? []
  }

  private var seen: [(label: String, text: String)] {
    let numbers = self.decision.diagnostics
    var facts: [(label: String, text: String)] = []
    switch numbers.basis {
    case .distributionFree:
      facts.append(
        (
          "path",
          "distribution-free: \(Self.deviating(numbers)) from the most frequent value, too few to "
            + "estimate a dispersion, so a betting test reads the runs in their order"
        ))
    case .model:
      let dispersion = numbers.dispersion.map { NumberText.short($0) } ?? "—"
      facts.append(("path", "model: quasi-likelihood with dispersion φ = \(dispersion) between runs"))
    case nil: break
    }
    facts += bestCurve
    if let limit = numbers.limitText {
      let p = numbers.pZeroFloor.map { "; against a limit of 0: \(NumberText.equation("p", $0))" } ?? ""
      facts.append(("limit", limit + p))
    }
    if let slope = numbers.slope, let error = numbers.slopeError {
      let change = page.predicate.relation == .bigTheta ? "change" : "growth"
      let p = numbers.pGrowth.map { "; against no \(change): \(NumberText.equation("p", $0))" } ?? ""
      let label = page.predicate.relation == .exponent ? "exponent" : "slope"
      facts.append((label, "\(NumberText.short(slope)) with standard error \(NumberText.short(error))\(p)"))
    }
    if let text = Self.farthest(numbers) { facts.append(("farthest", text)) }
    if let bend = numbers.bend, let error = numbers.bendError {
      let top = numbers.topExponent.map { ", exponent \(NumberText.short($0)) at the largest scale" } ?? ""
      facts.append(("bend", "\(NumberText.short(bend)) with standard error \(NumberText.short(error))\(top)"))
    }
    if let limit = numbers.failureLimit {
      facts.append(
        ("failures", "at most \(percent(limit)) at the largest scale, at level \(percent(rules.gateLevel))"))
    }
    if let p = numbers.pLackOfFit {
      let found = numbers.hasLackOfFit ? "no curve of the class fits, so likelihood ratios were shrunk" : "not found"
      let words = numbers.slope == nil ? found : p < rules.lackOfFitLevel ? "found" : "not found"
      facts.append(("lack of fit", "\(words) (\(NumberText.equation("p", p)))"))
    }
    if self.decision.pSupport != self.decision.formulaSupport || self.decision.pRefute != self.decision.formulaRefute {
      let (support, refute) = (
        NumberText.probability(self.decision.formulaSupport), NumberText.probability(self.decision.formulaRefute)
      )
      facts.append(
        ("uncorrected", "p for \(support), p against \(refute); no verdict rests on them (decision procedure §3.6)"))
    }
    let open = numbers.rivals.filter { !$0.isToldApart }.map(\.name)
    if !numbers.rivals.isEmpty {
      facts.append(("not excluded", open.isEmpty ? "none of the laws tried" : open.joined(separator: ", ")))
    }
    let (levels, decision) = (page.levels, self.decision)
    if let gate = decision.gateSupport {
      let isNeeded = decision.pSupport <= levels.support
      facts.append(("gate", "support \(isNeeded ? "is" : "would be") withheld: \(gate.rawValue)"))
    }
    if let gate = decision.gateRefute {
      let isNeeded = decision.pRefute <= levels.refute
      facts.append(("gate", "refutation \(isNeeded ? "is" : "would be") withheld: \(gate.rawValue)"))
    }
    return facts
  }

  /// How many runs are off the most frequent value, such as `1 run differs`.
  static func deviating(_ numbers: Diagnostics) -> String {
    let count = numbers.deviatingRuns ?? 0
    return count == 1 ? "1 run differs" : "\(count) runs differ"
  }

  /// Where the mean is farthest from its prediction; nil without one.
  static func farthest(_ numbers: Diagnostics) -> String? {
    guard let scale = numbers.farthestScale, let deviation = numbers.farthestDeviation else { return nil }
    let side = deviation < 0 ? "below" : "above"
    return "at d = \(NumberText.exact(scale)) the mean is \(NumberText.short(abs(deviation))) \(side) its prediction"
  }

  private func text(of curve: FittedCurve) -> String {
    let first = NumberText.exact(curve.shape.firstScale)
    let exponent = NumberText.short(curve.shape.exponent)
    let shape =
      switch curve.shape.family {
      case .power: "(d/\(first))^−\(exponent)"
      case .logarithmic: "(ln d/ln \(first))^−\(exponent)"
      case .exponential: "exp(−\(exponent)·(d/\(first) − 1))"
      case .shiftedPower:
        "((d/\(first) + \(short(curve.shape.parameter)))/\(short(1 + curve.shape.parameter)))^−\(exponent)"
      case .stretchedExponential:
        "exp(−\(exponent)·((d/\(first))^\(short(curve.shape.parameter)) − 1))"
      }
    let sign = curve.amplitude < 0 ? "−" : "+"
    return "\(NumberText.short(curve.floor)) \(sign) \(NumberText.short(abs(curve.amplitude)))·\(shape)"
  }

  private func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
  private func short(_ value: Double) -> String { NumberText.short(value) }
  private func percent(_ share: Double) -> String { "\(NumberText.short(100 * share)) %" }
}
