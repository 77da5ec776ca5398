/// What was seen at one scale.
public struct ScaleSummary: Sendable, Equatable {
  /// The scale d.
  public let scale: Double
  /// The runs registered, R.
  public let registeredRuns: Int
  /// The runs that delivered a value.
  public let presentRuns: Int
  /// The mean over the runs present, as a rate for counts; nil without runs or with an impossible value.
  public let mean: Double?
  /// L_d, the lower confidence limit of the mean at the gate level on this side alone.
  ///
  /// The level is ``DecisionRules/gateLevel``, by default 0.05. On the model path it comes from the dispersion φ*_d
  /// and a t or Clopper–Pearson limit (decision procedure §3.2). On the distribution-free path it inverts the
  /// bet over this scale's runs in seed order, so it holds for every law in the range and is wide. Nil when the data
  /// failed the design or health check.
  public let lower: Double?
  /// U_d, the upper confidence limit of the mean at the gate level on this side alone; see ``lower``.
  public let upper: Double?

  /// Creates a summary.
  public init(
    scale: Double, registeredRuns: Int, presentRuns: Int, mean: Double?, lower: Double? = nil, upper: Double? = nil
  ) {
    self.scale = scale
    self.registeredRuns = registeredRuns
    self.presentRuns = presentRuns
    self.mean = mean
    self.lower = lower
    self.upper = upper
  }
}
