import Statistics

/// The evidence about a limit in the orientation of o(1), before it is turned into a decision.
struct LimitEvidence {
  /// p_V, evidence that the limit is below the threshold.
  var pBelow: Double
  /// p_NV, evidence that the limit is above the threshold.
  var pAbove: Double
  /// p_V after the corrections of §3.6; nil where they do not apply.
  var decisiveBelow: Double?
  /// p_NV after the corrections of §3.6; nil where they do not apply.
  var decisiveAbove: Double?
  var gateBelow: Reason?
  var gateAbove: Reason?
  var fallback = Reason.power
  var notes: [String] = []
  var diagnostics: Diagnostics
  var scales: [ScaleSummary]

  static let nothingLeft = "nothing-left: no decay was observed"

  /// Reads the evidence as a decision; Ω(1) swaps the sides together with their gates.
  func decision(vanishes: Bool) -> Decision {
    Decision(
      pSupport: vanishes ? pBelow : pAbove, pRefute: vanishes ? pAbove : pBelow,
      decisiveSupport: vanishes ? decisiveBelow : decisiveAbove,
      decisiveRefute: vanishes ? decisiveAbove : decisiveBelow,
      gateSupport: vanishes ? gateBelow : gateAbove, gateRefute: vanishes ? gateAbove : gateBelow,
      fallback: fallback, notes: notes, diagnostics: diagnostics, scales: scales)
  }
}

/// The check shared by both paths that the error does not turn upwards at the end.
enum TopScales {
  /// Whether the runs rise over the last three scales (Jonckheere–Terpstra).
  static func rise(_ samples: [ScaleSample], level: Double) -> Bool {
    JonckheereTerpstra(samples.suffix(3).map(\.values)).increase.p < level
  }
}
