import Decision

/// How often each verdict was reached, with the words of support counted apart.
package struct VerdictCounts: Sendable, Equatable {
  /// Repetitions with the verdict supported.
  package private(set) var supported = 0
  /// Repetitions with the verdict supported by extrapolation.
  package private(set) var extrapolated = 0
  /// Repetitions with the verdict not contradicted.
  package private(set) var notContradicted = 0
  /// Repetitions with the verdict refuted.
  package private(set) var refuted = 0
  /// Inconclusive repetitions by reason.
  package private(set) var reasons: [Reason: Int] = [:]

  /// Repetitions with a support of any word.
  package var support: Int { supported + extrapolated + notContradicted }

  /// An empty tally.
  init() {}

  /// Counts one verdict.
  mutating func add(_ verdict: Verdict) {
    switch verdict {
    case .supported: supported += 1
    case .extrapolated: extrapolated += 1
    case .notContradicted: notContradicted += 1
    case .refuted: refuted += 1
    case .inconclusive(let reason): reasons[reason, default: 0] += 1
    }
  }

  /// Adds the counts of other repetitions.
  mutating func merge(_ other: VerdictCounts) {
    supported += other.supported
    extrapolated += other.extrapolated
    notContradicted += other.notContradicted
    refuted += other.refuted
    reasons.merge(other.reasons, uniquingKeysWith: +)
  }
}
