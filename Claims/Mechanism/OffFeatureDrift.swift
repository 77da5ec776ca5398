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
    Under coarse and under fine labels, the share of the squared norm of trained lucky neurons that lies off their own feature is \
    o(1).
    """
  public let restsOn: [any Claim.Type] = [
    Definition4_1_Features.self, Definition4_2_Patches.self, LuckyNeuronsAreDisjoint.self,
  ]

  private let coarse = Quantity.under(.coarse, .observed(.offFeatureShare))
  private let fine = Quantity.under(.fine, .observed(.offFeatureShare))

  public var statement: [Clause] {
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(coarse, is: .littleO(1))
      Conclude(fine, is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .standard(
      Materiality(
        of: coarse, shareOfFirst: 0.5,
        because: "the share is small at every d; the test is whether it falls to less than half"),
      Materiality(
        of: fine, shareOfFirst: 0.5,
        because: "the share is small at every d; the test is whether it falls to less than half"))
  }

  public var controls: [Control] {
    Control(
      "loud noise", refutes: coarse, because: "the noise of the patches is learned along with their signal",
      changing: .coarse
    ) {
      $0.regime = .loud
      $0.window = .loud
    }
  }
}
