import ClaimKit
import MultiViewClaims

/// Under coarse labels the hard-sample error crosses 1/2 at k of order s/(s†ι†).
public struct ManySubclassesNeeded: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Number of subclasses at the crossing", .chosen,
    remark: "The summary does not say whether this hypothesis is needed; the question is ours.")
  public let title = "Under coarse labels the hard-sample error crosses 1/2 at k = Θ(s/(s†ι†))"
  public let says = """
    Under coarse labels, the error on hard samples crosses 1/2 at a number of subclasses k that is Θ(s/(s†ι†)). The \
    error is above 1/2 at a large multiple of s/(s†ι†) and below 1/2 at a small one.
    """
  public let restsOn: [any Claim.Type] = [RareResponseCoarse.self, DistractorResponse.self]
  public let caveat = """
    The claim was supported until the procedure looked at the trend of the runs, and is open now. At 1/ι† = 4…64 the \
    error crosses 1/2 between k = 0.5 and k = 2 times s/(s†ι†), a factor of four. Both errors were still moving at the \
    last scale, towards 1/2. At the standard profile, at 1/ι† = 4, 8, \
    16, 32, 64, the median error at the larger multiple falls: 1, 0.944, 0.904, 0.759, 0.655. The lowest runs there \
    are 0.864, 0.694, 0.76, 0.618, 0.572. The median error at the smaller multiple rises from 0 to 0.086. It is not \
    shown that the crossing stays between these two multiples as ι† falls further. A crossing that leaves them and \
    stays within wider multiples would still be Θ(s/(s†ι†)). A crossing that leaves every multiple is not excluded \
    either.
    """

  private let above = Quantity.under(Arm(.coarse, multiples: [.k: 2]), .error(on: .hard))
  private let below = Quantity.under(Arm(.coarse, multiples: [.k: 0.5]), .error(on: .hard))

  public var statement: [Clause] {
    Given("k_y a constant multiple of s/(s†ι†), as ι† falls")
    WithHighProbability(forEvery: .T, from: .tStar, to: .poly(.d)) {
      Conclude(above, is: .bigOmega(1))
      Conclude(below, is: .negligible)
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: .standard,
      axis: .inverseDistractorStrength,
      window: .standard,
      materialities: [
        Materiality(
          of: above, tolerance: 0.5, because: "at the crossing, half of the hard samples are answered wrongly"),
        Materiality(
          of: below, tolerance: 0.5, because: "at the crossing, half of the hard samples are answered wrongly"),
      ])
  }

  public var diagram: PhaseDiagram? {
    PhaseDiagram(
      of: .error(on: .hard), under: .coarse, over: .k, at: [2, 3, 4, 6, 8, 12, 16, 24], runs: 8,
      boundary: Rule(
        "s/(s†ι†) = ln d",
        because: "there the responses to the rare patches, s/k, and to the distractors, s†ι†, are equal"
      ) { $0.L },
      because: "k lies on both sides of ln d for every d, and the few runs make the picture cheaper than the claim")
  }

  public var controls: [Control] {
    Control(
      "no distractors", refutes: above,
      because: "without distractors no patch of a hard sample shows a feature of the other superclass, at any k"
    ) {
      $0.regime = Regime.standard.varied(
        as: "no distractors", "As standard, with s† = 0.",
        [.distractors: .constant(0, because: "hard samples show their rare feature only")])
    }
    Control(
      "eight times as many distractors", refutes: below,
      because: "the crossing is then at an eighth of the s/(s†ι†) that the claim uses; the error is read at half of it"
    ) {
      $0.regime = Regime.standard.varied(
        as: "many distractors", "As standard, with s† = 8s.",
        [
          .distractors: .constant(16, because: "makes s/(s†ι†) an eighth of the value that the claim uses"),
          .P: .constant(20, because: "room for eighteen patches with a signal"),
        ])
    }
  }
}
