import ClaimKit
import Experiments
import Planning
import Trials

/// The `littleo trial` command that runs a trial again and shows it at a given time.
package struct TrialLine: Hashable, Sendable, CustomStringConvertible {
  /// The arguments after `littleo`.
  let words: [String]
  /// The complete command line, to be run in the folder of the package.
  package var description: String { "swift run -c release littleo " + words.joined(separator: " ") }

  /// The command line of a run; nil where the command has no option for it, such as for planted defects.
  ///
  /// - Parameters:
  ///   - trial: The run.
  ///   - trace: The trace of the run.
  ///   - time: The last time to show; nil for the end.
  ///   - setup: The setup that the trial was made from.
  ///   - observables: The quantities to show; none for those that are shown anyway.
  init?(
    _ trial: Trial, _ trace: Trace, at time: Int? = nil, in setup: any Setup, observing observables: [Observable] = []
  ) {
    guard let words = setup.command(for: trial, trace, at: time, observing: observables) else { return nil }
    self.words = words
  }
}

/// One run of a claim with the command that runs it again.
package struct SingleRun: Sendable, Hashable {
  /// The arm of the run.
  package let arm: Arm
  /// The scale of the run.
  package let scale: Int
  /// The command that runs the trial.
  package let line: TrialLine

  /// Returns the first run of every arm at the smallest and at the largest scale.
  ///
  /// Runs that failed and runs that the command line cannot express are left out.
  static func ends(of study: Study, arms: [Arm], from outcomes: [Trial: TrialOutcome]) -> [SingleRun] {
    let ends = Set([study.design.scales.indices.first, study.design.scales.indices.last].compactMap { $0 }).sorted()
    let observables = study.claim.conclusions.flatMap(\.quantity.observables)
    return arms.flatMap { arm in
      ends.compactMap { index -> SingleRun? in
        guard let trial = study.trials(of: arm)[index].first, let trace = outcomes[trial]?.trace,
          let line = TrialLine(trial, trace, in: study.world(of: arm).setup, observing: observables)
        else { return nil }
        return SingleRun(arm: arm, scale: study.design.scales[index], line: line)
      }
    }
  }
}
