import ClaimKit
import Experiments
import Planning
import Trials

/// The data of a claim's `PhaseDiagram`; no verdict depends on it.
package struct DiagramFinding: Sendable {
  /// The diagram.
  package let diagram: PhaseDiagram
  /// The symbol of the scale of the experiment, such as d.
  package let base: String
  /// The dimensions, increasing.
  package let dimensions: [Int]
  /// The quantity of every run at its last checkpoint, by dimension and parameter value.
  ///
  /// The list of runs is empty where the parameter value is not possible at the dimension. Errors are shares. Nil marks
  /// a run that failed.
  package let runs: [[[Double?]]]
  /// Where theory predicts the change, at each dimension.
  package let boundary: [Double]

  /// The data of a planned diagram; nil if no run of it was trained.
  init?(_ planned: PlannedDiagram?, of claim: any Claim, from outcomes: [Trial: TrialOutcome]) {
    guard let planned else { return nil }
    diagram = planned.diagram
    base = claim.standIn.axis.base
    dimensions = planned.dimensions
    boundary = planned.dimensions.map(planned.diagram.boundary.value)
    let quantity = planned.diagram.quantity
    runs = planned.trials.map { cells in
      cells.map { trials in
        trials.map { trial in
          guard let trace = outcomes[trial]?.trace, let last = trace.stages.last?.times.indices.last else { return nil }
          let reader = RunReader(trial: trial, trace: trace, window: claim.standIn.window)
          return reader.value(of: quantity, at: last, largest: true).map { reader.share(of: $0, as: quantity) }
        }
      }
    }
    if runs.allSatisfy({ $0.allSatisfy { $0.allSatisfy { $0 == nil } } }) { return nil }
  }
}
