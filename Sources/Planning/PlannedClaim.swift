import ClaimKit
import Training

/// A claim with the trials it is decided from: its own, and those of each control.
package struct PlannedClaim: Sendable {
  /// The claim and its folder.
  package let entry: ClaimEntry
  /// The claim in its own world.
  package let study: Study
  /// The claim in the world of each control, in the claim's order.
  package let controls: [Study]
  /// The picture that is trained beside them; nil without one.
  package let diagram: PlannedDiagram?

  /// The claim.
  package var claim: any Claim { entry.claim }
  /// The scales and runs.
  package var design: Design { study.design }
  /// The claim's own world, then the controls'.
  package var studies: [Study] { [study] + controls }
}

/// The trials that a claim's `PhaseDiagram` is drawn from.
package struct PlannedDiagram: Sendable {
  /// The diagram.
  package let diagram: PhaseDiagram
  /// The dimensions, increasing: those of the profile, whatever scales the claim chooses for itself.
  package let dimensions: [Int]
  /// The runs by dimension and value; none where a dimension has no room for a value.
  package let trials: [[[Trial]]]

  /// - Throws: ``PlanError`` for values, runs or a boundary that no picture can be drawn of.
  init(_ diagram: PhaseDiagram, of claim: any Claim, design: Design) throws(PlanError) {
    self.diagram = diagram
    let values = diagram.values
    guard values.first ?? 0 >= 1, zip(values, values.dropFirst()).allSatisfy(<), (1...500).contains(diagram.runs) else {
      throw PlanError(
        "\(claim.name), diagram over \(diagram.parameter.rawValue): its values are out of range, at least 1 and increasing, or "
          + "its runs = \(diagram.runs), 1 to 500.")
    }
    let boundary = design.scales.map { diagram.boundary.value(at: $0) }
    guard boundary.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw PlanError(
        "\(claim.name), diagram over \(diagram.parameter.rawValue): its boundary is out of range: it is above 0 and finite at "
          + "every d.")
    }
    dimensions = design.scales
    let world = World(diagram.arm, instance: claim.instance)
    trials = design.scales.enumerated().map { index, d in
      diagram.values.map { value in
        let overrides = [diagram.parameter: Double(value)]
        guard let parameters = try? world.regime.parameters(at: d, overrides: overrides) else { return [] }
        let firstSeed = design.firstSeed + index * Study.seedsBetweenScales
        return (0..<diagram.runs).map { run in
          Trial(
            parameters: parameters, labels: world.labels.map(subclasses: parameters.k, scale: d),
            seed: UInt64(firstSeed + run), extent: world.window.extent(at: d, d: d), frame: world.frame)
        }
      }
    }
  }

  /// Asks the trainer what every trial needs; runs of one cell need the same.
  func addDemands(to demands: inout [Trial: Demand], memory: Double) throws(PlanError) {
    for runs in trials.joined() {
      guard let first = runs.first else { continue }
      let demand: Demand
      do {
        demand = try demands[first] ?? Demand.checked(first, memory: memory)
      } catch {
        throw PlanError("diagram over \(diagram.parameter.rawValue), d = \(first.parameters.d): \(error)")
      }
      for trial in runs { demands[trial] = demand }
    }
  }
}
