import ClaimKit
import Experiments

/// The trials from which a claim is decided, in its own world or in the world of one of its controls.
package struct Study: Sendable {
  /// The claim.
  package let claim: any Claim
  /// The control that defines this world; nil for the claim's own world.
  package let control: Control?
  /// The scales and runs; the scales are those of the claim's axis if it names its own.
  package let design: Design
  /// The arms that the claim reads, in its order, then its companions.
  package let arms: [Arm]
  private let decided: Set<Arm>
  private let worlds: [Arm: World]
  private let trials: [Arm: [[Trial]]]

  /// The distance between the first seeds of neighbouring scales.
  ///
  /// Random draws do not depend on d, so runs with equal seeds would share random numbers at every d. If the scale is
  /// the time, the shorter of two such runs would be the beginning of the longer. Statistics pooled over scales need
  /// independent runs, so each scale uses its own seeds.
  package static let seedsBetweenScales = 1000

  /// The most scales of a profile below the deep one: the first seeds of neighbouring profiles are 10,000 apart.
  static let mostScales = 10

  /// The largest allowed scale.
  static let largestScale = 1 << 40

  /// The largest allowed offset of a world's seeds, far beyond every registered offset.
  static let largestSeedOffset = 1 << 40

  /// The trials of a claim in a world.
  ///
  /// - Parameters:
  ///   - claim: The claim.
  ///   - control: The control that defines the world; nil for the claim's own world.
  ///   - design: The scales and runs; the claim's axis may replace the scales.
  ///   - defect: A defect to plant into every trial, for the mutation matrix; a defect of the world itself takes
  ///     precedence.
  ///   - fitLimit: The largest number of steps to search for T*; nil for the window's own limit.
  ///   - hasPictures: Whether the trials of companions are included, which are only drawn in pictures.
  ///   - stretch: The factor by which windows are longer than the registered ones.
  /// - Throws: ``PlanError`` naming claim, control and scale if a regime describes no model at a scale, or if a number
  ///   of the claim is out of range.
  package init(
    _ claim: any Claim, control: Control?, design: Design, defect: PlantedDefect? = nil, fitLimit: Int? = nil,
    hasPictures: Bool = true, stretch: Int = 1
  ) throws(PlanError) {
    try self.init(
      claim, control: control, design: design, defect: defect, fitLimit: fitLimit, hasPictures: hasPictures,
      isOverlap: false, stretch: stretch)
  }

  /// The trials of the other kind at the scales where a claim can run two kinds; nil if there is no such scale.
  ///
  /// They have the seeds of the claim's own trials at the same scales. No verdict depends on them.
  ///
  /// - Parameter study: The claim in its own world.
  /// - Throws: ``PlanError``, as for the claim itself.
  static func overlap(of study: Study) throws(PlanError) -> Study? {
    let claim = study.claim
    let places = study.design.scales.indices.filter { index in
      claim.arms.allSatisfy { arm in
        let scale = study.design.scales[index]
        return ((try? study.world(of: arm).overlap(on: claim.standIn.axis, at: scale)) ?? nil) != nil
      }
    }
    guard let first = places.first, let last = places.last, places.count == last - first + 1 else { return nil }
    let design = Design(
      scales: Array(study.design.scales[first...last]), runs: study.design.runs,
      firstSeed: study.design.firstSeed + first * seedsBetweenScales)
    return try Study(claim, control: nil, design: design, hasPictures: false, isOverlap: true)
  }

  private init(
    _ claim: any Claim, control: Control?, design: Design, defect: PlantedDefect? = nil, fitLimit: Int? = nil,
    hasPictures: Bool, isOverlap: Bool, stretch: Int = 1
  ) throws(PlanError) {
    self.claim = claim
    self.control = control
    let standIn = claim.standIn
    self.design = design.on(standIn.axis)
    // A claim file may name its own scales. Charts and decisions need them in increasing order and above 1.
    if let own = standIn.axis.scales(at: design.profile) {
      guard let first = own.first, let last = own.last, first > 1, last <= Self.largestScale,
        zip(own, own.dropFirst()).allSatisfy(<)
      else {
        throw PlanError(
          "\(Self.place(claim, control)): the scales \(own.map(String.init).joined(separator: ", ")) of its axis are "
            + "out of range: there must be at least one, from 2 to 2^40, in increasing order.")
      }
    }
    if let profile = design.profile, profile != .deep, self.design.scales.count > Self.mostScales {
      throw PlanError(
        "\(Self.place(claim, control)): \(self.design.scales.count) scales at profile \(profile.rawValue) are out of "
          + "range: with more than \(Self.mostScales), the last ones would share seeds with the next profile.")
    }
    let companions = hasPictures ? claim.companions : []
    arms = claim.arms + companions.filter { !claim.arms.contains($0) }
    let decided = Self.decidedArms(of: claim, control)
    self.decided = Set(decided)
    var worlds: [Arm: World] = [:]
    var trials: [Arm: [[Trial]]] = [:]
    for arm in arms {
      var world = control?.world(for: arm, of: standIn) ?? World(arm, standIn: standIn)
      if let defect { world.setup.plant(defect) }
      guard world.setup.experiment == standIn.setup.experiment else {
        throw PlanError(
          "\(Self.place(claim, control)): it runs the experiment \(world.setup.experiment), but the claim is about "
            + "\(standIn.setup.experiment).")
      }
      if let fitLimit { world.window.lowerLimit(to: fitLimit) }
      world.window.stretch(by: stretch)
      guard (0...Self.largestSeedOffset).contains(world.seedOffset) else {
        throw PlanError(
          "\(Self.place(claim, control)): seedOffset = \(world.seedOffset) is out of range: it must be at least 0 "
            + "and at most \(Self.largestSeedOffset).")
      }
      if let reason = world.setup.impossibleDefect() { throw PlanError("\(Self.place(claim, control)): \(reason)") }
      worlds[arm] = world
      var grid: [[Trial]] = []
      for index in self.design.scales.indices {
        // Arms that no verdict rests on are trained at the largest scale only, and only if pictures are asked for.
        guard decided.contains(arm) || hasPictures && index == self.design.scales.indices.last else {
          grid.append([])
          continue
        }
        grid.append(try Self.runs(of: arm, in: world, at: index, claim, control, self.design, isOverlap))
      }
      trials[arm] = grid
    }
    self.worlds = worlds
    self.trials = trials
  }

  /// Returns the arms that conclusions are decided on.
  ///
  /// All other arms are only drawn in pictures: companions, and, in a control of a claim with companions, the arms that
  /// the control does not refute a conclusion on.
  private static func decidedArms(of claim: any Claim, _ control: Control?) -> [Arm] {
    guard let control, !claim.companions.isEmpty else { return claim.arms }
    // A quantity that names no arm belongs to the claim's only arm.
    return claim.conclusions.filter(control.refutes).flatMap {
      $0.quantity.arms.isEmpty ? claim.arms : $0.quantity.arms
    }
  }

  /// Whether a conclusion can be decided: its arms are trained at every scale.
  package func decides(_ conclusion: Conclusion) -> Bool {
    let arms = conclusion.quantity.arms
    return (arms.isEmpty ? claim.arms : arms).allSatisfy(decided.contains)
  }

  private static func runs(
    of arm: Arm, in world: World, at index: Int, _ claim: any Claim, _ control: Control?, _ design: Design,
    _ isOverlap: Bool
  ) throws(PlanError) -> [Trial] {
    let scale = design.scales[index]
    let axis = claim.standIn.axis
    let observables = observables(of: arm, in: claim)
    let trial: Trial
    do {
      if isOverlap {
        guard let other = try world.overlap(on: axis, at: scale, reading: observables) else { return [] }
        trial = other
      } else {
        trial = try world.trial(on: axis, at: scale, reading: observables)
      }
    } catch {
      let title = world.setup.title
      throw PlanError("\(place(claim, control)), \(title.kind) \(title.name), \(axis.symbol) = \(scale): \(error)")
    }
    let firstSeed = design.firstSeed + world.seedOffset + index * seedsBetweenScales
    return (0..<design.runs).map { run in trial.seeded(UInt64(firstSeed + run)) }
  }

  /// Returns the quantities that conclusions read from an arm; nil for a companion.
  private static func observables(of arm: Arm, in claim: any Claim) -> [Observable]? {
    guard claim.arms.contains(arm) else { return nil }
    return (claim.conclusions + claim.falseForms.map(\.conclusion))
      .filter { $0.quantity.arms.isEmpty || $0.quantity.arms.contains(arm) }.flatMap(\.quantity.observables)
  }

  /// Returns whether the trials of the claim's arms, or the times at which they are read, differ from another study's.
  func differs(from other: Study) -> Bool {
    claim.arms.contains { arm in
      let (window, own) = (world(of: arm).window, other.world(of: arm).window)
      if window.text != own.text || window.start != own.start { return true }
      return zip(trials(of: arm), other.trials(of: arm)).contains { runs, others in
        !runs.isEmpty && !others.isEmpty && runs != others
      }
    }
  }

  /// Returns the world that an arm's trials are made from.
  package func world(of arm: Arm) -> World { worlds[arm] ?? World(arm, standIn: claim.standIn) }

  /// Returns the trials of an arm: one list per scale, in run order.
  ///
  /// For an arm that no verdict rests on, only the list of the largest scale has trials, and none if no pictures are
  /// asked for.
  package func trials(of arm: Arm) -> [[Trial]] { trials[arm] ?? [] }

  /// The kind of the trials of each scale, such as `exact`; empty if all trials are of one kind.
  package var kinds: [String] {
    guard let arm = claim.arms.first else { return [] }
    let setup = world(of: arm).setup
    let kinds = trials(of: arm).map { $0.first.flatMap(setup.kind) }
    let named = kinds.compactMap { $0 }
    return named.count == kinds.count && Set(named).count > 1 ? named : []
  }

  /// Every trial of every arm.
  package var allTrials: [Trial] { arms.flatMap { trials(of: $0).joined() } }

  /// The names of the claim and its control, for messages.
  package var place: String { Self.place(claim, control) }

  /// Returns the names of a claim and one of its controls, for messages.
  static func place(_ claim: any Claim, _ control: Control?) -> String {
    control.map { "\(claim.name), control “\($0.name)”" } ?? claim.name
  }
}
