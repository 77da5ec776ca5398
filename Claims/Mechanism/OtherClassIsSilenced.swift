import ClaimKit
import MultiViewClaims

/// Neurons stop firing on the features of the other superclass.
public struct OtherClassIsSilenced: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Silencing of the other superclass", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title =
    "Within a few steps, nearly all neurons lucky for a feature of the other superclass stop firing on it"
  public let says = """
    Consider the pairs of a neuron of head y and a feature of −y for which the neuron was lucky at initialisation. \
    Steps are far larger than initial weights. One training sample that shows the feature then silences the neuron. \
    Under coarse and under fine labels, from T* on, the share of these pairs that would still fire is o(1).
    """
  public let caveat = """
    The first few steps do it all: later ones change nothing. In the standard regime with one exploratory seed at d = 512 \
    the share is 0.184 after one step under coarse labels and 0.207 under fine ones, then 0.025 after two and 0 after \
    four. A share of about (1 − 1/(2k_y))^(BT) of the subclasses has not yet been seen after T batches of B samples, \
    which is 0.181 and 0.033. The claim says nothing about steps that are small beside the initial weights. The largest d \
    is 2^14, because beyond it concentrated trials do not hold the neurons that are counted.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self, Definition4_4_SourceSet.self]

  private let coarse = Quantity.under(.coarse, .observed(.otherClassShare))
  private let fine = Quantity.under(.fine, .observed(.otherClassShare))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given("the step size η is far larger than the initial weights")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(coarse, is: .littleO(1))
      Conclude(fine, is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      axis: .dimension(
        [
          .quick: [32, 64, 128, 1 << 10, 1 << 12], .standard: [64, 96, 128, 1 << 10, 1 << 12, 1 << 14],
          .deep: [64, 128, 256, 1 << 10, 1 << 12, 1 << 14],
        ],
        because: "the dimensions of the theorems at which trials hold every neuron that is counted"),
      window: .coarseTimes,
      .certifiable(coarse),
      .certifiable(fine))
  }

  private static func smallSteps(_ share: Quantity, under arm: Arm) -> Control {
    Control(
      "steps far smaller than the initial weights, \(arm.text) labels", refutes: share,
      because: "a few such steps carry hardly any neuron below its threshold", changing: arm
    ) {
      $0.regime = Regime.asymptotic.varied(
        as: "small steps", "As asymptotic, with a step size far below the initial weights.",
        [
          .stepSize: Rule("0.01 d⁻³", because: "a hundredth of σ0") { 0.01 / ($0.d * $0.d * $0.d) },
          .testSamples: .constant(10, because: "errors are not read"),
        ])
      $0.window = .end(of: 4)
    }
  }

  public var controls: [Control] {
    Self.smallSteps(coarse, under: .coarse)
    Self.smallSteps(fine, under: .fine)
  }
}
