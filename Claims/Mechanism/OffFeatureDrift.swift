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
    In the standard regime most of this share is initial weights, σ0²d, and not drift. Therefore the initial weights \
    are smaller here than in the theorems. What remains is noise that was learned and what neurons gain on second \
    features for which they were lucky too.
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
    StandIn(
      regime: .smallInit,
      window: .standard,
      materialities: [
        Materiality(of: coarse, shareOfFirst: 0.5, because: Self.halving),
        Materiality(of: fine, shareOfFirst: 0.5, because: Self.halving),
      ])
  }

  public var controls: [Control] {
    Self.manyFeatures(coarse, under: .coarse)
    Self.manyFeatures(fine, under: .fine)
  }

  private static let halving = "the share is small at every d; the test is whether it falls to less than half"

  private static func manyFeatures(_ share: Quantity, under arm: Arm) -> Control {
    Control(
      "a threshold of 0.3 standard deviations, \(arm.text) labels", refutes: share,
      because: "a fifth of all neurons is lucky for any given feature, so each of them grows along many features",
      changing: arm
    ) {
      $0.regime = Regime.smallInit.varied(
        as: "low threshold, small initial weights",
        "As smallInit, with initial biases so small that many neurons are lucky.", mode: .dense,
        [
          .biasFactor: .constant(0.3, because: "too low for a screen, so the network is dense"),
          .testSamples: .constant(10, because: "errors are not read"),
        ])
      $0.stepLimit = 4
    }
  }
}
