import ClaimKit
import Decision
import Experiments
import Planning
import Trials

/// What a search beyond the registered windows found.
///
/// It decides nothing: a single run on the wrong side of a bound refutes no claim about means, and a few runs on the
/// right side support none.
package struct LateSearch: Sendable {
  /// A conclusion, how far it was searched, and the first violation.
  package struct Row: Sendable {
    /// The name of the claim.
    package let claim: String
    /// The symbol of the claim's scale.
    package let symbol: String
    /// The conclusion in words.
    package let text: String
    /// The steps beyond the window, in the order in which they were searched.
    package let steps: [Step]
    /// The first run on the wrong side of the bound: smallest scale, then shortest time; nil if there is none.
    package let violation: CounterExample?
    /// Why single runs cannot violate the conclusion, or none was seen; nil if they were searched.
    package let obstacle: String?
  }

  /// One step beyond the window.
  package struct Step: Hashable, Sendable {
    /// The scale.
    package let scale: Int
    /// The factor by which the window was longer than the registered one.
    package let stretch: Int
    /// The runs that yielded a number.
    package let runs: Int
  }

  /// A row per conclusion, in the order of the claims.
  package let rows: [Row]

  /// The rows with a violation.
  package var violated: [Row] { rows.filter { $0.violation != nil } }
  /// The rows in which single runs were searched.
  package var searched: [Row] { rows.filter { $0.obstacle == nil } }

  /// Searches the outcomes of some claims' runs.
  package init(_ claims: [FarClaim], outcomes: [Trial: TrialOutcome]) {
    rows = claims.flatMap { Self.rows($0, outcomes) }
  }

  private static func rows(_ far: FarClaim, _ outcomes: [Trial: TrialOutcome]) -> [Row] {
    let (claim, symbol) = (far.entry.claim, far.entry.claim.standIn.axis.symbol)
    let found = far.studies.map { ($0, ConclusionFinding.all(of: $0.study, from: outcomes)) }
    guard let first = found.first else {
      return claim.conclusions.map {
        Row(claim: claim.name, symbol: symbol, text: $0.text, steps: [], violation: nil, obstacle: far.obstacle)
      }
    }
    return first.1.indices.map { place in
      let searches = found.compactMap { step, findings in
        findings.indices.contains(place)
          ? (
            step, findings[place],
            CounterExampleSearch(
              study: step.study, finding: findings[place], outcomes: outcomes, firstScale: 1)
          ) : nil
      }
      let steps = searches.map { step, finding, _ in
        let runs = finding.conclusion.isWithHighProbability ? finding.runValues : finding.evidence.runs
        return Step(scale: step.scale, stretch: step.stretch, runs: runs.last?.count { $0 != nil } ?? 0)
      }
      let obstacle: String? =
        if !searches.contains(where: { $0.2.hasBounds }) {
          "only all scales together could contradict it"
        } else if steps.allSatisfy({ $0.runs == 0 }) { "no run yielded a number" } else { nil }
      return Row(
        claim: claim.name, symbol: symbol, text: first.1[place].text, steps: steps,
        violation: searches.lazy.compactMap { $0.2.first() }.first, obstacle: obstacle)
    }
  }
}
