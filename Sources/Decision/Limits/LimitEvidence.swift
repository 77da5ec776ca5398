import Statistics

/// The evidence about a limit, stated for the claim o(1), before it becomes a decision.
struct LimitEvidence {
  /// p_V, evidence that the limit is below the threshold.
  var formulaBelow: Double
  /// p_NV, evidence that the limit is above the threshold.
  var formulaAbove: Double
  /// p_V after the corrections of §3.6; nil where they do not apply.
  var correctedBelow: Double?
  /// p_NV after the corrections of §3.6; nil where they do not apply.
  var correctedAbove: Double?
  /// The part of ``correctedBelow`` that needs no fitted curve; nil where that is all of it.
  var observedBelow: Double?
  /// What a limit below the threshold rests on, apart from curves.
  var strength = Strength.observed
  var gateBelow: Reason?
  var gateAbove: Reason?
  var fallback = Reason.power
  var notes: [String] = []
  var diagnostics: Diagnostics
  var scales: [ScaleSummary]

  static let nothingLeft = "nothing-left: no decay was observed"
  static let floorNotJudged = "floor-not-judged: no curve fits, and the mean halved at the last step"

  /// Reads the evidence as a decision; Ω(1) swaps the sides together with their gates.
  func decision(isLittleO: Bool) -> Decision {
    let (below, above) = (correctedBelow ?? formulaBelow, correctedAbove ?? formulaAbove)
    return Decision(
      pSupport: isLittleO ? below : above, pRefute: isLittleO ? above : below,
      formulaSupport: isLittleO ? formulaBelow : formulaAbove,
      formulaRefute: isLittleO ? formulaAbove : formulaBelow,
      observedSupport: isLittleO ? observedBelow : nil,
      gateSupport: isLittleO ? gateBelow : gateAbove, gateRefute: isLittleO ? gateAbove : gateBelow,
      strength: isLittleO ? strength : .observed, fallback: fallback, notes: notes, diagnostics: diagnostics,
      scales: scales)
  }
}

/// The check, shared by both paths, that the mean does not rise at the end.
enum TopScales {
  /// Whether the runs rise over the last three scales (Jonckheere–Terpstra).
  static func rise(_ samples: [ScaleSample], level: Double) -> Bool {
    JonckheereTerpstra(samples.suffix(3).map(\.values)).increase.p < level
  }
}
