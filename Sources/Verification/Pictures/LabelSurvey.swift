import ClaimKit
import MultiView
import Planning
import Training
import Trials

/// Errors against the number of labels, at one scale of one world: what a claim with companions shows beside its conclusions.
///
/// Nothing is decided from it.
package struct LabelSurvey: Sendable {
  /// What labels of a family have in common.
  package enum Family: String, Sendable, CaseIterable {
    /// Every label lies within one superclass.
    case aligned
    /// One label per sample.
    case instance
    /// Labels cut across superclasses.
    case misaligned
    /// Labels know nothing of the input.
    case random
  }

  /// The errors under one label set.
  package struct Entry: Sendable {
    /// The arm.
    package let arm: Arm
    /// The family of its labels.
    package let family: Family
    /// The number of labels.
    package let labels: Int
    /// How the superclass was read off.
    package let readout: Readout
    /// The share of wrong answers of every run, by kind of sample; nil stands for a run that failed.
    package let errors: [Sample.Kind: [Double?]]
  }

  /// The control whose world this is; nil for the claim's own.
  package let control: Control?
  /// The scale.
  package let scale: Int
  /// The label sets, by number of labels.
  package let entries: [Entry]

  /// Returns the surveys of a claim: one of its own world, and one of every control that may change all arms; none for a claim
  /// without companions.
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
      let samples = Double(first.parameters.testSamples)
      return Entry(
        arm: arm, family: Family(first.labels), labels: first.heads, readout: readout,
        errors: [
          .easy: errors.map { $0.map { $0.easy / samples } }, .hard: errors.map { $0.map { $0.hard / samples } },
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
