import ClaimKit

/// What became of a claim in a world in which it must be refuted.
public struct ControlFinding: Sendable {
  /// The control.
  public let control: Control
  /// The claim's conclusions in that world; those that its labels do not define are left out.
  public let conclusions: [ConclusionFinding]
  /// The refutation p-value of the conclusion that must fail, adjusted over all controls verified together.
  public let adjustedRefute: Double
  /// The verdict on the conclusion that must fail.
  public let verdict: Verdict
  /// When the trials fitted, per label set and scale.
  public let fits: [FitSummary]

  /// Whether the conclusion that must fail was refuted.
  public var isRefuted: Bool { verdict == .refuted }
  private var _candidates: [ConclusionFinding] { conclusions.filter { control.refutes($0.conclusion) } }
  /// The conclusion that must fail, nil if the world yields no number for it; of two readings of Θ, the one that fails more.
  public var refuted: ConclusionFinding? { _candidates.min { $0.decision.decisiveRefute < $1.decision.decisiveRefute } }
}
