import ClaimKit
import MultiViewClaims

/// Neurons stop firing on the features of the other superclass.
public struct OtherClassIsSilenced: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Silencing of the other superclass", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Nearly all neurons lucky for a feature of the other superclass stop firing on it"
  public let says = """
    Consider the pairs of a neuron of head y and a feature of −y for which the neuron was lucky at initialisation. \
    Under coarse and under fine labels, the share of these pairs that would still fire is o(1).
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self, Definition4_4_SourceSet.self]

  private let coarse = Quantity.under(.coarse, .observed(.otherClassShare))
  private let fine = Quantity.under(.fine, .observed(.otherClassShare))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(coarse, is: .littleO(1))
      Conclude(fine, is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .standard(
      .certifiable(coarse),
      .certifiable(fine))
  }

  public var controls: [Control] {
    Control(
      "a step size of zero", refutes: coarse, because: "without a step no neuron changes, so the share stays 1",
      changing: .coarse
    ) {
      $0.regime = Regime.standard.varied(
        as: "no steps", "As standard, with a step size of zero.",
        [.stepSize: .constant(0, because: "nothing is learned")])
      $0.stepLimit = 16
    }
  }
}
