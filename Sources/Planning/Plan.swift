import ClaimKit
import Decision
import MultiView
import Training
import Trials

/// All trials of a verification, checked and priced before anything is trained.
package struct Plan: Sendable {
  /// The claims in the order given.
  package let claims: [PlannedClaim]
  /// The trials, each once, even if several claims and controls need it.
  ///
  /// The most expensive come first, so that all threads finish at about the same time.
  package let trials: [PlannedTrial]
  /// The scales and runs.
  package let design: Design

  /// Predicted multiply–adds of all trials.
  package var work: Double { trials.reduce(0) { $0 + $1.demand.work } }
  /// Predicted memory of the largest trial, in bytes.
  package var largestMemory: Double { trials.reduce(0) { max($0, $1.demand.bytes) } }

  /// Plans the verification of some claims together.
  ///
  /// - Parameters:
  ///   - entries: The claims; they form one family for the correction of p-values.
  ///   - design: Scales and runs per scale.
  ///   - hasPictures: Whether the trials of companions and diagrams are included, which no verdict depends on.
  ///   - memory: The memory of the machine that will train the trials, in bytes; this machine's by default, infinite
  ///     for no limit.
  /// - Throws: ``PlanError`` naming the first claim that is defective, or that needs a trial that its regime does not
  ///   describe or the machine cannot train.
  package init(
    _ entries: [ClaimEntry], design: Design, hasPictures: Bool = true, memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    self.init(
      try PlanOutline(entries, design: design, fault: nil, hasControls: true, hasPictures: hasPictures, memory: memory))
  }

  /// The largest number of steps in which a trial with a planted defect may search for T*.
  ///
  /// It is four times the 128 steps within which sound networks reach T* at d ≤ 512, as seen with exploratory seeds. A
  /// run that cannot reach T* because of its defect would otherwise waste the thousands of steps that windows allow.
  package static let faultyFitLimit = 512

  /// Plans the verification of some claims with a defect in every trial, without controls and pictures.
  ///
  /// With a defect, the search for T* ends after ``faultyFitLimit`` steps at the latest. If `fault` is nil, no defect
  /// is planted.
  ///
  /// - Throws: As ``init(_:design:hasPictures:memory:)``.
  package static func faulty(_ entries: [ClaimEntry], design: Design, fault: Fault?) throws(PlanError) -> Plan {
    Plan(try PlanOutline(entries, design: design, fault: fault, hasControls: false, hasPictures: false))
  }

  private init(_ outline: PlanOutline) {
    claims = outline.claims
    design = outline.design
    trials = outline.demands.map { PlannedTrial(trial: $0, key: TrialKey(of: $0), demand: $1) }
      .sorted { ($1.demand.work, $0.key) < ($0.demand.work, $1.key) }
  }
}

/// A plan without the keys of its trials: enough to list claims, register them and predict their cost.
///
/// The keys are hashes of whole trials, and computing them takes most of the time of planning.
package struct PlanOutline: Sendable {
  /// The claims in the order given.
  package let claims: [PlannedClaim]
  /// The scales and runs.
  package let design: Design
  /// The predicted memory and work of each trial.
  package let demands: [Trial: Demand]

  /// The predicted time of all trials, in seconds of one thread of the reference machine.
  package var seconds: Double { CostModel.reference.seconds(ofAll: demands.keys) }
  /// Predicted memory of the largest trial, in bytes.
  package var largestMemory: Double { demands.values.reduce(0) { max($0, $1.bytes) } }

  /// Outlines the verification of some claims together.
  ///
  /// - Parameters:
  ///   - entries: The claims.
  ///   - design: Scales and runs per scale.
  ///   - memory: As for ``Plan/init(_:design:hasPictures:memory:)``.
  /// - Throws: ``PlanError``, as ``Plan/init(_:design:hasPictures:memory:)``.
  package init(
    _ entries: [ClaimEntry], design: Design, memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    try self.init(entries, design: design, fault: nil, hasControls: true, hasPictures: true, memory: memory)
  }

  init(
    _ entries: [ClaimEntry], design: Design, fault: Fault?, hasControls: Bool, hasPictures: Bool,
    memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    guard design.runs >= 1 else {
      throw PlanError("runs = \(design.runs) is out of range: at least 1 run per scale is needed.")
    }
    var claims: [PlannedClaim] = []
    var demands: [Trial: Demand] = [:]
    for entry in entries {
      if let defect = entry.claim.defect() { throw PlanError(defect) }
      let study = try Study(
        entry.claim, control: nil, design: design, fault: fault, fitLimit: fault == nil ? nil : Plan.faultyFitLimit,
        hasPictures: hasPictures)
      var controls: [Study] = []
      for control in hasControls ? entry.claim.controls : [] {
        controls.append(try Study(entry.claim, control: control, design: design, hasPictures: hasPictures))
      }
      var diagram: PlannedDiagram?
      if hasPictures, let picture = entry.claim.diagram {
        diagram = try PlannedDiagram(picture, of: entry.claim, design: design)
      }
      let planned = PlannedClaim(entry: entry, study: study, controls: controls, diagram: diagram)
      for study in planned.studies {
        try Self.check(study)
        try Self.demand(study, memory: memory, into: &demands)
      }
      try diagram?.addDemands(to: &demands, memory: memory)
      claims.append(planned)
    }
    do { _ = try ClaimGraph(entries.map(\.claim)) } catch { throw PlanError(error.description) }
    self.claims = claims
    self.design = design
    self.demands = demands
  }

  /// Checks that every conclusion of a study can be read and decided.
  private static func check(_ study: Study) throws(PlanError) {
    // All materialities are checked: those that suit no conclusion are printed as well.
    for materiality in study.claim.standIn.materialities {
      guard numbers(of: materiality, study).allSatisfy(\.isFinite) else {
        throw PlanError(
          "\(study.place), \(materiality.quantity.text): its materiality is out of range: it must be finite at every "
            + "scale.")
      }
    }
    for conclusion in study.claim.conclusions {
      let quantity = conclusion.quantity
      try checkArms(of: quantity, study)
      try checkSource(of: quantity, study)
      for arm in study.arms {
        let sizes = Set(study.trials(of: arm).compactMap { $0.first?.parameters.testSamples })
        if sizes.count > 1 {
          throw PlanError("\(study.place): testSamples depends on d, but must be the same number at every d.")
        }
      }
      guard let materiality = study.claim.standIn.materiality(of: conclusion) else { continue }
      for reading in Reading.all(of: conclusion, in: study, by: materiality) {
        let shape = Evidence(
          scales: study.design.scales.map(Double.init), runs: study.design.scales.map { _ in [] }, kind: reading.kind)
        do {
          try materiality.rules.validate(for: reading.kind, reading.predicate)
          try reading.predicate.validate(for: shape)
        } catch {
          throw PlanError("\(study.place), \(quantity.text): \(error).")
        }
      }
    }
  }

  /// Returns every number of a materiality; a number that depends on d is evaluated at every scale.
  private static func numbers(of materiality: Materiality, _ study: Study) -> [Double] {
    func values(_ rule: Rule) -> [Double] {
      study.design.scales.map { rule.value(at: study.claim.standIn.axis.dimension(at: $0)) }
    }
    switch materiality.size {
    case .absolute(let epsilon), .shareOfFirst(let epsilon): return [epsilon]
    case .tolerance(let rule): return values(rule)
    case .growth(let slope, let band, let law): return [slope, band] + (law.map(values) ?? [])
    case .polynomial(let bend, let degree, let spacing): return [bend, degree, spacing]
    }
  }

  /// Checks that a quantity that names arms contains a quantity of one arm, and that a distance is read at one time.
  private static func checkArms(of quantity: Quantity, _ study: Study) throws(PlanError) {
    switch quantity {
    case .difference(let inner, _, _), .distance(let inner, _, _), .under(_, let inner):
      if !inner.arms.isEmpty {
        throw PlanError(
          "\(study.place): \(quantity.text) compares quantities that name arms; the inner quantity must name none.")
      }
    default: return
    }
    if case .distance(let inner, _, _) = quantity, !inner.isOfRun, study.claim.standIn.window.start != .end {
      throw PlanError(
        "\(study.place): \(quantity.text) compares two arms at one time; the window must be read at its end.")
    }
  }

  /// Checks that the loss on the training set is read only where the training set is finite.
  ///
  /// Only the claim's own world is checked, not its controls.
  private static func checkSource(of quantity: Quantity, _ study: Study) throws(PlanError) {
    var inner = quantity
    switch quantity {
    case .difference(let part, _, _), .distance(let part, _, _), .under(_, let part): inner = part
    default: break
    }
    guard inner == .sourceLoss, study.control == nil else { return }
    for arm in quantity.arms.isEmpty ? study.arms : quantity.arms
    where study.trials(of: arm).contains(where: { $0.first?.parameters.sourceSize == 0 }) {
      throw PlanError(
        "\(study.place): \(quantity.text) needs a finite training set under \(arm.text) labels."
      )
    }
  }

  /// Adds the predicted memory and work of every trial of a study.
  ///
  /// Runs at one scale differ only in the seed, so the prediction is made once for all of them.
  private static func demand(
    _ study: Study, memory: Double, into demands: inout [Trial: Demand]
  ) throws(PlanError) {
    for arm in study.arms {
      for runs in study.trials(of: arm) {
        try demand(ofRuns: runs, at: "\(study.place), \(arm.text) labels", memory: memory, into: &demands)
      }
    }
  }

  /// Adds the predicted memory and work of runs that differ only in the seed: one prediction for all of them.
  ///
  /// - Parameter place: Where the runs belong, for the error.
  static func demand(
    ofRuns runs: [Trial], at place: String, memory: Double, into demands: inout [Trial: Demand]
  ) throws(PlanError) {
    guard let first = runs.first else { return }
    let demand: Demand
    do {
      demand = try demands[first] ?? Demand.checked(first, memory: memory)
    } catch {
      throw PlanError("\(place), d = \(first.parameters.d): \(error)")
    }
    for trial in runs { demands[trial] = demand }
  }
}

/// An error in the description of a verification, found before anything is trained.
package struct PlanError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the claim and the input at fault.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }
}
