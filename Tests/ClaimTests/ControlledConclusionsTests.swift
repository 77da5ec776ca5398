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

  /// Every known theorem is tried in a false form too.
  @Test func everyKnownTheoremHasAFalseForm() {
    let known = AllClaims.registered.map(\.claim).filter { $0.source.provenance == .known }
    #expect(known.count >= 9)
    for claim in known where claim.falseForms.isEmpty { Issue.record("\(claim.name) has no false form") }
  }

  /// A false form that the data support fails the test of its claim.
  @Test func aSupportedFalseFormFails() async throws {
    try await withKnownIssue {
      try await check(TrueForm())
    } matching: { issue in
      issue.comments.contains { $0.rawValue.contains("the false form “length = Θ(n)” is supported, but it is false") }
    }
  }
}

/// A claim whose false form is true.
private struct TrueForm: Claim {
  private static let length = Observable("length", "length", .positive, isOfRun: true)

  let source = Source("A test", .known)
  let title = "A length"
  let says = "A length grows."
  var statement: [Clause] { Conclude(.observed(Self.length), is: .bigO(Law(.d, of: "n"))) }
  var standIn: StandIn {
    StandIn(
      of: SwiftExperiment(
        "length", version: "1", settings: ["power": 1], observables: [Self.length]
      ) { run in
        let power = try run.number("power")
        try run.read((1 + 0.1 * run.random.uniform()) * SameBits.power(Double(run.scale), power), as: "length")
      },
      axis: .scale("n", "size", [.quick: [16, 32, 64, 128, 256]], because: "a test"), window: .once(because: "a test"),
      materialities: [Materiality(of: .observed(Self.length), slope: 0.2, band: 2, because: "a test")])
  }
  var controls: [Control] {
    Control("a square", refutes: .observed(Self.length), because: "a test") { $0["power"] = 2 }
  }
  var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.length), is: .bigTheta(Law(.d, of: "n")),
        by: Materiality(of: .observed(Self.length), slope: 0.2, band: 2, because: "a test"), because: "a test")
    ]
  }
}
