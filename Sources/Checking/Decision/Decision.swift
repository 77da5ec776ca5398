/// The evidence for and against one conclusion, before any adjustment for the other claims.
public struct Decision: Sendable, Equatable {
  /// The p-value for the conclusion by the formulas of decision procedure §3.4 to §6, unadjusted.
  public var pSupport: Double
  /// The p-value against the conclusion by the formulas of decision procedure §3.4 to §6, unadjusted.
  public var pRefute: Double
  /// The p-value for the conclusion that decides, unadjusted; ``pSupport`` unless §3.6 corrects it.
  public var decisiveSupport: Double
  /// The p-value against the conclusion that decides, unadjusted; ``pRefute`` unless §3.6 corrects it.
  public var decisiveRefute: Double
  /// Why support would be withheld even if significant; nil when its gates are clear.
  public var gateSupport: Reason?
  /// Why refutation would be withheld even if significant; nil when its gates are clear.
  public var gateRefute: Reason?
  /// Design or health, if the data were not judged at all; both p-values are then 1.
  public var stop: Reason?
  /// The reason when neither side is significant and slow decay is not to blame: pre-asymptotic after lack of fit,
  /// else power.
  public var fallback: Reason
  /// Remarks that belong into every report of the decision.
  public var notes: [String]
  /// The intermediate numbers.
  public var diagnostics: Diagnostics
  /// What was seen at each scale.
  public var scales: [ScaleSummary]

  /// Creates a decision from its parts; the decisive p-values are the others unless given.
  public init(
    pSupport: Double, pRefute: Double, decisiveSupport: Double? = nil, decisiveRefute: Double? = nil,
    gateSupport: Reason? = nil, gateRefute: Reason? = nil, stop: Reason? = nil,
    fallback: Reason = .power, notes: [String] = [], diagnostics: Diagnostics = Diagnostics(),
    scales: [ScaleSummary] = []
  ) {
    self.pSupport = pSupport
    self.pRefute = pRefute
    self.decisiveSupport = decisiveSupport ?? pSupport
    self.decisiveRefute = decisiveRefute ?? pRefute
    self.gateSupport = gateSupport
    self.gateRefute = gateRefute
    self.stop = stop
    self.fallback = fallback
    self.notes = notes
    self.diagnostics = diagnostics
    self.scales = scales
  }

  /// Returns the reason to give when neither side is significant.
  ///
  /// The stop, if any; slow-decay if the floor would be significant at the smaller level were slow decays excluded
  /// (``Diagnostics/pFastFloor``); else ``fallback``. Source: decision procedure §3.5.
  public func reasonWhenOpen(levels: ErrorLevels = ErrorLevels()) -> Reason {
    if let stop { return stop }
    if let fast = diagnostics.pFastFloor, fast <= levels.smaller { return .slowDecay }
    return fallback
  }

  /// Returns the verdict after the p-values were adjusted for a family of claims.
  ///
  /// A p-value of at most its level is significant. One significant side gives the reason of its failed gate, its
  /// verdict, or look-budget where this look may not spend enough; two give pre-asymptotic, none gives
  /// ``reasonWhenOpen(levels:)``; a stopped decision always gives its stop. Source: decision procedure §7.
  public func verdict(
    adjustedSupport: Double, adjustedRefute: Double, levels: ErrorLevels = ErrorLevels()
  ) -> Verdict {
    if let stop { return .inconclusive(stop) }
    return Verdict.resolve(
      pSupport: adjustedSupport, gateSupport: gateSupport, pRefute: adjustedRefute, gateRefute: gateRefute,
      levels: levels, otherwise: reasonWhenOpen(levels: levels))
  }

  /// Returns the verdict of a conclusion that is a family of its own.
  public func verdict(levels: ErrorLevels = ErrorLevels()) -> Verdict {
    verdict(adjustedSupport: decisiveSupport, adjustedRefute: decisiveRefute, levels: levels)
  }
}
