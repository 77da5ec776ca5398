import Foundation

/// The laws that a plan averages over: every fitted curve that the runs do not tell apart from the best one.
///
/// A plan that trusts the best curve alone promises too much. On planted laws 65 % of such plans came true where 80 %
/// were predicted. Of a decay 0.3/ln d nearly all plans predicted a refutation, and none came true.
struct PlausibleTruths {
  /// The laws with their weights, which add up to 1; the best one first.
  let all: [(truth: FittedTruth, weight: Double)]
  /// Whether the limits of the curves lie on both sides of the threshold, so that they lead to different verdicts.
  let disagree: Bool

  /// Half of the 95 % quantile of χ² with one degree of freedom, the largest likelihood ratio that is not significant.
  private static let distance = 1.92

  /// Collects the best curve of each family whose log-likelihood is within the 95 % likelihood-ratio distance of the
  /// best, weighted by its likelihood.
  ///
  /// Where no curve was fitted, the only law is that of ``FittedTruth``.
  init(_ evidence: Evidence, _ predicate: Predicate, _ rules: DecisionRules, _ decision: Decision) {
    let diagnostics = decision.diagnostics
    guard predicate.isLimit, let best = diagnostics.curve else {
      all = [(FittedTruth(evidence, predicate, rules, decision), 1)]
      disagree = false
      return
    }
    let others = diagnostics.familyCurves.filter { $0 != best }
    let curves = ([best] + others.sorted { $0.logLikelihood > $1.logLikelihood })
      .filter { $0.logLikelihood >= best.logLikelihood - Self.distance }
    let likelihoods = curves.map { exp($0.logLikelihood - best.logLikelihood) }
    let total = likelihoods.reduce(0, +)
    all = zip(curves, likelihoods).map { curve, likelihood in
      (FittedTruth(evidence, predicate, rules, decision, curve: curve), likelihood / total)
    }
    let threshold = diagnostics.threshold ?? rules.materiality
    disagree = Set(curves.map { $0.floor < threshold }).count > 1
  }

  /// Returns the law of a repetition: each law in turn, as often as its weight says.
  ///
  /// - Parameter repetition: The number of the repetition, from 1.
  /// - Complexity: O(n) for n laws per repetition before this one.
  func law(of repetition: Int) -> Int {
    var used = all.map { _ in 0 }
    var chosen = 0
    for number in 1...max(1, repetition) {
      let lacks = all.indices.map { all[$0].weight * Double(number) - Double(used[$0]) }
      chosen = lacks.indices.max { lacks[$0] < lacks[$1] } ?? 0
      used[chosen] += 1
    }
    return chosen
  }
}
