import ClaimKit
import MultiView
import Training

/// The trials that a claim is read from, in its own world or in the world of one of its controls.
package struct Study: Sendable {
  /// The claim.
  package let claim: any Claim
  /// The control whose world this is; nil for the claim's own.
  package let control: Control?
  /// The scales and runs: the claim's own scales where it chooses them.
  package let design: Design
  /// The arms that the claim reads, in its order, then its companions.
  package let arms: [Arm]
  private let decided: Set<Arm>
  private let worlds: [Arm: World]
  private let trials: [Arm: [[Trial]]]

  /// Seeds between neighbouring scales.
  ///
  /// Draws do not depend on d, so runs of one seed share uniforms at every d, and at every time one is the other's past; what
  /// is pooled over scales counts runs as independent.
  package static let seedsBetweenScales = 1000

  /// The largest offset of a world's seeds, far beyond every registered one.
  static let largestSeedOffset = 1 << 40

  /// The trials of a claim in a world.
  ///
  /// - Parameters:
  ///   - fault: A defect to plant into every trial, for the mutation matrix; nil for none but the world's own.
  ///   - fitLimit: Steps after which the search for T* is given up at the latest; nil for the window's own limit.
  ///   - hasPictures: Whether companions, which are only shown, are trained as well.
  /// - Throws: ``PlanError`` naming claim, control and scale if a regime describes no model there.
  package init(
    _ claim: any Claim, control: Control?, design: Design, fault: Fault? = nil, fitLimit: Int? = nil,
    hasPictures: Bool = true
  ) throws(PlanError) {
    self.claim = claim
    self.control = control
    let instance = claim.instance
    self.design = design.on(instance.axis)
    // Scales of a claim's own come from its file; charts and decisions need them in order and above 1.
    if let own = instance.axis.scales(at: design.profile) {
      guard let first = own.first, let last = own.last, first > 1, last <= 1 << 40,
        zip(own, own.dropFirst()).allSatisfy(<)
      else {
        throw PlanError(
          "\(Self.place(claim, control)): the scales \(own.map(String.init).joined(separator: ", ")) of its axis are out of "
            + "range: they are whole numbers from 2 to 2^40, increasing, one at least.")
      }
    }
    let companions = hasPictures ? claim.companions : []
    arms = claim.arms + companions.filter { !claim.arms.contains($0) }
    let decided = Self.decidedArms(of: claim, control)
    self.decided = Set(decided)
    var worlds: [Arm: World] = [:]
    var trials: [Arm: [[Trial]]] = [:]
    for arm in arms {
      var world = control?.world(for: arm, of: instance) ?? World(arm, instance: instance)
      world.fault = world.fault ?? fault
      if let fitLimit, world.window.lossBound != nil { world.stepLimit = min(world.stepLimit, fitLimit) }
      guard (0...Self.largestSeedOffset).contains(world.seedOffset) else {
        throw PlanError(
          "\(Self.place(claim, control)): seedOffset = \(world.seedOffset) is out of range: it is at least 0 and at most "
            + "\(Self.largestSeedOffset).")
      }
      if let planted = world.fault, !planted.isPossible {
        throw PlanError(
          "\(Self.place(claim, control)): the planted fault “\(planted.words)” is out of range: its number is finite, and a "
            + "step at least 0.")
      }
      worlds[arm] = world
      var grid: [[Trial]] = []
      for index in self.design.scales.indices {
        // What is only shown is shown at the largest scale.
        guard decided.contains(arm) || hasPictures && index == self.design.scales.indices.last else {
          grid.append([])
          continue
        }
        grid.append(try Self.runs(of: arm, in: world, at: index, claim, control, self.design))
      }
      trials[arm] = grid
    }
    self.worlds = worlds
    self.trials = trials
  }

  /// The arms that something is decided on; companions, and with them the other arms of a control, are only shown.
  private static func decidedArms(of claim: any Claim, _ control: Control?) -> [Arm] {
    guard let control, !claim.companions.isEmpty else { return claim.arms }
    // A quantity that names no arm is that of the claim's one.
    return claim.conclusions.filter(control.refutes).flatMap {
      $0.quantity.arms.isEmpty ? claim.arms : $0.quantity.arms
    }
  }

  /// Whether a conclusion can be read: its arms were trained at every scale.
  package func decides(_ conclusion: Conclusion) -> Bool {
    let arms = conclusion.quantity.arms
    return (arms.isEmpty ? claim.arms : arms).allSatisfy(decided.contains)
  }

  private static func runs(
    of arm: Arm, in world: World, at index: Int, _ claim: any Claim, _ control: Control?, _ design: Design
  ) throws(PlanError) -> [Trial] {
    let scale = design.scales[index]
    let axis = claim.instance.axis
    let parameters: ModelParameters
    do {
      parameters = try world.parameters(at: arm, of: axis, scale: scale)
    } catch {
      throw PlanError("\(place(claim, control)), regime \(world.regime.name), \(axis.symbol) = \(scale): \(error)")
    }
    let extent = world.window.extent(at: scale, d: parameters.d)
    let readout = Self.readout(for: arm, of: claim)
    let firstSeed = design.firstSeed + world.seedOffset + index * seedsBetweenScales
    return (0..<design.runs).map { run in
      Trial(
        parameters: parameters, labels: world.labels.map(subclasses: parameters.k, scale: scale),
        seed: UInt64(firstSeed + run),
        extent: extent, frame: world.frame, readout: readout, finetuning: world.window.finetuning, fault: world.fault)
    }
  }

  /// The dearest read-out that some conclusion takes of an arm; of a companion, the first that its labels define.
  private static func readout(for arm: Arm, of claim: any Claim) -> Readout {
    guard claim.arms.contains(arm) else { return arm.labels.knowsSuperclasses ? .max : .probe }
    return claim.conclusions.reduce(.max) { dearest, conclusion in
      let arms = conclusion.quantity.arms
      return arms.isEmpty || arms.contains(arm) ? .dearest(dearest, conclusion.quantity.readout) : dearest
    }
  }

  /// Returns the world that an arm's trials live in.
  package func world(of arm: Arm) -> World { worlds[arm] ?? World(arm, instance: claim.instance) }

  /// Returns the trials of an arm: one list per scale, in run order; of one that is only shown, at the largest scale alone.
  package func trials(of arm: Arm) -> [[Trial]] { self.trials[arm] ?? [] }

  /// Every trial of every arm.
  package var allTrials: [Trial] { arms.flatMap { trials(of: $0).joined() } }

  /// Where the study stands, for messages.
  package var place: String { Self.place(claim, control) }

  static func place(_ claim: any Claim, _ control: Control?) -> String {
    control.map { "\(claim.name), control “\($0.name)”" } ?? claim.name
  }
}

extension Window {
  /// How long a trial of the window trains at a scale.
  func extent(at scale: Int, d: Int) -> Training.Extent {
    switch extent {
    case .fit(let bound, let factor, let limit):
      .window(lossBound: bound.value(at: d), factor: factor, stepLimit: limit)
    case .steps(let count): start == .end ? .finish(steps: count) : .steps(count)
    case .scaledSteps: .finish(steps: scale)
    case .inspection(let samples): .inspection(samples: samples)
    case .audit(let steps): .audit(steps: steps)
    }
  }
}

extension World {
  /// Evaluates the world's regime at a scale of an axis, in an arm.
  func parameters(at arm: Arm, of axis: Axis, scale: Int) throws(RegimeError) -> ModelParameters {
    var overrides: [RegimeParameter: Double] = [:]
    if case .parameter(let parameter, let rule, _) = axis.kind { overrides[parameter] = rule.value(at: scale) }
    for (parameter, factor) in arm.multiples { overrides[parameter] = (factor * Double(scale)).rounded() }
    let d = axis.dimension(at: scale)
    if let law = samplesPerSubclass {
      let k = Double(try regime.parameters(at: d, overrides: overrides).k)
      overrides[.sourceSize] = (2 * k * law.value(d: Double(d), k: k)).rounded()
    }
    return try regime.parameters(at: d, overrides: overrides)
  }
}
