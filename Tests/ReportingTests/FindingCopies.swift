import ClaimKit
import Decision
import Experiments

@testable import Verification

extension Finding {
  /// The finding with another verdict or other pictures, and everything else as it is.
  func with(_ verdict: Verdict? = nil, pictures: [DataPicture]? = nil) -> Finding {
    Finding(
      entry: entry, registration: registration, design: design, hypotheses: hypotheses, conclusions: conclusions,
      conjunction: conjunction,
      adjustedSupport: adjustedSupport, adjustedRefute: adjustedRefute,
      verdict: verdict ?? self.verdict, settlement: nil,
      controls: controls, falseForms: falseForms, surveys: surveys, diagram: diagram, kinds: kinds, overlaps: overlaps,
      heldOut: heldOut, learning: learning,
      counterExample: nil, lines: lines,
      fits: fits, totals: totals, levels: levels, familySize: familySize, controlFamilySize: controlFamilySize,
      version: version, pictures: pictures ?? self.pictures)
  }
}
