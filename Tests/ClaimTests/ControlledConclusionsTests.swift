import ClaimKit
import Claims
import Testing

/// Every conclusion has a control that is aimed at it: a world in which its test must fail.
@Suite struct ControlledConclusionsTests {
  /// Conclusions that still lack a control, as `Claim: conclusion`.
  ///
  /// The list may only shrink, and is to end empty. A new claim is not added to it: its author adds a control.
  private static let known: Set<String> = [
    "BenignOverfitting: w.h.p. loss on the training set (coarse) = o(1)",
    "BiasBounded: |b| / ‖w‖ (fine) = O(1/polylog(d))",
    "ConcentrationHolds: ⟨w, v_y⟩, concentrated / exact = 1 up to its tolerance",
    "ConcentrationHolds: ⟨w, v_{y,c}⟩, concentrated / exact = 1 up to its tolerance",
    "ConcentrationHoldsFine: ⟨w, v_{y,c}⟩, concentrated / exact = 1 up to its tolerance",
    "Definition4_2_Patches: w.h.p. deviation of signal strengths = 0 up to its tolerance",
    "Definition4_3_LabelMaps: w.h.p. deviation of random labels = 0 up to its tolerance",
    "Definition4_4_SourceSet: w.h.p. deviation from balanced subclasses = 0 up to its tolerance",
    "Definition4_4_SourceSet: w.h.p. samples repeated out of turn = 0 up to its tolerance",
    "DormantElimination: w.h.p. certificates not met = 0 up to its tolerance",
    "DormantElimination: w.h.p. checkpoints where pruned and dense differ = 0 up to its tolerance",
    "GranularityCurve: hard-sample error (coarse − merged (4)) = Ω(1)",
    "GranularityCurve: hard-sample error (instance − fine) = Ω(1)",
    "LuckyNeurons: w.h.p. deviation of the lucky count from m·Q(c_b√L) = 0 up to its tolerance",
    "NoiseStaysSilent: w.h.p. firings on pure noise (fine) = 0 up to its tolerance",
    "OffFeatureDrift: share of ‖w‖² off the own feature (fine) = o(1)",
    "OtherClassIsSilenced: share of other-class features still answered (fine) = o(1)",
    "RandomLabelsTeachNothing: hard-sample error (coarse) = Ω(1)",
    "RandomLabelsTeachNothing: hard-sample error (random (2)) = Ω(1)",
    "RotationInvariance: w.h.p. distance of easy-sample error (coarse, rotated dictionary from coarse) = 0 up to its tolerance",
    "RotationInvariance: w.h.p. distance of hard-sample error (coarse, rotated dictionary from coarse) = 0 up to its tolerance",
    "StabilityCoarse: w.h.p. easy-sample error = o(1)",
    "StabilityCoarse: w.h.p. hard-sample error = Ω(1)",
    "StabilityFine: w.h.p. easy-sample error = o(1)",
    "StabilityFine: w.h.p. hard-sample error = o(1)",
    "Theorem5_1_DominantNoise: easy-sample error = o(1)",
    "Theorem5_1_DominantNoise: training loss = o(1)",
    "Theorem5_1_Loud: hard-sample error = Ω(1)",
    "Theorem5_1_Loud: training loss = o(1)",
    "Theorem5_2_Loud: hard-sample error = o(1)",
    "Theorem5_2_Loud: training loss = o(1)",
  ]

  @Test func everyConclusionHasAControl() {
    let lacking = AllClaims.registered.flatMap { entry in
      entry.claim.uncontrolledConclusions.map { "\(entry.claim.name): \($0.text)" }
    }
    for text in lacking where !Self.known.contains(text) {
      Issue.record("\(text) has no control: add a Control(…, refutes: …) in which it must fail")
    }
    for text in Self.known.subtracting(lacking).sorted() {
      Issue.record("\(text) has a control by now, or is gone: delete it from the list, which may only shrink")
    }
  }
}
