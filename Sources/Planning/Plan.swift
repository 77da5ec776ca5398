import ClaimKit
import Decision
import Experiments
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
  /// The experiments that the trials name.
  package let experiments: ExperimentCatalogue

  /// Predicted work of all trials.
  package var work: Double { trials.reduce(0) { $0 + $1.demand.work } }
  /// Predicted memory of the largest trial, in bytes.
  package var largestMemory: Double { trials.reduce(0) { max($0, $1.demand.bytes) } }

  /// Plans the verification of some claims together.
  ///
  /// - Parameters:
  ///   - entries: The claims; those about one experiment form one family for the correction of p-values.
  ///   - design: Scales and runs per scale.
  ///   - experiments: The experiments that claims name; a claim may bring its own.
  ///   - hasPictures: Whether the trials of companions and diagrams are included, which no verdict depends on.
  ///   - memory: The memory of the machine that will train the trials, in bytes; this machine's by default, infinite
  ///     for no limit.
  /// - Throws: ``PlanError`` naming the first claim that is defective, or that needs a trial that its regime does not
  ///   describe or the machine cannot train.
  package init(
    _ entries: [ClaimEntry], design: Design, experiments: ExperimentCatalogue, hasPictures: Bool = true,
    memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    self.init(
      try PlanOutline(
        entries, design: design, experiments: experiments, defect: nil, hasControls: true, hasPictures: hasPictures,
        memory: memory))
  }

  /// The largest number of steps in which a trial with a planted defect may search for T*.
  ///
  /// It is four times the 128 steps within which sound networks reach T* at d ≤ 512, as seen with exploratory seeds. A
  /// run that cannot reach T* because of its defect would otherwise waste the thousands of steps that windows allow.
  package static let faultyFitLimit = 512

  /// Plans the verification of some claims with a defect in every trial, without controls and pictures.
  ///
  /// With a defect, the search for T* ends after ``faultyFitLimit`` steps at the latest. If `defect` is nil, no
  /// defect is planted.
  ///
  /// - Throws: As ``init(_:design:experiments:hasPictures:memory:)``.
  package static func faulty(
    _ entries: [ClaimEntry], design: Design, experiments: ExperimentCatalogue, defect: PlantedDefect?
  ) throws(PlanError) -> Plan {
    Plan(
      try PlanOutline(
        entries, design: design, experiments: experiments, defect: defect, hasControls: false, hasPictures: false))
  }

  /// The trials in the order in which claims are to be decided: those of the first name first.
  ///
  /// A trial that several claims need comes with the first of them. Within a claim, the dearest come first. Claims
  /// that are not named come last.
  ///
  /// - Parameter names: The names of claims; names of claims that are not in the plan are passed over.
  package func trials(deciding names: [String]) -> [PlannedTrial] {
    var rank: [Trial: Int] = [:]
    for (place, name) in names.enumerated() {
      for planned in claims where planned.claim.name == name {
        for trial in ([planned.study] + planned.controls).flatMap(\.allTrials) where rank[trial] == nil {
          rank[trial] = place
        }
      }
    }
    // The trials are in order of cost, and of keys where costs agree; a sort by rank and place keeps that order.
    return trials.enumerated()
      .map { (rank: rank[$1.trial] ?? names.count, place: $0, planned: $1) }
      .sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }.map(\.planned)
  }

  private init(_ outline: PlanOutline) {
    claims = outline.claims
    design = outline.design
    experiments = outline.ledger.experiments
    trials = outline.ledger.planned()
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
  package var demands: [Trial: Demand] { ledger.byTrial }
  let ledger: PlanDemands

  /// The predicted time of all trials, in seconds of one thread of the reference machine.
  package var seconds: Double { demands.values.reduce(0) { $0 + $1.seconds } }
  /// Predicted memory of the largest trial, in bytes.
  package var largestMemory: Double { demands.values.reduce(0) { max($0, $1.bytes) } }

  /// Outlines the verification of some claims together.
  ///
  /// - Parameters:
  ///   - entries: The claims.
  ///   - design: Scales and runs per scale.
  ///   - experiments: The experiments that claims name; a claim may bring its own.
  ///   - memory: As for ``Plan/init(_:design:experiments:hasPictures:memory:)``.
  /// - Throws: ``PlanError``, as ``Plan/init(_:design:experiments:hasPictures:memory:)``.
  package init(
    _ entries: [ClaimEntry], design: Design, experiments: ExperimentCatalogue, memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    try self.init(
      entries, design: design, experiments: experiments, defect: nil, hasControls: true, hasPictures: true,
      memory: memory)
  }

  init(
    _ entries: [ClaimEntry], design: Design, experiments: ExperimentCatalogue, defect: PlantedDefect?,
    hasControls: Bool, hasPictures: Bool, memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    guard design.runs >= 1 else {
      throw PlanError("runs = \(design.runs) is out of range: at least 1 run per scale is needed.")
    }
    var claims: [PlannedClaim] = []
    var demands = PlanDemands(experiments: try Self.experiments(of: entries, and: experiments), memory: memory)
    for entry in entries {
      if let mistake = entry.claim.defect() { throw PlanError(mistake) }
      let study = try Study(
        entry.claim, control: nil, design: design, defect: defect, fitLimit: defect == nil ? nil : Plan.faultyFitLimit,
        hasPictures: hasPictures)
      var controls: [Study] = []
      for control in hasControls ? entry.claim.controls : [] {
        let changed = try Study(entry.claim, control: control, design: design, hasPictures: hasPictures)
        guard changed.differs(from: study) else {
          throw PlanError("\(changed.place): it changes nothing, so it could not refute what the claim concludes.")
        }
        controls.append(changed)
      }
      var diagram: PlannedDiagram?
      if hasPictures, let picture = entry.claim.diagram {
        diagram = try PlannedDiagram(picture, of: entry.claim, design: design)
      }
      let overlap = hasPictures ? try Study.overlap(of: study) : nil
      let planned = PlannedClaim(
        entry: entry, study: study, controls: controls, overlap: overlap, diagram: diagram)
      for study in planned.studies {
        try Self.check(study)
        try demands.add(study)
      }
      try diagram?.addDemands(to: &demands)
      claims.append(planned)
    }
    do { _ = try ClaimGraph(entries.map(\.claim)) } catch { throw PlanError(error.description) }
    self.claims = claims
    self.design = design
    ledger = demands
  }

  /// Checks that every conclusion of a study can be read and decided.
  private static func check(_ study: Study) throws(PlanError) {
    // All materialities are checked: those that suit no conclusion are printed as well.
    let forms = study.control == nil ? study.claim.falseForms : []
    for materiality in study.claim.standIn.materialities + forms.map(\.materiality) {
      guard numbers(of: materiality, study).allSatisfy(\.isFinite) else {
        throw PlanError(
          "\(study.place), \(materiality.quantity.text): its materiality is out of range: it must be finite at every "
            + "scale.")
      }
    }
    for conclusion in study.claim.conclusions + forms.map(\.conclusion) {
      let quantity = conclusion.quantity
      try checkArms(of: quantity, study)
      try checkObservables(of: quantity, study)
      if let defect = conclusion.order.law?.defect(on: study.claim.standIn.axis) {
        throw PlanError("\(study.place), \(quantity.text): \(defect)")
      }
      for arm in study.arms {
        let setup = study.world(of: arm).setup
        let sizes = Set(study.trials(of: arm).compactMap { $0.first.flatMap(setup.countTotal) })
        if sizes.count > 1 {
          throw PlanError("\(study.place): testSamples depends on d, but must be the same number at every d.")
        }
      }
      let form = forms.first { $0.conclusion == conclusion }
      guard let materiality = form?.materiality ?? study.claim.standIn.materiality(of: conclusion) else { continue }
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
    case .exponent(let tolerance), .curve(let tolerance, _, _): return [tolerance]
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

  /// Checks that the trials of the claim's own world yield the quantities that it reads.
  ///
  /// Controls are not checked: in their worlds a quantity may be undefined.
  private static func checkObservables(of quantity: Quantity, _ study: Study) throws(PlanError) {
    guard study.control == nil else { return }
    for arm in quantity.arms.isEmpty ? study.arms : quantity.arms {
      let setup = study.world(of: arm).setup
      for trial in study.trials(of: arm).compactMap(\.first) {
        for observable in quantity.observables {
          guard let lack = setup.lack(for: observable, in: trial) else { continue }
          throw PlanError("\(study.place): \(quantity.text) needs \(lack) under \(arm.words).")
        }
      }
    }
  }

  /// Returns the experiments of a plan: those that the program knows, and those that claims bring.
  static func experiments(
    of entries: [ClaimEntry], and known: ExperimentCatalogue
  ) throws(PlanError) -> ExperimentCatalogue {
    var own: [any Experiment] = []
    for entry in entries {
      guard let experiment = entry.claim.standIn.setup.instance else { continue }
      let rival = own.first { $0.name == experiment.name } ?? known[experiment.name]
      if let rival, rival.version != experiment.version {
        throw PlanError(
          "\(entry.claim.name): another experiment is named “\(experiment.name)” too; names of experiments must differ."
        )
      }
      own.append(experiment)
    }
    return known.with(own)
  }
}

/// The predicted memory and work of the trials of a plan.
struct PlanDemands: Sendable {
  /// The experiments that trials name.
  let experiments: ExperimentCatalogue
  /// The memory of the machine that will run the trials, in bytes.
  let memory: Double
  private(set) var byTrial: [Trial: Demand] = [:]

  /// No trials yet.
  init(experiments: ExperimentCatalogue, memory: Double) {
    self.experiments = experiments
    self.memory = memory
  }

  /// Adds every trial of a study.
  mutating func add(_ study: Study) throws(PlanError) {
    for arm in study.arms {
      for runs in study.trials(of: arm) { try add(runs, at: "\(study.place), \(arm.words)", study.claim.standIn.axis) }
    }
  }

  /// Adds runs that differ only in the seed: one prediction for all of them.
  ///
  /// - Parameters:
  ///   - runs: The runs.
  ///   - place: Where the runs belong, for the error.
  ///   - axis: The axis of the claim, for the error.
  mutating func add(_ runs: [Trial], at place: String, _ axis: Axis? = nil) throws(PlanError) {
    guard let first = runs.first else { return }
    guard let experiment = experiments[first.experiment] else {
      throw PlanError("\(place): the experiment “\(first.experiment)” is unknown here.")
    }
    let demand: Demand
    do {
      demand = try byTrial[first] ?? experiment.demand(of: first, memory: memory)
    } catch {
      throw PlanError("\(place), \(axis?.base ?? "d") = \(first.scale): \(error)")
    }
    for trial in runs { byTrial[trial] = demand }
  }

  /// Returns the trials with their keys, in no particular order.
  func planned() -> [PlannedTrial] {
    byTrial.compactMap { trial, demand in
      experiments[trial.experiment].map { PlannedTrial(trial: trial, experiment: $0, demand: demand) }
    }
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
