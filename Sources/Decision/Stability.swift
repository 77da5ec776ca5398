/// The check whether a verdict depends on the smallest scales, which tell least about a limit.
package enum Stability {
  /// The fewest scales that are judged.
  static let fewestScales = 4
  /// The most scales that are left out: each check is a decision of its own, and a file may hold a thousand scales.
  static let mostDropped = 4

  /// Judges the evidence again without its smallest scale, then without the two smallest, and so on.
  ///
  /// At most four scales are left out, and at least four remain. For these checks the required number of scales and
  /// their span are lowered. The checks accompany a verdict and never change it, so they spend no error.
  ///
  /// A materiality relative to the first mean keeps the size that it has on all scales; otherwise the question would
  /// change. A growth reference and a predicted curve lose the values of the scales left out. If all scales together already fail the design
  /// check, there are no checks.
  ///
  /// - Parameters:
  ///   - evidence: One number per run and scale.
  ///   - predicate: The statement about the numbers to test.
  ///   - rules: Thresholds and levels.
  ///   - levels: The error rates for support and refutation.
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
      let rest = evidence.dropping(dropped)
      var lowered = rules
      lowered.minimumScales = min(rules.minimumScales, rest.scales.count)
      if let first = rest.scales.first, let last = rest.scales.last {
        lowered.minimumSpan = min(rules.minimumSpan, last / first)
      }
      if predicate.isLimit, rules.isRelative {
        // Without a positive first mean a relative materiality has no size, and all scales together give a stop.
        guard let mean = whole.scales.first?.mean, mean > 0 else { return checks }
        lowered.isRelative = false
        lowered.materiality = rules.materiality * mean
      }
      let decision = try DecisionEngine.decide(
        rest, that: predicate.mapValues { Array($0.dropFirst(dropped)) }, rules: lowered)
      checks.append(StabilityCheck(dropped: dropped, decision: decision, verdict: decision.verdict(levels: levels)))
      dropped += 1
    }
    return checks
  }
}

/// The decision on the evidence without some of the smallest scales.
package struct StabilityCheck: Sendable, Equatable {
  /// The number of smallest scales left out.
  package let dropped: Int
  /// The decision on the scales that remain.
  package let decision: Decision
  /// The verdict of that decision, as a family of its own.
  package let verdict: Verdict
}
