import ClaimKit
import MultiView
import Training

/// The trials that a claim is read from, in its own world or in the world of one of its controls.
public struct Study: Sendable {
  /// The claim.
  public let claim: any Claim
  /// The control whose world this is; nil for the claim's own.
  public let control: Control?
  /// The scales and runs.
  public let design: Design
  /// The label sets that the claim reads, in its order.
  public let arms: [Labels]
  private let _worlds: [Labels: World]
  private let _trials: [Labels: [[Trial]]]

  /// The trials of a claim in a world.
  ///
  /// - Throws: ``PlanError`` naming claim, control and scale if a regime describes no model there.
  init(_ claim: any Claim, control: Control?, design: Design) throws(PlanError) {
    self.claim = claim
    self.control = control
    self.design = design
    let instance = claim.instance
    arms = claim.arms
    var worlds: [Labels: World] = [:]
    var trials: [Labels: [[Trial]]] = [:]
    for arm in arms {
      let world = control?.world(for: arm, of: instance) ?? World(labels: arm, instance: instance)
      let place = Self.place(claim, control)
      guard world.seedOffset >= 0 else {
        throw PlanError("\(place): seedOffset = \(world.seedOffset) is out of range: it is at least 0.")
      }
      worlds[arm] = world
      var grid: [[Trial]] = []
      for d in design.scales {
        let parameters: ModelParameters
        do {
          parameters = try world.regime.parameters(at: d)
        } catch {
          throw PlanError("\(place), regime \(world.regime.name), d = \(d): \(error)")
        }
        let extent = Extent.window(
          lossBound: instance.window.lossBound.value(at: d), factor: instance.window.factor, stepLimit: world.stepLimit)
        let labels = world.labels.map(subclasses: parameters.k)
        grid.append(
          (0..<design.runs).map { run in
            Trial(
              parameters: parameters, labels: labels, seed: UInt64(design.firstSeed + run + world.seedOffset),
              extent: extent)
          })
      }
      trials[arm] = grid
    }
    _worlds = worlds
    _trials = trials
  }

  /// Returns the world that a label set's trials live in.
  public func world(of arm: Labels) -> World { _worlds[arm] ?? World(labels: arm, instance: claim.instance) }

  /// Returns the trials of a label set: one list per scale, in run order.
  public func trials(of arm: Labels) -> [[Trial]] { _trials[arm] ?? [] }

  /// Every trial of every label set.
  public var allTrials: [Trial] { arms.flatMap { trials(of: $0).joined() } }

  /// Where the study stands, for messages.
  var place: String { Self.place(claim, control) }

  static func place(_ claim: any Claim, _ control: Control?) -> String {
    control.map { "\(claim.name), control “\($0.name)”" } ?? claim.name
  }
}
