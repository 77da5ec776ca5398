import ClaimKit

/// Everything that a verification found out about one claim.
///
/// A pure function of the claim, the design and the traces: it holds no time of day and no duration, so a report
/// made from it is the same bytes however often the verification was interrupted.
public struct Finding: Sendable {
  /// The claim and its folder.
  public let entry: ClaimEntry
  /// What the claim committed to before its data were seen.
  public let registration: Registration
  /// The scales and runs.
  public let design: Design
  /// Each conclusion with its evidence and decision, in the claim's order.
  public let conclusions: [ConclusionFinding]
  /// The conclusions taken together, before correction for the other claims.
  public let conjunction: Conjunction
  /// The support p-value adjusted over the claims verified together.
  public let adjustedSupport: Double
  /// The refutation p-value adjusted over the claims verified together.
  public let adjustedRefute: Double
  /// The verdict on the claim.
  public let verdict: Verdict
  /// What it would take to settle the claim; nil if it is decided.
  public let settlement: ClaimSettlement?
  /// What became of the claim in each of its controls.
  public let controls: [ControlFinding]
  /// Errors against the number of labels; empty for a claim without companions.
  public let surveys: [LabelSurvey]
  /// The picture over the dimension and another parameter; nil for a claim without one.
  public let diagram: DiagramFinding?
  /// How the runs looked while they trained, at the largest scale; nil where nothing is trained, or observed once only.
  public let learning: LearningCurves?
  /// The smallest run that shows why the claim is refuted; nil for other verdicts, and where only the trend shows it.
  public let counterExample: CounterExample?
  /// The commands that train single runs again: of every arm, the first run at the smallest and at the largest scale.
  public let lines: [SingleRun]
  /// When the trials fitted, per label set and scale.
  public let fits: [FitSummary]
  /// What the trials amount to.
  public let totals: Totals
  /// The error rates it was decided at.
  public let levels: ErrorLevels
  /// How many claims were corrected for together.
  public let familySize: Int
  /// How many controls were corrected for together.
  public let controlFamilySize: Int
  /// The version of the trainer.
  public let trainerVersion: String

  /// The claim's name.
  public var name: String { claim.name }
  /// The folder under `Claims/`.
  public var folder: String { entry.folder }
  /// The claim.
  public var claim: any Claim { entry.claim }
  /// Whether every control was refuted: only then does a support mean anything.
  public var discriminates: Bool { controls.allSatisfy(\.isRefuted) }
}
