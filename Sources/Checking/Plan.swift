import ClaimKit
import Training

/// Everything that a verification will train, checked and costed before anything is trained.
public struct Plan: Sendable {
  /// The claims in the order given.
  public let claims: [PlannedClaim]
  /// The trials, each once however many claims and controls need it.
  ///
  /// The dearest come first, so that workers finish together.
  public let trials: [PlannedTrial]
  /// The scales and runs.
  public let design: Design

  /// Predicted multiply–adds of all trials.
  public var work: Double { trials.reduce(0) { $0 + $1.demand.work } }
  /// Predicted memory of the largest trial, in bytes.
  public var largestMemory: Double { trials.reduce(0) { max($0, $1.demand.bytes) } }

  /// Plans the verification of some claims together.
  ///
  /// - Parameters:
  ///   - entries: The claims; they form one family for the correction of p-values.
  ///   - design: Scales and runs per scale.
  /// - Throws: ``PlanError`` naming the first claim that is defective, or that needs a trial that no regime describes or
  ///   this machine cannot train.
  public init(_ entries: [ClaimEntry], design: Design) throws(PlanError) {
    guard design.runs >= 1 else {
      throw PlanError("runs = \(design.runs) is out of range: at least 1 run per scale is needed.")
    }
    var claims: [PlannedClaim] = []
    var demands: [Trial: Demand] = [:]
    for entry in entries {
      if let defect = entry.claim.defect() { throw PlanError(defect) }
      let study = try Study(entry.claim, control: nil, design: design)
      var controls: [Study] = []
      for control in entry.claim.controls {
        controls.append(try Study(entry.claim, control: control, design: design))
      }
      let planned = PlannedClaim(entry: entry, study: study, controls: controls)
      for study in planned.studies {
        try Self._check(study)
        try Self._demand(study, into: &demands)
      }
      claims.append(planned)
    }
    self.claims = claims
    self.design = design
    trials = demands.map { PlannedTrial(trial: $0, key: TrialKey(of: $0), demand: $1) }
      .sorted { ($1.demand.work, $0.key) < ($0.demand.work, $1.key) }
  }

  /// Checks that every conclusion can be read and decided.
  private static func _check(_ study: Study) throws(PlanError) {
    for conclusion in study.claim.conclusions {
      let quantity = conclusion.quantity
      if case .difference(.difference, _, _) = quantity {
        throw PlanError("\(study.place): \(quantity.text) is a difference of differences, which no run yields.")
      }
      for arm in study.arms {
        let sizes = Set(study.trials(of: arm).compactMap { $0.first?.parameters.testSamples })
        if sizes.count > 1 {
          throw PlanError("\(study.place): testSamples depends on d; errors are counted out of one number at every d.")
        }
      }
      guard let materiality = study.claim.instance.materiality(of: quantity) else { continue }
      do {
        try materiality.rules.validate(for: Reading(study, of: conclusion).kind, conclusion.order.predicate)
      } catch {
        throw PlanError("\(study.place), \(quantity.text): \(error).")
      }
    }
  }

  /// Asks the trainer what every trial needs; runs of one scale differ in their seed only and need the same.
  private static func _demand(_ study: Study, into demands: inout [Trial: Demand]) throws(PlanError) {
    for arm in study.arms {
      for runs in study.trials(of: arm) {
        guard let first = runs.first else { continue }
        let demand: Demand
        do {
          demand = try demands[first] ?? Trainer.demand(of: first)
        } catch {
          throw PlanError("\(study.place), \(arm.rawValue) labels, d = \(first.parameters.d): \(error)")
        }
        for trial in runs { demands[trial] = demand }
      }
    }
  }
}
