import ClaimKit
import Planning
import Training
import Trials

/// What a claim's `PhaseDiagram` shows; nothing is decided from it.
package struct DiagramFinding: Sendable {
  /// The diagram.
  package let diagram: PhaseDiagram
  /// The dimensions, increasing.
  package let dimensions: [Int]
  /// What every run yielded at its last checkpoint, by dimension and value; empty where a dimension has no room for a value.
  ///
  /// Errors are shares; nil stands for a run that failed.
  package let runs: [[[Double?]]]
  /// Where theory predicts the change, at each dimension.
  package let boundary: [Double]

  /// Returns what a planned diagram shows; nil without a run that was trained.
  init?(_ planned: PlannedDiagram?, of claim: any Claim, from outcomes: [Trial: TrialOutcome]) {
    guard let planned else { return nil }
    diagram = planned.diagram
    dimensions = planned.dimensions
    boundary = planned.dimensions.map(planned.diagram.boundary.value)
    let quantity = planned.diagram.quantity
    runs = planned.trials.map { cells in
      cells.map { trials in
        trials.map { trial in
          guard let trace = outcomes[trial]?.trace, let last = trace.checkpoints.last else { return nil }
          let reader = RunReader(trial: trial, trace: trace, window: claim.instance.window)
          let unit = quantity.range == .count ? Double(trial.parameters.testSamples) : 1
          return reader.value(of: quantity, at: last, largest: true).map { $0 / unit }
        }
      }
    }
    if runs.allSatisfy({ $0.allSatisfy { $0.allSatisfy { $0 == nil } } }) { return nil }
  }
}
