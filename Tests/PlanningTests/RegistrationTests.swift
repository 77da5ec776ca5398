import ClaimKit
import Experiments
import MultiView
import MultiViewClaims
import TestSupport
import Testing
import Training

@testable import Decision
@testable import Planning

/// The digest changes with everything that a verdict depends on, and with nothing else.
@Suite struct RegistrationTests {
  private func digest(_ claim: ToyClaim = ToyClaim(), _ design: Design = toyDesign) throws -> String {
    Registration(of: try Plan([claim.entry], design: design).claims[0]).digest
  }

  private func digest(_ change: (inout ToyClaim) -> Void) throws -> String {
    var claim = ToyClaim()
    change(&claim)
    return try digest(claim)
  }

  /// This test fails if a constant is added without being registered, or if its registered name or spelling changes.
  @Test func everyConstantOfTheProcedureIsRegistered() {
    var rules = DecisionRules()
    rules.isRelative = true
    for (value, registered) in [
      (rules as Any, rules.registered), (ErrorLevels(look: 3), ErrorLevels(look: 3).registered),
    ] {
      let constants = Mirror(reflecting: value).children.map { child in
        let mirror = Mirror(reflecting: child.value)
        let inner = mirror.displayStyle == .optional ? mirror.children.first?.value ?? child.value : child.value
        return (child.label ?? "", String(describing: inner))
      }
      #expect(Dictionary(uniqueKeysWithValues: constants) == registered)
    }
    #expect(ErrorLevels().registered["look"] == nil)
  }

  /// The registered names of defects stay the same if identifiers in the code are renamed.
  @Test func faultsKeepTheirRegisteredWords() {
    let faults: [Fault] = [
      .noiseScaled(1.1), .commonPatchInHardSamples, .distractorsSilenced, .correlatedFeatures, .rotatedDataOnly,
      .labelsShifted, .labelsShuffled, .testOnTraining, .gradientScaled(-1), .gradientFlippedOnOneHead, .biasFrozen,
      .stepHalved(after: 4), .linearActivation, .superclassSoftmax, .superclassesSwapped, .multiplier(1),
      .decisionNoiseOff, .deadDropped, .openingOff, .noiseNormScaled(2), .neuronsCorrelated(1), .secondEarsDropped,
      .otherFeaturesDropped, .strengthScaled(0.9), .oneSuperclassOnly, .drawnLabelsTellSubclass,
    ]
    #expect(
      faults.map(\.registered) == [
        "noiseScaled(1.1)", "commonPatchInHardSamples", "distractorsSilenced", "correlatedFeatures", "rotatedDataOnly",
        "labelsShifted", "labelsShuffled", "testOnTraining", "gradientScaled(-1.0)", "gradientFlippedOnOneHead",
        "biasFrozen", "stepHalved(after: 4)", "linearActivation", "superclassSoftmax", "superclassesSwapped",
        "multiplier(1.0)", "decisionNoiseOff", "deadDropped", "openingOff", "noiseNormScaled(2.0)",
        "neuronsCorrelated(1.0)", "secondEarsDropped", "otherFeaturesDropped", "strengthScaled(0.9)",
        "oneSuperclassOnly", "drawnLabelsTellSubclass",
      ])
  }

  @Test func sameClaimSameDigest() throws {
    #expect(try digest() == digest())
    #expect(try digest().count == 64)
  }

  @Test func wordsThatDecideNothingDoNotCount() throws {
    #expect(try digest { $0.title = "Another title" } == digest())
    #expect(try digest { $0.hardReason = "another reason" } == digest())
  }

  @Test func registrationIgnoresOtherClaims() throws {
    let together = try Plan([ToyClaim().entry, ToyClaim().entry], design: toyDesign)
    #expect(Registration(of: together.claims[1]).digest == (try digest()))
  }

  @Test func everythingThatDecidesCounts() throws {
    let louder = Regime.standard.varied(
      as: "standard", "The same name.", [.batch: .constant(65, because: "a test")])
    let window = Window(
      .fit(lossBound: Window.standardBound, factor: 8, stepLimit: 4096), readFrom: .timeToFit, because: "a test")
    let bound = Window(
      .fit(
        lossBound: Rule("d^(−1/2)", because: "the same formula") { 0.9 / $0.d.squareRoot() }, factor: 4,
        stepLimit: 4096), readFrom: .timeToFit, because: "a test")
    let digests = [
      try digest(),
      try digest { $0.says = "Another toy." },
      try digest { $0.hardEpsilon = 0.06 },
      try digest { $0.regime = louder },
      try digest { $0.window = window },
      try digest { $0.window = bound },
      try digest { $0.window = .throughout },
      try digest { $0.controlSteps = 65 },
      try digest { $0.secondControl = true },
      try digest(ToyClaim(), Design(scales: [16, 32], runs: 3)),
      try digest(ToyClaim(), Design(scales: [16, 64], runs: 2)),
      try digest(ToyClaim(), Design(scales: [16, 32], runs: 2, firstSeed: 2)),
      Registration(
        of: try Plan([ToyClaim().entry], design: toyDesign).claims[0], levels: ErrorLevels(support: 0.01, refute: 0.025)
      ).digest,
    ]
    #expect(Set(digests).count == digests.count)
  }
}
