import ClaimKit
import MultiViewClaims

/// Hard samples in training teach the rare features.
public struct HardSamplesTeach: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Easy samples only", .chosen,
    remark: "The summary does not say whether this hypothesis is needed; the question is ours.")
  public let title = "With hard samples in training, coarse labels teach the hard samples too"
  public let says = """
    Under coarse labels, with a constant share ρ of hard samples in training, the error on hard samples is o(1). So \
    the hypothesis that training holds easy samples only is needed.
    """
  public let restsOn: [any Claim.Type] = [Definition4_4_SourceSet.self]

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    Given("a share ρ of the training samples is hard")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.error(on: .hard), is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: Regime.standard.varied(
        as: "hard samples in training", "As standard, with hard samples among the training samples.",
        [
          .hardShare: .constant(
            0.25, because: "a constant share, large enough that T* stays within a few hundred steps")
        ]),
      window: .standard,
      materialities: [
        Materiality(of: .error(on: .hard), 0.05, because: "the same bound as in Theorem 5.2")
      ])
  }

  public var controls: [Control] {
    Control(
      "easy samples only", refutes: .error(on: .hard),
      because: "coarse labels never teach the rare features (Theorem 5.1)"
    ) {
      $0.regime = .standard
    }
  }
}
