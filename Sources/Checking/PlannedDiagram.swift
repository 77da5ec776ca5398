import ClaimKit
import MultiView
import Training

/// The trials that a claim's `PhaseDiagram` is drawn from.
public struct PlannedDiagram: Sendable {
  /// The diagram.
  public let diagram: PhaseDiagram
  /// The dimensions, increasing: those of the profile, whatever scales the claim chooses for itself.
  public let dimensions: [Int]
  /// The runs by dimension and value; none where a dimension has no room for a value.
  public let trials: [[[Trial]]]

  init(_ diagram: PhaseDiagram, of claim: any Claim, design: Design) {
    self.diagram = diagram
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
  func addDemands(to demands: inout [Trial: Demand]) throws(PlanError) {
    for runs in trials.joined() {
      guard let first = runs.first else { continue }
      let demand: Demand
      do {
        demand = try demands[first] ?? Trainer.demand(of: first)
      } catch {
        throw PlanError("diagram over \(diagram.parameter.rawValue), d = \(first.parameters.d): \(error)")
      }
      for trial in runs { demands[trial] = demand }
    }
  }
}
