import ClaimKit
import PatchClaims

/// Of the second paper: Cutout teaches the rare features, but not the extremely rare ones.
public struct CutoutLearnsRareFeatures: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Oh and Yun, “Provable Benefit of Cutout and CutMix for Feature Learning” (NeurIPS 2024): Cutout training",
    .reconstructed,
    remark: """
      The abstract says that Cutout training “can learn low-frequency features that vanilla training cannot, while CutMix \
      training can learn even rarer features that Cutout cannot capture”. The theorem was not at hand: model, orders and \
      conclusions are reconstructed (Documentation/cutmix.md).
      """)
  public let title = "Cutout teaches the rare features, but not the extremely rare ones"
  public let says = """
    If σ_d² d ≫ ρ_R n ≫ σ_b² d ≫ ρ_E n, then for every T in [T*, poly(d)] Cutout training has error o(1) on fresh samples \
    with common and with rare features, but error Ω(1) on those with extremely rare features.
    """
  public let restsOn: [any Claim.Type] = [ErmLearnsNoiseInstead.self]
  public let caveat = """
    One patch of three is removed, and the loss is the exact mean over the three choices. Time is 1,000 and 2,000 steps at \
    every d. The orders are ours and differ by d^0.05, which grows by a factor of 1.4 over the scales here. Both classes \
    have the expected numbers of samples of each kind.
    """

  private let common = Quantity.error(on: .common, under: .cutout)
  private let rare = Quantity.error(on: .rare, under: .cutout)
  private let extreme = Quantity.error(on: .extreme, under: .cutout)

  public var statement: [Clause] {
    Given("ρ_C n ≫ σ_d² d ≫ ρ_R n ≫ σ_b² d ≫ ρ_E n; full-batch gradient descent on the mean loss over cut samples")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(common, is: .littleO(1))
      Conclude(rare, is: .littleO(1))
      Conclude(extreme, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .patches(.noError(common), .noError(rare), .notLearned(extreme))
  }

  public var controls: [Control] {
    Control.untrained(refutes: common)
    Control(
      "trained without Cutout", refutes: rare,
      because: "dominant noise is then learned in place of rare features (ErmMissesRareFeatures)"
    ) {
      $0["method"] = .erm
    }
    Control(
      "trained with CutMix", refutes: extreme, because: "CutMix teaches every feature (CutMixLearnsAll)"
    ) {
      $0["method"] = .cutMix
    }
    Control(
      "little background noise", refutes: extreme,
      because: "with σ_b² d below ρ_E n, a sample without its dominant noise is learned by its feature, however rare"
    ) {
      $0["backgroundPower"] = 0.25
    }
  }
}
