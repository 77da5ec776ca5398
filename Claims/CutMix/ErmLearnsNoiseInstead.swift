import ClaimKit
import PatchClaims

/// The mechanism of the second paper: without augmentation, a feature is learned in proportion to its frequency.
public struct ErmLearnsNoiseInstead: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Oh and Yun 2024: why vanilla training misses rare features", .reconstructed,
    remark: """
      The source names the mechanism in its abstract only for CutMix. That a sample is learned through the patch whose \
      gradients add up fastest, its feature with ρ_k n or its noise with σ² d, is reconstructed (Documentation/cutmix.md).
      """)
  public let title = "Without augmentation, dominant noise takes the place of rare features"
  public let says = """
    If ρ_C n ≫ σ_d² d ≫ ρ_R n ≫ ρ_E n, then for every T in [T*, poly(d)] vanilla training responds to rare features, with \
    high probability, and to extremely rare features, in the mean, with o(1) times its response to common features.
    """
  public let caveat = """
    For rare features, the test is whether nearly every run stays below α times the common response, which is what the \
    feature noise outweighs. Whether the ratio tends to 0 is open: the orders let it fall like d^−0.05 only, and exploratory \
    runs were inconclusive on its mean. Time is 1,000 and 2,000 steps at every d. Both classes have the expected numbers of \
    samples of each kind.
    """

  private let rare = Quantity.relativeResponse(to: .rare, under: .erm)
  private let extreme = Quantity.relativeResponse(to: .extreme, under: .erm)

  public var statement: [Clause] {
    Given("ρ_C n ≫ σ_d² d ≫ ρ_R n ≫ σ_b² d ≫ ρ_E n; full-batch gradient descent on the logistic loss")
    WithHighProbability(forEvery: .T, from: .tStar, to: .poly(.d)) {
      Conclude(rare, is: .littleO(1))
    }
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(extreme, is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .patches(
      Materiality(of: rare, tolerance: .featureNoise),
      Materiality(of: extreme, 0.05, because: "a twentieth of the response to common features"))
  }

  public var controls: [Control] {
    Control("trained with Cutout", refutes: rare, because: "Cutout teaches rare features (CutoutLearnsRareFeatures)") {
      $0["method"] = .cutout
    }
    Control("trained with CutMix", refutes: extreme, because: "CutMix teaches all features evenly (CutMixLearnsEvenly)")
    {
      $0["method"] = .cutMix
    }
  }
}
