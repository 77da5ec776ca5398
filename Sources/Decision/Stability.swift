/// Whether a verdict hangs on the smallest scales, where a limit shows least.
package enum Stability {
  /// The fewest scales that are judged.
  static let fewestScales = 4
  /// The most scales that are left out: a file may hold a thousand, and every check is a decision of its own.
  static let mostDropped = 4

  /// Judges the evidence again without its smallest scale, then without the two smallest, up to the four smallest, while
  /// four scales remain.
  ///
  /// The required number of scales and their span are lowered for this alone: it is information beside a verdict, gives
  /// none, and so spends no error. A materiality relative to the first mean keeps the size it has on all scales, because
  /// another would be another question; a growth reference loses the values of the scales left out. Decisions that cannot
  /// be made even on all scales for their design give no checks.
  ///
  /// - Parameters:
  ///   - evidence: One number per run and scale.
  ///   - predicate: What is asked of them.
  ///   - rules: Thresholds and levels.
  ///   - levels: The error rates of each side.
  ///   - whole: The decision on all scales, if the caller has it already.
  /// - Throws: ``DecisionError`` as ``DecisionEngine/decide(_:that:rules:decays:)`` does.
  package static func check(
    _ evidence: Evidence, that predicate: Predicate, rules: DecisionRules = DecisionRules(),
    levels: ErrorLevels = ErrorLevels(), decided whole: Decision? = nil
  ) throws(DecisionError) -> [StabilityCheck] {
    let whole = if let whole { whole } else { try DecisionEngine.decide(evidence, that: predicate, rules: rules) }
    guard whole.stop != .design else { return [] }
    var checks: [StabilityCheck] = []
    var dropped = 1
    while dropped <= mostDropped, evidence.scales.count - dropped >= fewestScales {
      let rest = Evidence(
        scales: Array(evidence.scales.dropFirst(dropped)), runs: Array(evidence.runs.dropFirst(dropped)),
        kind: evidence.kind)
      var lowered = rules
      lowered.minimumScales = min(rules.minimumScales, rest.scales.count)
      if let first = rest.scales.first, let last = rest.scales.last {
        lowered.minimumSpan = min(rules.minimumSpan, last / first)
      }
      if predicate.isLimit, rules.isRelative {
        // Without a first mean there is nothing to be relative to, and the decision on all scales is a stop as well.
        guard let mean = whole.scales.first?.mean, mean > 0 else { return checks }
        lowered.isRelative = false
        lowered.materiality = rules.materiality * mean
      }
      let decision = try DecisionEngine.decide(rest, that: predicate.dropping(dropped), rules: lowered)
      checks.append(StabilityCheck(dropped: dropped, decision: decision, verdict: decision.verdict(levels: levels)))
      dropped += 1
    }
    return checks
  }
}

extension Predicate {
  /// The same predicate without the smallest scales.
  fileprivate func dropping(_ count: Int) -> Predicate {
    switch self {
    case .isBounded(let reference): .isBounded(by: reference.dropping(count))
    case .isProportional(let reference): .isProportional(to: reference.dropping(count))
    case .vanishes, .staysAway, .isPolynomial, .holdsUsually: self
    }
  }
}

extension GrowthReference {
  fileprivate func dropping(_ count: Int) -> GrowthReference {
    GrowthReference(values: Array(values.dropFirst(count)), regressor: regressor)
  }
}

/// What a decision becomes without the smallest scales.
package struct StabilityCheck: Sendable, Equatable {
  /// How many of the smallest scales were left out.
  package let dropped: Int
  /// The decision on the scales that remain.
  package let decision: Decision
  /// Its verdict, as a family of its own.
  package let verdict: Verdict
}
