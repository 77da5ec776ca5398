import ClaimKit
import Decision
import MultiView
import Training
import Trials

/// Everything that a verification will train, checked and costed before anything is trained.
package struct Plan: Sendable {
  /// The claims in the order given.
  package let claims: [PlannedClaim]
  /// The trials, each once however many claims and controls need it.
  ///
  /// The dearest come first, so that workers finish together.
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
  ///   - hasPictures: Whether what is only shown, companions and diagrams, is trained as well; no verdict depends on it.
  ///   - memory: The memory of the machine that is to train the trials, in bytes; this one's by default, infinite for any.
  /// - Throws: ``PlanError`` naming the first claim that is defective, or that needs a trial that no regime describes or
  ///   the machine cannot train.
  package init(
    _ entries: [ClaimEntry], design: Design, hasPictures: Bool = true, memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    self.init(
      try PlanOutline(entries, design: design, fault: nil, hasControls: true, hasPictures: hasPictures, memory: memory))
  }

  /// The steps after which the search for T* is given up under a planted defect, where the window allows for more.
  ///
  /// Four times the 128 steps within which sound networks fit at d ≤ 512, as seen with exploratory seeds: a run that a defect
  /// keeps from fitting would otherwise go on for the thousands of steps that windows allow, for nothing.
  package static let faultyFitLimit = 512

  /// Plans how some claims fare with a defect planted into every trial, or with none; controls and pictures are left out.
  ///
  /// Under a defect, the search for T* is given up after ``faultyFitLimit`` steps.
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

/// What a plan needs and costs, without the keys of its trials: enough for a list, a registration and a price.
///
/// Keys are hashes of whole trials, and most of the time that planning takes.
package struct PlanOutline: Sendable {
  /// The claims in the order given.
  package let claims: [PlannedClaim]
  /// The scales and runs.
  package let design: Design
  /// What each trial needs, each trial once however many claims and controls need it.
  package let demands: [Trial: Demand]

  /// The seconds that all trials are expected to take on one thread of the machine that the reference prices are of.
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

  /// Checks that every conclusion can be read and decided.
  private static func check(_ study: Study) throws(PlanError) {
    // Those that suit no conclusion are printed all the same.
    for materiality in study.claim.instance.materialities {
      guard numbers(of: materiality, study).allSatisfy(\.isFinite) else {
        throw PlanError(
          "\(study.place), \(materiality.quantity.text): its materiality is out of range: it is finite at every scale.")
      }
    }
    for conclusion in study.claim.conclusions {
      let quantity = conclusion.quantity
      try checkArms(of: quantity, study)
      try checkSource(of: quantity, study)
      for arm in study.arms {
        let sizes = Set(study.trials(of: arm).compactMap { $0.first?.parameters.testSamples })
        if sizes.count > 1 {
          throw PlanError("\(study.place): testSamples depends on d; errors are counted out of one number at every d.")
        }
      }
      guard let materiality = study.claim.instance.materiality(of: conclusion) else { continue }
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

  /// Every number of a materiality, at every scale where it depends on d.
  private static func numbers(of materiality: Materiality, _ study: Study) -> [Double] {
    func values(_ rule: Rule) -> [Double] {
      study.design.scales.map { rule.value(at: study.claim.instance.axis.dimension(at: $0)) }
    }
    switch materiality.size {
    case .absolute(let epsilon), .shareOfFirst(let epsilon): return [epsilon]
    case .tolerance(let rule): return values(rule)
    case .growth(let slope, let band, let law): return [slope, band] + (law.map(values) ?? [])
    case .polynomial(let bend, let degree, let spacing): return [bend, degree, spacing]
    }
  }

  /// Checks that a quantity of two arms compares quantities of one, and at one time where it must.
  private static func checkArms(of quantity: Quantity, _ study: Study) throws(PlanError) {
    switch quantity {
    case .difference(let inner, _, _), .departure(let inner, _, _), .under(_, let inner):
      if !inner.arms.isEmpty {
        throw PlanError("\(study.place): \(quantity.text) is a difference of differences, which no run yields.")
      }
    default: return
    }
    if case .departure(let inner, _, _) = quantity, !inner.isOfRun, study.claim.instance.window.start != .end {
      throw PlanError(
        "\(study.place): \(quantity.text) compares two arms at one time; the window must be read at its end.")
    }
  }

  /// Checks that a loss on the training set is asked of finite training sets only, in the claim's own world.
  private static func checkSource(of quantity: Quantity, _ study: Study) throws(PlanError) {
    var inner = quantity
    switch quantity {
    case .difference(let part, _, _), .departure(let part, _, _), .under(_, let part): inner = part
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

  /// Asks the trainer what every trial needs; runs of one scale differ in their seed only and need the same.
  private static func demand(
    _ study: Study, memory: Double, into demands: inout [Trial: Demand]
  ) throws(PlanError) {
    for arm in study.arms {
      for runs in study.trials(of: arm) {
        guard let first = runs.first else { continue }
        let demand: Demand
        do {
          demand = try demands[first] ?? Demand.checked(first, memory: memory)
        } catch {
          throw PlanError("\(study.place), \(arm.text) labels, d = \(first.parameters.d): \(error)")
        }
        for trial in runs { demands[trial] = demand }
      }
    }
  }
}

/// A verification that cannot be run as described; found before anything is trained.
package struct PlanError: Error, Equatable, CustomStringConvertible {
  /// One sentence that names the claim and the input at fault.
  package let description: String

  /// An error with its sentence.
  package init(_ description: String) {
    self.description = description
  }
}
