/// The measurements of one conclusion: one number per run at each scale.
public struct Evidence: Sendable, Equatable {
  /// The scales d₁ < … < d_K.
  public var scales: [Double]
  /// The runs at each scale in seed order; nil marks a run that was registered and is missing.
  ///
  /// For counts the number k of errors, which may be half-integer.
  public var runs: [[Double?]]
  /// What the numbers are.
  public var kind: MetricKind

  /// Creates evidence; nothing is checked before ``DecisionEngine/decide(_:that:rules:decays:)``.
  public init(scales: [Double], runs: [[Double?]], kind: MetricKind) {
    self.scales = scales
    self.runs = runs
    self.kind = kind
  }
}
