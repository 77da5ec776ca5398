import ClaimKit
import MultiViewClaims

/// Definition 4.4: training samples are easy and balanced, and are fresh or from a fixed set.
public struct Definition4_4_SourceSet: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Definition 4.4", .reconstructed,
    remark: "The summary names the definition; training online or on a finite set is our reading.")
  public let title = "Training samples are easy and balanced, and none repeats unless the set is finite"
  public let says = """
    The source training set holds easy samples only, with superclasses and subclasses balanced in expectation. \
    Online, no sample ever repeats. From a finite set, every sample is seen exactly once in each epoch.
    """
  public let restsOn: [any Claim.Type] = [Definition4_2_Patches.self]

  private let hard = Quantity.conformance(.hardInTraining)
  private let balance = Quantity.conformance(.balanceDeviation)
  private let repetitions = Quantity.conformance(.repetitionDefects)

  public var statement: [Clause] {
    Given(labels: .coarse)
    WithHighProbability {
      Conclude(hard, is: .negligible)
      Conclude(balance, is: .negligible)
      Conclude(repetitions, is: .negligible)
    }
  }

  public var standIn: StandIn {
    .standard(
      window: .inspection,
      Materiality(of: hard, tolerance: 0, because: "no training sample may be hard"),
      Materiality(
        of: balance, tolerance: 5, because: "a balanced source is five standard errors off once in a million runs"),
      Materiality(of: repetitions, tolerance: 0, because: "a fresh sample repeats with probability zero"))
  }

  public var controls: [Control] {
    Control("5 % hard samples mixed in", refutes: hard, because: "one training sample in twenty is hard") {
      $0.regime = Regime.standard.varied(
        as: "standard with hard samples", "As standard, with hard samples among the training samples.",
        [.hardShare: .constant(0.05, because: "enough to be seen in a few hundred samples")])
    }
    Control("one superclass only", refutes: balance, because: "half of the subclasses never occur") {
      $0.fault = .oneSuperclassOnly
    }
    Control(
      "test samples taken from training", refutes: repetitions,
      because: "every test sample is then one that was drawn before"
    ) {
      $0.fault = .testOnTraining
    }
  }
}
