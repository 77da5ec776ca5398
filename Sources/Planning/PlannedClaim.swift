import ClaimKit
import Experiments

/// A claim with the trials that decide it: its own, and those of each control.
package struct PlannedClaim: Sendable {
  /// The claim and its folder.
  package let entry: ClaimEntry
  /// The claim in its own world.
  package let study: Study
  /// The claim in the world of each control, in the claim's order.
  package let controls: [Study]
  /// The trials of the other kind at the scales where two kinds run; nil if all trials are of one kind.
  package let overlap: Study?
  /// The trials of the claim's phase diagram; nil if it has none.
  package let diagram: PlannedDiagram?

  /// The claim.
  package var claim: any Claim { entry.claim }
  /// The scales and runs.
  package var design: Design { study.design }
  /// The claim's own world, then the controls', then the trials of the other kind.
  package var studies: [Study] { [study] + controls + [overlap].compactMap { $0 } }
}

/// The trials from which a claim's `PhaseDiagram` is drawn.
package struct PlannedDiagram: Sendable {
  /// The diagram.
  package let diagram: PhaseDiagram
  /// The dimensions in increasing order: those of the design, even if the claim's axis names its own scales.
  ///
  /// At the quick profile these are the three smallest: a first look need not wait for a picture.
  package let dimensions: [Int]
  /// The trials, indexed by dimension, value and run; empty for a value that a dimension has no room for.
  package let trials: [[[Trial]]]

  /// The trials of a diagram, in the claim's own world.
  ///
  /// - Throws: ``PlanError`` if the values, the runs or the boundary are out of range.
  init(_ diagram: PhaseDiagram, of claim: any Claim, design: Design) throws(PlanError) {
    self.diagram = diagram
    let values = diagram.values
    guard values.first ?? 0 >= 1, zip(values, values.dropFirst()).allSatisfy(<), (1...500).contains(diagram.runs) else {
      throw PlanError(
        "\(claim.name), diagram over \(diagram.parameter): its values or runs are out of range: values must "
          + "be at least 1 and increasing, and runs = \(diagram.runs) must be from 1 to 500.")
    }
    let dimensions = Array(design.profile == .quick ? design.scales.prefix(3) : design.scales[...])
    let boundary = dimensions.map { diagram.boundary.value(at: $0) }
    guard boundary.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw PlanError(
        "\(claim.name), diagram over \(diagram.parameter): its boundary is out of range: it must be above 0 "
          + "and finite at every d.")
    }
    self.dimensions = dimensions
    let world = World(diagram.arm, standIn: claim.standIn)
    // The diagram has the scale of the experiment on its axis, whatever the claim's axis is.
    let own = claim.standIn.axis
    let axis = Axis(own.base, what: own.base, .scale, scales: [:], because: "")
    trials = dimensions.enumerated().map { index, d in
      diagram.values.map { value in
        var cell = world
        cell[diagram.parameter] = .number(Double(value))
        guard let trial = try? cell.trial(on: axis, at: d, reading: diagram.quantity.observables) else { return [] }
        let firstSeed = design.firstSeed + index * Study.seedsBetweenScales
        return (0..<diagram.runs).map { run in trial.seeded(UInt64(firstSeed + run)) }
      }
    }
  }

  /// Adds the predicted memory and work of every trial; runs at one dimension and value need the same.
  func addDemands(to demands: inout PlanDemands) throws(PlanError) {
    for runs in trials.joined() {
      try demands.add(runs, at: "diagram over \(diagram.parameter)")
    }
  }
}
