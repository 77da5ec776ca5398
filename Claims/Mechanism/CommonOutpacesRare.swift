import ClaimKit
import MultiViewClaims

/// Under coarse labels the weight on the common feature is of order k times that on a rare one.
public struct CommonOutpacesRare: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Growth of common against rare features", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Under coarse labels the weight on the common feature is of order k times that on a rare one"
  public let says = """
    Under coarse labels, the ratio ⟨w, v_y⟩ / ⟨w, v_{y,c}⟩ over lucky neurons is Θ(k_y). The reason is that every \
    sample of superclass y shows v_y, but only one in k_y shows v_{y,c}.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self, LuckyNeuronsAreDisjoint.self, CommonGrowsFirst.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let ratio = Quantity.ratio(.commonWeight, to: .rareWeight)

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(ratio, is: .bigTheta(.k))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .coarseTimes,
      Materiality(of: ratio, slope: 0.15, band: 2, because: "the defaults of the decision procedure"))
  }

  public var controls: [Control] {
    Control(
      "fine labels", refutes: ratio,
      because: "under fine labels the weight on the rare feature outgrows that on the common one, by more at larger k"
    ) {
      $0.labels = .fine
    }
  }
}
