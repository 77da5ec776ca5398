import ClaimKit
import Experiments
import Planning
import Statistics
import Trials

/// Errors against the number of labels, at the largest scale, for a claim with companions.
///
/// A claim has one survey of its own and one for each control that changes all arms. No verdict depends on it.
package struct LabelSurvey: Sendable {
  /// The errors under one label set.
  package struct Entry: Sendable {
    /// The arm that was trained.
    package let arm: Arm
    /// Its family, its number of labels, and how values are read off.
    package let place: SurveyPlace
    /// The value of every run, by name of the picture; nil marks a run that failed.
    package let errors: [String: [Double?]]

    /// The mean share of wrong answers with Student's 95 % limits on each side, kept within [0, 1]; nil without a run.
    package func mean(of picture: String) -> (mean: Double, lower: Double, upper: Double)? {
      let values = (errors[picture] ?? []).compactMap { $0 }
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      guard mean.isFinite else { return nil }
      guard count > 1 else { return (mean, mean, mean) }
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      let reach = StudentT.upperQuantile(tail: 0.05, degreesOfFreedom: count - 1) * (variance / count).squareRoot()
      return (mean, max(0, mean - reach), min(1, mean + reach))
    }
  }

  /// The control under which the runs were trained; nil for the claim itself.
  package let control: Control?
  /// The largest scale of the study.
  package let scale: Int
  /// The label sets, sorted by number of labels.
  package let entries: [Entry]

  /// Returns the surveys of a claim; empty for a claim without companions.
  static func all(
    of planned: PlannedClaim, by experiment: (any Experiment)?, from outcomes: [Trial: TrialOutcome]
  ) -> [LabelSurvey] {
    guard !planned.claim.companions.isEmpty, let experiment else { return [] }
    let studies = [planned.study] + planned.controls.filter { $0.control?.arm == nil }
    return studies.compactMap { LabelSurvey($0, by: experiment, from: outcomes) }
  }

  private init?(_ study: Study, by experiment: any Experiment, from outcomes: [Trial: TrialOutcome]) {
    guard let scale = study.design.scales.last else { return nil }
    control = study.control
    self.scale = scale
    entries = study.arms.compactMap { arm in
      guard let trials = study.trials(of: arm).last, let first = trials.first, let place = experiment.place(of: first)
      else { return nil }
      let errors = place.values.mapValues { observable in
        trials.map { trial in
          outcomes[trial]?.trace?.stages.last?.columns[observable.name].flatMap { column -> Double? in
            column.numbers.last.flatMap { $0 }.map { $0 / Double(column.of ?? 1) }
          }
        }
      }
      guard errors.values.contains(where: { $0.contains { $0 != nil } }) else { return nil }
      return Entry(arm: arm, place: place, errors: errors)
    }.sorted { $0.place.number < $1.place.number }
  }
}
