import ClaimKit
import PatchClaims

/// Of the second paper: training without augmentation learns the common features and not the rare ones.
public struct ErmMissesRareFeatures: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Oh and Yun, “Provable Benefit of Cutout and CutMix for Feature Learning” (NeurIPS 2024): vanilla training",
    .reconstructed,
    remark: """
      The abstract says that Cutout training “can learn low-frequency features that vanilla training cannot”. The theorem \
      was not at hand: model, orders and conclusions are reconstructed (Documentation/cutmix.md).
      """)
  public let title = "Without augmentation, dominant noise keeps a network from learning rare features"
  public let says = """
    If ρ_C n ≫ σ_d² d ≫ ρ_R n, then for every T in [T*, poly(d)] vanilla training has error o(1) on fresh samples with \
    common features, but error Ω(1) on those with rare and with extremely rare features. With high probability its \
    training error is 0.
    """
  public let restsOn: [any Claim.Type] = [ErmLearnsNoiseInstead.self]
  public let caveat = """
    “Not learned” needs the feature noise: a weak response to a rare feature decides only if nothing outweighs it. Without \
    it (a control) the same network errs rarely, although it responds no more strongly. Time is 1,000 and 2,000 steps at \
    every d. The orders are ours and differ by d^0.05, which grows by a factor of 1.4 over the scales here. Both classes \
    have the expected numbers of samples of each kind. Noise enters by inner products drawn from their exact law, so no \
    vector of dimension d is formed.
    """

  private let training = Quantity.trainingError(under: .erm)
  private let common = Quantity.error(on: .common, under: .erm)
  private let rare = Quantity.error(on: .rare, under: .erm)
  private let extreme = Quantity.error(on: .extreme, under: .erm)

  public var statement: [Clause] {
    Given("ρ_C n ≫ σ_d² d ≫ ρ_R n ≫ σ_b² d ≫ ρ_E n; full-batch gradient descent on the logistic loss")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(common, is: .littleO(1))
      Conclude(rare, is: .bigOmega(1))
      Conclude(extreme, is: .bigOmega(1))
    }
    WithHighProbability(forEvery: .T, from: .tStar, to: .poly(.d)) {
      Conclude(training, is: .negligible)
    }
  }

  public var standIn: StandIn {
    .patches(
      .noError(common), .notLearned(rare), .notLearned(extreme),
      Materiality(of: training, tolerance: 0, because: "the claim says 0: not one training sample is wrong"))
  }

  public var controls: [Control] {
    Control.untrained(refutes: common)
    Control.untrained(refutes: training)
    Control(
      "no dominant noise", refutes: rare,
      because: "with σ_d² d below the background noise, ρ_R n exceeds all noise, so rare features are learned"
    ) {
      $0["dominantPower"] = 1
    }
    Control(
      "no feature noise", refutes: rare,
      because: "nothing pulls towards a random class, so a weak response decides as soon as n σ_d²/(σ_b² d) is small"
    ) {
      $0["featureNoise"] = 0
    }
    Control("trained with CutMix", refutes: extreme, because: "CutMix teaches every feature (CutMixLearnsAll)") {
      $0["method"] = .cutMix
    }
  }
}
