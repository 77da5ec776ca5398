/// Why a conclusion is open, and what it would take to settle it.
///
/// This is a plan, not a promise. The power is that of repetitions simulated from the curves that fit the runs equally
/// well, and the present runs only estimate them. No verdict depends on the plan.
package struct Settlement: Sendable, Equatable {
  /// Why the conclusion is open.
  package let cause: Reason
  /// The cause in one plain sentence that says what is missing.
  package let reason: String
  /// The cheapest design tried that is decided in at least `wantedPower` of the simulated repetitions; nil if none is.
  package let design: SettlementDesign?
  /// The most frequent verdict of the design over the curves that fit equally well; nil without a design, or where there
  /// are too few runs to fit a curve.
  package let wouldBe: Verdict?
  /// The share of simulated repetitions with that verdict, averaged over the curves.
  ///
  /// It is 1 where it follows from a formula, and nil where ``wouldBe`` is.
  package let power: Double?
  /// The number of curves that the power is averaged over; 0 where nothing was simulated.
  package var curves = 0
  /// The price of the additional runs, in the unit of the caller's ``Price``.
  package let price: Double?
  /// Why no design settles it, or why larger or cheaper ones were not considered; nil if there is no obstacle.
  package let obstacle: String?
  /// The levels that the design was judged at: those of the next look, or of this look if its data were not judged.
  package let levels: ErrorLevels

  /// The runs to add at each scale of ``design``; empty without a design.
  package var additionalRuns: [Int] { design?.additionalRuns ?? [] }

  /// The share of repetitions that must be decided the same way: 80 %.
  static let wantedPower = 0.8

  /// A function from a scale to the price of one run there.
  ///
  /// It throws a ``PriceError`` at a scale where no run is possible.
  package typealias Price = @Sendable (_ scale: Double) throws(PriceError) -> Double

  /// The price if none is known: the square of the scale.
  static let squarePrice: Price = { scale throws(PriceError) in scale * scale }

  /// The plan for a conclusion that cannot be judged: it stays open, and no design is known to settle it.
  package static func impossible(because reason: String, levels: ErrorLevels) -> Settlement {
    let sentence = "The conclusion cannot be judged: \(reason)."
    return Settlement(
      cause: .health, reason: sentence, design: nil, wouldBe: nil, power: nil, price: nil, obstacle: sentence,
      levels: levels)
  }

  /// What to do, in one sentence, followed by the obstacle to cheaper designs if there is one.
  package var outlook: String {
    guard let design else { return obstacle ?? "No design tried settles the question." }
    guard let wouldBe, let power else {
      return "The smallest design is \(design.text); from so few scales or runs its outcome cannot be predicted."
    }
    let share = power >= 1 ? "every repetition" : "\(Int((100 * power).rounded(.down))) % of repetitions"
    let look = levels.look.map { ", judged as look \($0)" } ?? ""
    let result = "the conclusion would be \(wouldBe) in \(share) with \(design.text)\(look)."
    let premise = curves == 0 ? "If all further runs are zero" : Self.premise(curves: curves)
    return ["\(premise), \(result)", obstacle].compactMap { $0 }.joined(separator: " ")
  }

  /// The assumption of a plan, as the start of a sentence.
  static func premise(curves: Int) -> String {
    curves > 1
      ? "If one of the \(curves) curves that fit equally well is true" : "If the best-fitting curve is the truth"
  }

  /// Estimates what it would take to settle an open conclusion; nil if it is decided.
  ///
  /// *Runs that are all zero* are settled by a number of runs that follows from the bet, N ≥ ln(1/0.9α)/−ln(1−ε).
  ///
  /// *Otherwise* simulation finds the cheapest of a grid of designs: more runs at the same scales, or up to four
  /// doublings of the largest scale. Runs are drawn with replacement within each scale and moved to a curve. The
  /// repetitions are shared among the curves that fit equally well (`PlausibleTruths`). At new scales runs continue
  /// along the curve with the dispersion of the last scale. The same engine judges each repetition.
  ///
  /// More runs alone are not tried where they do not cure the reason (slow-decay, pre-asymptotic), nor where the curves
  /// lead to different verdicts. Nothing is tried if the limit, slope or bend of the best curve, or the failure rate,
  /// lies within one standard error or 1 % of its threshold; look-budget is exempt from both. Nothing is tried either
  /// for the reasons floor and slow-growth, and for pre-asymptotic with high probability, where no law of d is fitted.
  /// The draws are seeded from the data, so equal data give equal plans. Source: decision procedure §8.
  ///
  /// - Parameters:
  ///   - evidence: One number per run and scale.
  ///   - predicate: The predicate asked of them.
  ///   - rules: Thresholds and levels.
  ///   - levels: The levels of this look, already divided among the claims of a family. The plan takes α/m, although
  ///     Holm's adjustment may need less.
  ///   - price: The price of a run at a scale, to choose the cheapest design by.
  ///   - decision: The decision on the evidence, if the caller has it already.
  /// - Throws: ``DecisionError`` as ``DecisionEngine/decide(_:that:rules:decays:)`` does.
  /// - Complexity: at most `SettlementSearch/judgementLimit` decisions.
  package static func estimate(
    _ evidence: Evidence, that predicate: Predicate, rules: DecisionRules = DecisionRules(),
    levels: ErrorLevels = ErrorLevels(), price: @escaping Price = squarePrice, decided decision: Decision? = nil
  ) throws(DecisionError) -> Settlement? {
    let decision =
      if let decision { decision } else { try DecisionEngine.decide(evidence, that: predicate, rules: rules) }
    guard case .inconclusive(let cause) = decision.verdict(levels: levels) else { return nil }
    let draft = SettlementDraft(
      evidence: evidence, predicate: predicate, rules: rules, decision: decision, cause: cause, levels: levels,
      price: price)
    return try draft.settlement()
  }
}

extension ErrorLevels {
  /// The levels of the next look at the same data with more runs.
  ///
  /// A single registered look spends all of α. Runs added to its data afterwards are judged as look 2, and both looks
  /// together spend at most α(1 + 1/6).
  package var next: ErrorLevels { ErrorLevels(support: support, refute: refute, look: (look ?? 1) + 1) }

  /// Returns the levels divided among claims; that of refutation also among the conclusions of each claim.
  package func divided(claims: Int, conclusions: Int) -> ErrorLevels {
    ErrorLevels(
      support: support / Double(max(1, claims)), refute: refute / Double(max(1, claims * conclusions)), look: look)
  }
}

/// Scales and runs with which an open question would probably be settled.
package struct SettlementDesign: Sendable, Hashable {
  /// The scales; the existing ones come first.
  package let scales: [Double]
  /// Runs at every scale, including the existing ones.
  package let runs: Int
  /// The runs to add at each scale.
  package let additionalRuns: [Int]

  /// The runs to add at all scales together.
  package var additional: Int { additionalRuns.reduce(0, +) }

  /// Creates a design, given the runs already registered at each scale.
  package init(scales: [Double], runs: Int, registered: [Int]) {
    self.scales = scales
    self.runs = runs
    additionalRuns = scales.indices.map { max(0, runs - ($0 < registered.count ? registered[$0] : 0)) }
  }

  /// The design in words, such as `40 runs at each of d = 64, 128, 256 (10 more at d = 64…128, 40 more at d = 256)`.
  package var text: String {
    let names = scales.map(Self.name)
    var groups: [(count: Int, first: String, last: String)] = []
    for (count, name) in zip(additionalRuns, names) {
      if let group = groups.last, group.count == count {
        groups[groups.count - 1].last = name
      } else {
        groups.append((count, name, name))
      }
    }
    let missing = groups.filter { $0.count > 0 }.map { group in
      if groups.count == 1 { return "\(group.count) more at each" }
      return "\(group.count) more at d = \(group.first == group.last ? group.first : "\(group.first)…\(group.last)")"
    }
    let unit = runs == 1 ? "run" : "runs"
    let isLong = names.count > Self.mostNamed
    let places =
      isLong
      ? "\(names.count) scales from \(names[0]) to \(names[names.count - 1])" : "d = \(names.joined(separator: ", "))"
    return "\(runs) \(unit) at each of \(places) (\(missing.joined(separator: ", ")))"
  }

  /// The most scales that ``text`` names one by one.
  private static let mostNamed = 16

  private static func name(_ scale: Double) -> String {
    Int(exactly: scale).map(String.init) ?? String(scale)
  }
}

/// A scale at which no run is possible, so that it has no price.
package struct PriceError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the scale and the obstacle.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }
}
