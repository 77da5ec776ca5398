import Decision
import struct Decision.Predicate

/// The sentences that say what a verdict on one conclusion excludes, by which number, and what it rests on.
///
/// The relation is worded by ``PredicateWords``. What the words of support mean is worded here.
struct VerdictWords {
  private let decision: Decision
  private let words: PredicateWords
  private let isShare: Bool
  private var numbers: Diagnostics { decision.diagnostics }
  private var relation: Relation { words.predicate.relation }

  /// The sentences on a decision.
  ///
  /// - Parameters:
  ///   - decision: The decision.
  ///   - words: The words of its predicate.
  ///   - kind: The kind of its numbers; shares are printed in percent where one scale is judged on its own.
  init(_ decision: Decision, _ words: PredicateWords, kind: MetricKind) {
    self.decision = decision
    var words = words
    // Bets against a mean above ε assume no class of decays.
    words.isClassAssumed = decision.diagnostics.basis != .distributionFree
    self.words = words
    isShare =
      switch kind {
      case .count, .boolean: true
      case .positive, .signed: false
      }
  }

  /// Returns the sentences for a verdict.
  ///
  /// - Parameters:
  ///   - verdict: The verdict on the conclusion.
  ///   - level: The level of the test as text, such as ` at level 2.5 %`; empty to leave it out.
  func sentence(for verdict: Verdict, level: String = "") -> String {
    switch verdict {
    case .supported: seen(supported: true, level)
    case .extrapolated: extrapolated(level)
    case .notContradicted: unseen(level)
    case .refuted: seen(supported: false, level)
    case .inconclusive(let reason): open(reason)
    }
  }

  // MARK: Words of support

  private func seen(supported: Bool, _ level: String) -> String {
    guard let own = lastScale(supported: supported), own.isBorrowing else {
      return words.exclusion(supported: supported, level: level)
    }
    return own.sentence + " " + own.words.exclusion(supported: supported, level: level)
  }

  private func extrapolated(_ level: String) -> String {
    var (alone, words) = ("The last scale alone does not show it", self.words)
    if let own = lastScale(supported: true), own.isBorrowing {
      alone += ": \(own.fact)"
      words = own.words
      words.isRiseSaid = false
    }
    return words.exclusion(supported: true, level: level)
      + " \(alone). The verdict rests on the fitted curve, which is continued beyond \(words.scale) = \(last). It also "
      + "points the same way without the smallest scale."
  }

  private func unseen(_ level: String) -> String {
    let own = lastScale(supported: true)
    let excluded = (own?.words ?? words).exclusion(supported: true, level: level)
    return ([nothing, own?.sentence].compactMap { $0 } + [excluded]).joined(separator: " ")
  }

  /// What was not seen.
  private var nothing: String {
    let means = decision.scales.compactMap(\.mean)
    if relation == .littleO, let threshold = numbers.threshold, means.contains(where: { $0 != 0 }),
      means.allSatisfy({ $0 <= threshold })
    {
      return "No mean was above \(words.epsilon) at any scale, so no decay was seen."
    }
    return "Nothing was seen that could contradict this."
  }

  // MARK: The last scale alone

  /// What the largest scale shows without the others.
  private struct LastScale {
    /// The limit of the mean there, without a capital letter and a full stop.
    let fact: String
    /// Whether that limit is beyond the threshold, so that the verdict needs the smaller scales.
    let isBorrowing: Bool
    /// The sentence with the limit, and with what is assumed of the smaller scales if they are needed.
    let sentence: String
    /// The words in which the threshold is printed as the limit is.
    let words: PredicateWords
  }

  /// The largest scale on its own; nil for a relation that is not about one scale, and without a finite limit.
  private func lastScale(supported: Bool) -> LastScale? {
    let place = "\(words.scale) = \(last)"
    var words = self.words
    words.isShare = isShare
    switch relation {
    case .littleO, .atMostLittleO, .bigOmega:
      let isBelow = relation.isLittleO == supported
      guard let threshold = numbers.threshold, let summary = decision.scales.last,
        let limit = isBelow ? summary.upper : summary.lower, limit.isFinite
      else { return nil }
      let may = "the mean may be \(isBelow ? "up to" : "as low as") \(words.amount(limit))"
      return lastScale(
        may, at: place, isBorrowing: isBelow ? limit > threshold : limit < threshold, assuming: "means do not rise",
        words)
    case .withHighProbability:
      guard supported, let limit = numbers.failureLimit, limit.isFinite else { return nil }
      return lastScale(
        "up to \(NumberText.percent(limit)) of runs may fail", at: place,
        isBorrowing: limit > (numbers.threshold ?? words.rules.failureRate), assuming: "the share does not rise", words)
    case .bigO, .bigTheta, .poly, .exponent, .curve: return nil
    }
  }

  private func lastScale(
    _ may: String, at place: String, isBorrowing: Bool, assuming assumption: String, _ words: PredicateWords
  ) -> LastScale {
    var words = words
    words.isRiseSaid = isBorrowing
    let borrowed = "; the smaller scales are borrowed, under the assumption that \(assumption) with \(words.scale)"
    return LastScale(
      fact: "at \(place) \(may)", isBorrowing: isBorrowing,
      sentence: "At \(place) alone \(may)\(isBorrowing ? borrowed : "").", words: words)
  }

  private var last: String { decision.scales.last.map { NumberText.scale($0.scale) } ?? "the largest scale" }

  // MARK: Open

  /// Returns why a conclusion is open, with the numbers that say so.
  private func open(_ reason: Reason) -> String {
    switch reason {
    case .design: "Nothing was judged, because the design is too small."
    case .health: "Nothing was judged, because the numbers failed the health check."
    case .power: "\(words.neither)."
    case .floor: floor
    case .slowGrowth: slowGrowth
    case .slowDecay:
      "\(words.neither): the data fit a decay that is too slow to be distinguished from a floor on these scales. More "
        + "runs at these scales do not change that."
    case .lookBudget:
      "One side is significant at the level of all looks together, but not at the level that this look may spend. A "
        + "later look may settle it."
    case .preAsymptotic:
      "The scales do not yet show one limiting behaviour, or the two sides contradict each other. More runs at "
        + "these scales do not change that."
    }
  }

  private var floor: String {
    let threshold = numbers.threshold == nil ? "" : " = \(words.epsilon)"
    let limit = numbers.limitText ?? "a positive limit"
    return "The limit is below ε\(threshold), but the data point to \(limit), not to 0."
  }

  private var slowGrowth: String {
    let tolerance = "the tolerance \(NumberText.short(words.rules.slopeTolerance))"
    guard let slope = numbers.slope, let error = numbers.slopeError, slope.isFinite, error.isFinite else {
      return "\(words.logarithm) changes more slowly than \(tolerance) per unit of \(words.regressor), but it surely "
        + "changes."
    }
    let (verb, participle) = slope < 0 ? ("falls", "falling") : ("grows", "growing")
    return "\(words.logarithm) \(verb) by \(NumberText.short(abs(slope))) ± \(NumberText.short(error)) per unit of "
      + "\(words.regressor): more slowly than \(tolerance), but \(participle)."
  }
}

extension Diagnostics {
  /// The estimate of the limit with its interval; nil without a finite estimate.
  var limitText: String? {
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    return finite(limitEstimate).map { NumberText.interval($0, finite(limitLower), finite(limitUpper)) }
  }
}
