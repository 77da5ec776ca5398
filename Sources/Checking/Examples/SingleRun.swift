import ClaimKit
import Training

/// One run of a claim with the command that trains it again.
public struct SingleRun: Sendable, Hashable {
  /// The arm.
  public let arm: Arm
  /// The scale.
  public let scale: Int
  /// The command.
  public let line: TrialLine

  /// Returns the first run of every arm at the smallest and at the largest scale, as far as the command line has words for it.
  static func ends(of study: Study, arms: [Arm], from outcomes: [Trial: TrialOutcome]) -> [SingleRun] {
    let ends = Set([study.design.scales.indices.first, study.design.scales.indices.last].compactMap { $0 }).sorted()
    let mechanism = study.claim.conclusions.map(\.quantity).first(where: \.isOfMechanism)
    return arms.flatMap { arm in
      ends.compactMap { index -> SingleRun? in
        guard let trial = study.trials(of: arm)[index].first, let trace = outcomes[trial]?.trace,
          let line = TrialLine(trial, trace, regime: study.world(of: arm).regime, observing: mechanism)
        else { return nil }
        return SingleRun(arm: arm, scale: study.design.scales[index], line: line)
      }
    }
  }
}
