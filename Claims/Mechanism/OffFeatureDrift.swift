import ClaimKit
import MultiViewClaims

/// Trained lucky neurons point along their own feature.
public struct OffFeatureDrift: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Drift off the own feature", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Trained lucky neurons point along their own feature"
  public let says = """
    Initial weights are negligible beside trained ones. Then nearly all that training adds to lucky neurons lies along \
    their own feature. Under coarse and under fine labels, the share of their squared norm off it is o(1).
    """
  public let caveat = """
    What is off the own feature is noise that was learned, and what neurons gain on second features for which they were \
    lucky too. Few runs hold most of it. An earlier version ran in a regime with batches of 64 samples. There the share \
    did not fall under fine labels: the mean of 20 exploratory seeds was 0.003 at d = 32, 0.012 at d = 256 and 0.005 at \
    d = 512. A still earlier one was supported by the fall of the initial weights, σ0²d, alone. Beyond d = 256 trials \
    are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md). Their noise share stays below 2√(2/d) and does not fall as exact ones would.
    """
  public let restsOn: [any Claim.Type] = [
    Definition4_1_Features.self, Definition4_2_Patches.self, LuckyNeuronsAreDisjoint.self,
  ]

  private let coarse = Quantity.under(.coarse, .observed(.offFeatureShare))
  private let fine = Quantity.under(.fine, .observed(.offFeatureShare))

  public var statement: [Clause] {
    Given("σ0 is negligible beside the trained weights")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(coarse, is: .littleO(1))
      Conclude(fine, is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .asymptoticEnd,
      Materiality(of: coarse, shareOfFirst: 0.5, because: Self.halving),
      Materiality(of: fine, shareOfFirst: 0.5, because: Self.halving))
  }

  public var controls: [Control] {
    Self.largeInit(coarse, under: .coarse)
    Self.largeInit(fine, under: .fine)
  }

  private static let halving = "the share is small at every d; the test is whether it falls to less than half"

  private static func largeInit(_ share: Quantity, under arm: Arm) -> Control {
    Control(
      "initial weights that are not negligible, \(arm.text) labels", refutes: share,
      because: "the initial norm of a neuron then grows like d^(1/4), and training adds little to it", changing: arm
    ) {
      $0.regime = Regime.asymptotic.varied(
        as: "large initial weights", "As asymptotic, with initial weights that outgrow what training adds.",
        [
          .initExponent: .constant(0.25, because: "σ0 = d^(−1/4), so that neurons start with the norm σ0√d = d^(1/4)"),
          .testSamples: .constant(10, because: "errors are not read"),
        ])
      $0.window = .end(of: 16)
    }
  }
}
