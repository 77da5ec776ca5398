import Foundation

/// Makes the plan for one open conclusion: its reason, and a design from a formula or a search, or an obstacle.
struct SettlementDraft {
  let evidence: Evidence
  let predicate: Predicate
  let rules: DecisionRules
  let decision: Decision
  let cause: Reason
  let levels: ErrorLevels
  let price: Settlement.Price

  /// Runs per scale below which no curve is fitted.
  private static let fewestRuns = 5

  func settlement() throws(DecisionError) -> Settlement {
    switch cause {
    case .health: return result(obstacle: "Its cause has to be found and removed first.")
    case .design: return try designed()
    case .power, .lookBudget:
      if let exact = saturated() { return exact }
      return try searched(decision, levels: levels.next, allowsMoreRuns: true)
    case .floor: return result(obstacle: outlookOfFloor, levels: levels.next)
    case .slowGrowth: return result(obstacle: outlookOfSlowGrowth, levels: levels.next)
    case .preAsymptotic where predicate == .withHighProbability:
      return result(obstacle: Self.outlookOfFailures, levels: levels.next)
    case .slowDecay, .preAsymptotic: return try searched(decision, levels: levels.next, allowsMoreRuns: false)
    }
  }

  // MARK: Designs

  /// Plans for a design that is too small: the smallest accepted one, or a searched one if a curve can be fitted.
  ///
  /// The data were not judged, so this look has spent nothing, and the plan uses its level again.
  private func designed() throws(DecisionError) -> Settlement {
    var relaxed = rules
    relaxed.minimumScales = 4
    relaxed.minimumSpan = min(rules.minimumSpan, 1.0000001)
    relaxed.minimumRuns = 2
    let fewest = evidence.runs.map(\.count).min() ?? 0
    if evidence.scales.count >= relaxed.minimumScales, fewest >= Self.fewestRuns {
      let fitted = try DecisionEngine.decide(evidence, that: predicate, rules: relaxed)
      if fitted.stop == nil { return try searched(fitted, levels: levels, allowsMoreRuns: true) }
    }
    guard let base = SettlementSearch.base(of: evidence, rules: rules) else {
      return result(obstacle: SettlementSearch.unreachable)
    }
    do {
      return result(design: base, price: try SettlementSearch.price(of: base, by: price))
    } catch {
      return result(obstacle: error.description)
    }
  }

  /// Plans for runs that are all exactly zero by a formula for their number; nil for other data.
  ///
  /// Runs that are all zero also give nil unless the predicate is o(1) or Ω(1), the range of the metric is bounded, and
  /// the basis of the decision is distribution-free.
  private func saturated() -> Settlement? {
    guard predicate.isLimit, evidence.kind.range != nil, decision.diagnostics.basis == .distributionFree,
      evidence.runs.joined().allSatisfy({ $0 == 0 })
    else { return nil }
    let next = levels.next
    let isLittleO = predicate.relation.isLittleO
    let level = isLittleO ? next.spentOnSupport : next.spentOnRefute
    guard let total = ZeroRuns.needed(level: level, materiality: rules.materiality) else {
      return result(
        obstacle: "With all runs zero, more than 10⁹ runs are needed at this level and materiality.")
    }
    let registered = evidence.runs.map(\.count)
    let runs = max(registered.max() ?? 0, (total + registered.count - 1) / registered.count)
    let design = SettlementDesign(scales: evidence.scales, runs: runs, registered: registered)
    do {
      return result(
        design: design, wouldBe: isLittleO ? decision.strength.verdict : .refuted, power: 1,
        price: try SettlementSearch.price(of: design, by: price), levels: next)
    } catch {
      return result(obstacle: error.description)
    }
  }

  private func searched(
    _ fitted: Decision, levels planned: ErrorLevels, allowsMoreRuns: Bool
  ) throws(DecisionError) -> Settlement {
    let truths = PlausibleTruths(evidence, predicate, rules, fitted)
    // With look-budget the p-value is significant at the full level. The estimate is then not too close to its
    // threshold, and the curves that fit equally well hardly disagree.
    let isOpen = cause != .lookBudget
    if isOpen, let obstacle = truths.all.first?.truth.obstacle { return result(obstacle: obstacle, levels: planned) }
    let disagree = isOpen && truths.disagree
    let search = SettlementSearch(
      evidence: evidence, predicate: predicate, rules: rules, levels: planned, truths: truths, price: price,
      allowsMoreRuns: allowsMoreRuns && !disagree, fitted: fitted)
    let outcome = try search.run()
    let doubt = disagree ? Self.disagreement(of: truths.all.count) : nil
    return result(
      design: outcome.design, wouldBe: outcome.verdict, power: outcome.power, price: outcome.price,
      obstacle: outcome.design == nil ? [doubt, outcome.obstacle].compactMap { $0 }.joined(separator: " ") : doubt,
      curves: truths.all.count, levels: planned)
  }

  /// The obstacle where the curves that fit equally well have limits on both sides of the threshold.
  private static func disagreement(of curves: Int) -> String {
    "The \(curves) curves that fit equally well lead to different verdicts, so more runs at these scales alone do not "
      + "settle the question."
  }

  private func result(
    design: SettlementDesign? = nil, wouldBe: Verdict? = nil, power: Double? = nil, price: Double? = nil,
    obstacle: String? = nil, curves: Int = 0, levels planned: ErrorLevels? = nil
  ) -> Settlement {
    Settlement(
      cause: cause, reason: sentence, design: design, wouldBe: wouldBe, power: power, curves: curves,
      price: price, obstacle: obstacle, levels: planned ?? levels)
  }

  // MARK: What more runs do not decide

  private var outlookOfFloor: String {
    let limit = decision.diagnostics.curve.map { " \(Self.number($0.floor))," } ?? ""
    return "More runs at these scales do not help. Larger scales would show whether the metric falls below\(limit) the "
      + "limit of the best-fitting curve. A materiality below that limit, declared for new runs, would let the tests "
      + "decide whether the limit exceeds it."
  }

  private var outlookOfSlowGrowth: String {
    let slope = decision.diagnostics.slope.map { " \(Self.number(abs($0)))," } ?? ""
    let question = predicate.relation == .bigO ? "the metric outgrows its law" : "the metric departs from its law"
    return "More runs at these scales do not help. Larger scales would show whether the growth goes on. A tolerance "
      + "below\(slope) the present slope, declared for new runs, would let the tests decide whether \(question)."
  }

  /// No law of failures in d is fitted, so no design is simulated.
  private static let outlookOfFailures =
    "More runs at these scales do not help. Larger scales would show whether the property goes on to hold. No law of "
    + "failures in d is fitted, so no design was simulated."

  // MARK: The reason in one sentence

  private var sentence: String {
    switch cause {
    case .design: return "The design is too small to be judged: \(shortfalls.joined(separator: "; "))."
    case .health:
      let note = decision.notes.first ?? "a value is missing or impossible"
      return "The data failed the health check (\(note)); more runs do not help."
    case .power:
      let side = decision.pSupport <= decision.pRefute ? "support" : "refutation"
      let (p, level) = (min(decision.pSupport, decision.pRefute), leadingLevel)
      return
        "Neither side is significant: the p-value of \(side) is \(Self.number(p)), and at most \(Self.number(level)) is "
        + "needed."
    case .lookBudget:
      let side = decision.pSupport <= decision.pRefute ? "support" : "refutation"
      let p = min(decision.pSupport, decision.pRefute)
      return "The p-value of \(side) is \(Self.number(p)): enough for all looks together, but this look may spend only "
        + "\(Self.number(leadingLevel)); a later look with more runs may settle it."
    case .floor: return "The runs point to a limit above 0, though below ε."
    case .slowGrowth: return "The numbers grow more slowly than the tolerance, but they grow."
    case .slowDecay:
      return
        "The runs could follow a decay so slow that it looks like a floor on these scales. More runs at these scales do "
        + "not change that."
    case .preAsymptotic where predicate == .withHighProbability:
      return
        "The rate of failures changes with d, or failures begin at the largest scale, or runs approach their tolerance."
    case .preAsymptotic:
      return
        "The scales do not yet show where the metric tends, or the tests for and against contradict each other. More "
        + "runs at these scales do not change that."
    }
  }

  private var leadingLevel: Double {
    decision.pSupport <= decision.pRefute ? levels.spentOnSupport : levels.spentOnRefute
  }

  private var shortfalls: [String] {
    var parts: [String] = []
    if evidence.scales.count < rules.minimumScales {
      parts.append("\(Self.counted(evidence.scales.count, "scale")) where at least \(rules.minimumScales) are needed")
    }
    if let first = evidence.scales.first, let last = evidence.scales.last, last / first < rules.minimumSpan {
      parts.append(
        "the largest scale is \(Self.number(last / first)) times the smallest where at least "
          + "\(Self.number(rules.minimumSpan)) is needed")
    }
    let fewest = evidence.runs.map(\.count).min() ?? 0
    if fewest < rules.minimumRuns {
      parts.append("\(Self.counted(fewest, "run")) at a scale where at least \(rules.minimumRuns) are needed")
    }
    return parts
  }

  private static func counted(_ count: Int, _ thing: String) -> String { "\(count) \(thing)\(count == 1 ? "" : "s")" }
  private static func number(_ value: Double) -> String { String(format: "%.3g", value) }
}

/// How many runs of exactly zero certify a limit below the materiality.
enum ZeroRuns {
  /// Returns the least N with (1−ε)^N/0.9 at most the level: N ≥ ln(1/0.9α)/−ln(1−ε).
  ///
  /// Nil beyond 10⁹, which is out of reach; N grows without bound as the level or the materiality tends to 0. The
  /// second stake of the bet makes N slightly conservative. Source: decision procedure §8.
  static func needed(level: Double, materiality: Double) -> Int? {
    let total = (log(1 / (0.9 * level)) / -log1p(-materiality)).rounded(.up)
    return total <= 1e9 ? Int(total) : nil
  }
}
