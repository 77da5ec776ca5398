import ClaimKit
import MultiView
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
  ///   - hasPictures: Whether what is only shown, companions and diagrams, is trained as well; no verdict depends on it.
  ///   - memory: The memory of the machine that is to train the trials, in bytes; this one's by default, infinite for any.
  /// - Throws: ``PlanError`` naming the first claim that is defective, or that needs a trial that no regime describes or
  ///   the machine cannot train.
  public init(
    _ entries: [ClaimEntry], design: Design, hasPictures: Bool = true, memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    self.init(
      try PlanOutline(entries, design: design, fault: nil, hasControls: true, hasPictures: hasPictures, memory: memory))
  }

  /// The steps after which the search for T* is given up under a planted defect, where the window allows for more.
  ///
  /// Four times the 128 steps within which sound networks fit at d ≤ 512, as seen with exploratory seeds: a run that a defect
  /// keeps from fitting would otherwise go on for the thousands of steps that windows allow, for nothing.
  public static let faultyFitLimit = 512

  /// Plans how some claims fare with a defect planted into every trial, or with none; controls and pictures are left out.
  ///
  /// Under a defect, the search for T* is given up after ``faultyFitLimit`` steps.
  ///
  /// - Throws: As ``init(_:design:hasPictures:memory:)``.
  public static func faulty(_ entries: [ClaimEntry], design: Design, fault: Fault?) throws(PlanError) -> Plan {
    Plan(try PlanOutline(entries, design: design, fault: fault, hasControls: false, hasPictures: false))
  }

  private init(_ outline: PlanOutline) {
    claims = outline.claims
    design = outline.design
    trials = outline.demands.map { PlannedTrial(trial: $0, key: TrialKey(of: $0), demand: $1) }
      .sorted { ($1.demand.work, $0.key) < ($0.demand.work, $1.key) }
  }
}
