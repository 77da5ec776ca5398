import ClaimKit
import MultiView
import Planning
import Statistics
import Training
import Trials

/// Errors against the number of labels, at the largest scale, for a claim with companions.
///
/// A claim has one survey of its own and one for each control that changes all arms. No verdict depends on it.
package struct LabelSurvey: Sendable {
  /// A family of label sets.
  package enum Family: String, Sendable, CaseIterable {
    /// Every label lies within one superclass.
    case aligned
    /// One label per sample.
    case instance
    /// Labels cut across superclasses.
    case misaligned
    /// Labels are independent of the input.
    case random
  }

  /// The errors under one label set.
  package struct Entry: Sendable {
    /// The arm that was trained.
    package let arm: Arm
    /// The family of its labels.
    package let family: Family
    /// The number of labels.
    package let labels: Int
    /// The read-out that predicts the superclass from the network's outputs.
    package let readout: Readout
    /// The share of wrong answers of every run, by kind of sample; nil marks a run that failed.
    package let errors: [Sample.Kind: [Double?]]

    /// The mean share of wrong answers with Student's 95 % limits on each side, kept within [0, 1]; nil without a run.
    package func mean(of kind: Sample.Kind) -> (mean: Double, lower: Double, upper: Double)? {
      let values = (errors[kind] ?? []).compactMap { $0 }
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
  static func all(of planned: PlannedClaim, from outcomes: [Trial: TrialOutcome]) -> [LabelSurvey] {
    guard !planned.claim.companions.isEmpty else { return [] }
    let studies = [planned.study] + planned.controls.filter { $0.control?.arm == nil }
    return studies.compactMap { LabelSurvey($0, from: outcomes) }
  }

  private init?(_ study: Study, from outcomes: [Trial: TrialOutcome]) {
    guard let scale = study.design.scales.last else { return nil }
    control = study.control
    self.scale = scale
    entries = study.arms.compactMap { arm in
      guard let trials = study.trials(of: arm).last, let first = trials.first else { return nil }
      let readout = Readout.max.isDefined(under: first.labels) ? Readout.max : .probe
      let errors = trials.map { trial in
        outcomes[trial]?.trace.flatMap { ($0.finetuning ?? $0.checkpoints).last?.errors(by: readout) }
      }
      guard errors.contains(where: { $0 != nil }) else { return nil }
      let shares = errors.map { $0?.shares(in: first.parameters) }
      return Entry(
        arm: arm, family: Family(first.labels), labels: first.heads, readout: readout,
        errors: [
          .easy: shares.map { $0?.easy }, .hard: shares.map { $0?.hard },
        ])
    }.sorted { $0.labels < $1.labels }
  }
}

extension LabelSurvey.Family {
  fileprivate init(_ labels: LabelMap) {
    switch labels {
    case .coarse, .merged, .fine, .split: self = .aligned
    case .instance: self = .instance
    case .misaligned: self = .misaligned
    case .random: self = .random
    }
  }
}
