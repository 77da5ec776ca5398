import ClaimKit
import PatchClaims

/// Of the second paper: CutMix teaches every feature, however rare.
public struct CutMixLearnsAll: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Oh and Yun, “Provable Benefit of Cutout and CutMix for Feature Learning” (NeurIPS 2024): CutMix training",
    .reconstructed,
    remark: """
      The abstract says that “CutMix training can learn even rarer features that Cutout cannot capture”. The theorem was \
      not at hand: model, orders and conclusions are reconstructed (Documentation/cutmix.md).
      """)
  public let title = "CutMix teaches common, rare and extremely rare features"
  public let says = """
    If σ_b² d ≫ ρ_E n and n σ_d² ≪ σ_b² d, then for every T in [T*, poly(d)] CutMix training has error o(1) on fresh samples \
    with common, with rare and with extremely rare features.
    """
  public let restsOn: [any Claim.Type] = [CutMixLearnsEvenly.self]
  public let caveat = """
    In every step each sample is mixed with two fresh partners in all eight ways, so the loss is not the exact mean over \
    pairs. The time is 1,000 and 2,000 steps at every d; no gradient is tested for being small. The orders are ours and \
    differ by d^0.05, which grows by a factor of 1.4 over the scales here. Both classes have the expected numbers of \
    samples of each kind. CutMix also learns all noise evenly, so at small d it errs more often on common features than \
    vanilla training does.
    """

  private let common = Quantity.error(on: .common, under: .cutMix)
  private let rare = Quantity.error(on: .rare, under: .cutMix)
  private let extreme = Quantity.error(on: .extreme, under: .cutMix)

  public var statement: [Clause] {
    Given("ρ_C n ≫ σ_d² d ≫ ρ_R n ≫ σ_b² d ≫ ρ_E n; full-batch gradient descent on mixtures of two samples")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(common, is: .littleO(1))
      Conclude(rare, is: .littleO(1))
      Conclude(extreme, is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .patches(.noError(common), .noError(rare), .noError(extreme))
  }

  public var controls: [Control] {
    Control.untrained(refutes: common)
    Control(
      "trained without augmentation", refutes: rare,
      because: "dominant noise is then learned in place of rare features (ErmMissesRareFeatures)"
    ) {
      $0["method"] = .erm
    }
    Control(
      "trained with Cutout", refutes: extreme,
      because: "background noise is then learned in place of extremely rare features (CutoutLearnsRareFeatures)"
    ) {
      $0["method"] = .cutout
    }
  }
}
