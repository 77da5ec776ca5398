import ClaimKit
import Claims
import Testing

/// Every conclusion has a control that is aimed at it: a world in which its test must fail.
@Suite struct ControlledConclusionsTests {
  @Test func everyConclusionHasAControl() {
    for entry in AllClaims.registered {
      for conclusion in entry.claim.uncontrolledConclusions {
        Issue.record(
          "\(entry.claim.name): \(conclusion.text) has no control: add a Control(…, refutes: …) in which it must fail")
      }
    }
  }
}
