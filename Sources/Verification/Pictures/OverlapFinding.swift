import Decision
import Experiments
import Planning
import Statistics
import Trials

/// A conclusion's numbers from trials of two kinds, at the scales where both kinds run.
///
/// No verdict depends on it. It shows whether the two kinds agree where they can be compared.
package struct OverlapFinding: Sendable {
  /// The numbers at one scale.
  package struct Row: Sendable {
    /// The scale.
    package let scale: Double
    /// The mean over the claim's own runs.
    package let own: Double
    /// The mean over the runs of the other kind.
    package let other: Double
    /// The mean of the other kind minus the claim's own, with Welch's 95 % limits on each side.
    package let difference: MeanDifference
  }

  /// The place of the conclusion in the claim's findings.
  package let conclusion: Int
  /// The kind of the claim's own trials at these scales, such as `exact`.
  package let ownKind: String
  /// The kind of the other trials, such as `concentrated`.
  package let otherKind: String
  /// The scales at which both kinds have at least two runs.
  package let rows: [Row]
  /// One number per run of the other kind and scale.
  package let evidence: Evidence

  /// Returns one finding per conclusion; empty for a claim whose trials are all of one kind.
  ///
  /// - Parameters:
  ///   - planned: The claim.
  ///   - conclusions: The findings on its conclusions.
  ///   - outcomes: The outcomes of its trials.
  static func all(
    of planned: PlannedClaim, _ conclusions: [ConclusionFinding], from outcomes: [Trial: TrialOutcome]
  ) -> [OverlapFinding] {
    guard let overlap = planned.overlap, let ownKind = planned.study.kinds.first,
      let otherKind = planned.study.kinds.last
    else { return [] }
    return conclusions.enumerated().flatMap { place, finding -> [OverlapFinding] in
      Reading.all(of: finding.conclusion, in: overlap, by: finding.materiality)
        .filter { $0.extreme == finding.extreme }
        .map { reading in
          let evidence = reading.evidence(from: outcomes)
          return OverlapFinding(
            conclusion: place, ownKind: ownKind, otherKind: otherKind,
            rows: Self.rows(finding.evidence, evidence), evidence: evidence)
        }
    }
  }

  private static func rows(_ own: Evidence, _ other: Evidence) -> [Row] {
    let shares = Dictionary(zip(own.scales, own.shares), uniquingKeysWith: { first, _ in first })
    return zip(other.scales, other.shares).compactMap { scale, values in
      let (own, other) = ((shares[scale] ?? []).compactMap { $0 }, values.compactMap { $0 })
      guard let difference = MeanDifference(of: other, minus: own, tail: 0.05) else { return nil }
      let mean = own.reduce(0, +) / Double(own.count)
      return Row(scale: scale, own: mean, other: mean + difference.mean, difference: difference)
    }
  }
}
