import ClaimKit
import Claims
import Testing

/// Every conclusion has a control that is aimed at it: a world in which its test must fail.
@Suite struct ControlledConclusionsTests {
  /// Conclusions that still lack a control, as `Claim: conclusion`.
  ///
  /// The list may only shrink, and is to end empty. A new claim is not added to it: its author adds a control.
  private static let known: Set<String> = [
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
