import Foundation
import Statistics

/// The search for the cheapest design that is decided often enough.
package struct SettlementSearch {
  /// The result of a search.
  struct Outcome {
    var design: SettlementDesign?
    var verdict: Verdict?
    var power: Double?
    var price: Double?
    var obstacle: String?
  }

  /// The simulated decisions that a search has made so far.
  private struct Effort {
    var decisions = 0
    /// The number of scales, summed over the decisions.
    var scales = 0

    func allows(_ design: SettlementDesign) -> Bool {
      decisions < SettlementSearch.judgementLimit
        && scales + design.scales.count <= SettlementSearch.judgedScalesLimit
    }
  }

  /// The most decisions that a search makes.
  ///
  /// Averages over curves are often near the wanted power, where all repetitions are made.
  static let judgementLimit = 300
  /// The largest number of scales, summed over the decisions of a search; a decision takes longer with more scales.
  ///
  /// A usual design has 5 to 9 scales, so ``judgementLimit`` or 177 decisions are reached first.
  static let judgedScalesLimit = 1600
  /// The most repetitions of one design.
  static let repetitions = 60
  /// The most runs per scale that are simulated; for more runs, a z-score is scaled with their square root.
  static let simulatedRuns = 500
  /// Multiples of the runs tried at the same scales.
  static let multiples: [Double] = [1, 1.5, 2, 3, 4, 6, 8, 12, 16]
  /// Multiples of the runs tried with further scales.
  static let multiplesBeyond: [Double] = [1, 2, 4]
  /// The most doublings of the largest scale.
  static let doublings = 4

  let evidence: Evidence
  let predicate: Predicate
  let rules: DecisionRules
  /// The levels at which a design is judged.
  let levels: ErrorLevels
  /// The laws that may be true.
  let truths: PlausibleTruths
  let price: Settlement.Price
  /// Whether designs with more runs at the same scales are tried.
  let allowsMoreRuns: Bool
  /// The decision whose fit gives ``truths``.
  let fitted: Decision

  /// Returns the smallest design that the rules accept and that contains the data.
  ///
  /// Nil if doubling the largest scale does not reach one. Rules may ask for a million scales.
  static func base(of evidence: Evidence, rules: DecisionRules) -> SettlementDesign? {
    var scales = evidence.scales
    while let first = scales.first, let last = scales.last,
      scales.count < rules.minimumScales || last / first < rules.minimumSpan
    {
      guard (2 * last).isFinite, scales.count < DecisionEngine.largestScaleCount else { return nil }
      scales.append(2 * last)
    }
    let registered = evidence.runs.map(\.count)
    return SettlementDesign(
      scales: scales, runs: max(registered.max() ?? 0, rules.minimumRuns), registered: registered)
  }

  /// The obstacle where ``base(of:rules:)`` is nil.
  static let unreachable = "Doubling the largest scale does not reach the scales and the span that the rules ask for."

  /// The price of the runs that a design adds.
  package static func price(of design: SettlementDesign, by price: Settlement.Price) throws(PriceError) -> Double {
    var sum = 0.0
    for (scale, runs) in zip(design.scales, design.additionalRuns) where runs > 0 {
      sum += Double(runs) * (try price(scale))
    }
    return sum
  }

  func run() throws(DecisionError) -> Outcome {
    let (candidates, obstacle) = self.candidates()
    let resamplers = truths.all.map { Resampler(evidence, predicate: predicate, truth: $0.truth) }
    var effort = Effort()
    var tried: [SettlementDesign] = []
    var best = 0.0
    var end: String?
    for (design, price) in candidates {
      let trial: (verdict: Verdict, power: Double)?
      if design.runs > Self.simulatedRuns {
        trial = scaled(design)
      } else {
        trial = try self.simulated(design, resamplers, &effort)
      }
      guard let trial else {
        end =
          "The search was given up after \(effort.decisions) simulated "
          + "decision\(effort.decisions == 1 ? "" : "s")."
        break
      }
      if trial.power >= Settlement.wantedPower {
        return Outcome(design: design, verdict: trial.verdict, power: trial.power, price: price)
      }
      tried.append(design)
      best = max(best, trial.power)
    }
    return Outcome(obstacle: [failure(tried, best: best), end, obstacle].compactMap { $0 }.joined(separator: " "))
  }

  /// Returns why no design is advised, from the designs that were tried to the end; nil if that tells nothing.
  private func failure(_ tried: [SettlementDesign], best: Double) -> String? {
    guard !tried.isEmpty else {
      return allowsMoreRuns || evidence.runs.allSatisfy { $0.count <= Self.simulatedRuns }
        ? nil
        : "Nothing was tried: with more than \(Self.simulatedRuns) runs per scale, larger scales are not simulated."
    }
    let isBeyond = tried.contains { $0.scales.count > evidence.scales.count }
    let scales = "up to \(Self.doublings) doublings of the largest scale"
    let designs =
      !allowsMoreRuns
      ? "\(scales) with up to 4 times the runs"
      : "up to 16 times the runs\(isBeyond ? " and \(scales)" : ", at the same scales")"
    let repetitions = tried.contains { $0.runs <= Self.simulatedRuns } ? "simulated repetitions" : "repetitions"
    let premise = Settlement.premise(curves: truths.all.count)
    return "\(premise), no design tried settles the question (\(designs)): the best is decided in about "
      + "\(Int((100 * best).rounded())) % of \(repetitions), and 80 % are needed."
  }

  // MARK: Candidates

  /// The designs with their prices, cheapest first, and why larger ones are missing.
  private func candidates() -> (designs: [(design: SettlementDesign, price: Double)], obstacle: String?) {
    guard let base = Self.base(of: evidence, rules: rules) else { return ([], Self.unreachable) }
    let registered = evidence.runs.map(\.count)
    var designs: [(design: SettlementDesign, price: Double)] = []
    var scales = base.scales
    // A predicted curve must hold at the scales that were run, so further ones could only add to what is asked.
    for beyond in 0...(predicate.relation == .curve ? 0 : Self.doublings) {
      if beyond > 0, let last = scales.last {
        guard (2 * last).isFinite, scales.count < DecisionEngine.largestScaleCount else { break }
        scales.append(2 * last)
      }
      if beyond == 0, !allowsMoreRuns { continue }
      for multiple in beyond == 0 ? Self.multiples : Self.multiplesBeyond {
        let runs = Int((multiple * Double(base.runs)).rounded(.up))
        let design = SettlementDesign(scales: scales, runs: runs, registered: registered)
        if design.additional == 0 { continue }
        // With more runs than can be simulated, only the existing scales can be judged.
        if runs > Self.simulatedRuns, scales.count > evidence.scales.count { continue }
        do {
          designs.append((design, try Self.price(of: design, by: price)))
        } catch {
          return (Self.ordered(designs), "Larger scales were not tried: \(error.description)")
        }
      }
    }
    return (Self.ordered(designs), nil)
  }

  private static func ordered(
    _ designs: [(design: SettlementDesign, price: Double)]
  ) -> [(design: SettlementDesign, price: Double)] {
    designs.sorted { ($0.price, $0.design.scales.count) < ($1.price, $1.design.scales.count) }
  }

  // MARK: Power

  /// Simulates a design and returns its more frequent verdict with the share; nil if the search may decide no more.
  ///
  /// The repetitions are shared among the laws by weight, so the share is an average over them.
  /// A sequential test recognises designs far below the wanted power after a few repetitions (Wald, 65 % against 90 %,
  /// both errors 5 %). Near the wanted power all repetitions are made.
  private func simulated(
    _ design: SettlementDesign, _ resamplers: [Resampler], _ effort: inout Effort
  ) throws(DecisionError) -> (verdict: Verdict, power: Double)? {
    let asked = predicate.extended(to: design.scales, from: evidence.scales)
    var (supported, refuted, total, ratio) = (0, 0, 0, 0.0)
    var strengths: [Strength: Int] = [:]
    while total < Self.repetitions {
      guard effort.allows(design) else { return nil }
      effort.decisions += 1
      effort.scales += design.scales.count
      total += 1
      let sample = resamplers[truths.law(of: total)].evidence(
        scales: design.scales, runs: design.runs, repetition: total)
      let before = max(supported, refuted)
      let decision = try DecisionEngine.decide(sample, that: asked, rules: rules)
      switch decision.verdict(levels: levels) {
      case .supported, .extrapolated, .notContradicted:
        supported += 1
        strengths[decision.strength, default: 0] += 1
      case .refuted: refuted += 1
      case .inconclusive: break
      }
      let hits = max(supported, refuted)
      ratio += hits > before ? log(0.9 / 0.65) : log(0.1 / 0.35)
      let misses = total - hits
      if ratio <= -log(19.0) || Double(misses) > (1 - Settlement.wantedPower) * Double(Self.repetitions) { break }
      if total >= 30, misses <= 2 { break }
    }
    // Of two words that are equally frequent, the weaker one is promised.
    let strength = strengths.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? .observed
    return (supported >= refuted ? strength.verdict : .refuted, Double(max(supported, refuted)) / Double(total))
  }

  /// The power by scaling the observed z-score with √R: R·((z_α + z_power)/z_obs)² runs are needed; power at R′ follows.
  ///
  /// Source: decision procedure §8, with the quantile of the wanted power added.
  private func scaled(_ design: SettlementDesign) -> (verdict: Verdict, power: Double) {
    let isSupport = fitted.pSupport <= fitted.pRefute
    let level = isSupport ? levels.spentOnSupport : levels.spentOnRefute
    let p = isSupport ? fitted.pSupport : fitted.pRefute
    let hasGate = (isSupport ? fitted.gateSupport : fitted.gateRefute) != nil
    let verdict = isSupport ? fitted.strength.verdict : Verdict.refuted
    guard p < 0.5, !hasGate else { return (verdict, 0) }
    let observed = NormalDistribution.upperQuantile(tail: max(p, 1e-300))
    let wanted = NormalDistribution.upperQuantile(tail: level)
    let present = Double(evidence.runs.map(\.count).min() ?? 1)
    let z = observed * (Double(design.runs) / present).squareRoot()
    return (verdict, NormalDistribution.upperTail(wanted - z))
  }
}

extension Predicate {
  /// Returns the same predicate on more scales; values per scale are continued by their last exponent.
  ///
  /// Values that have no exponent, because one of the last two is not positive, keep the last one.
  func extended(to scales: [Double], from known: [Double]) -> Predicate {
    let top = known.count - 1
    return mapValues { values in
      guard top > 0, values.count == known.count else { return values }
      let (before, last) = (values[top - 1], values[top])
      let hasExponent = before > 0 && last > 0
      let exponent = hasExponent ? log(last / before) / log(known[top] / known[top - 1]) : 0
      return values + scales.dropFirst(known.count).map { last * pow($0 / known[top], exponent) }
    }
  }
}
