import ClaimKit
import MultiViewClaims

/// Under fine labels the weights on the rare features keep up with those on the common ones.
public struct RareCatchesUp: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Growth of rare against common features", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Under fine labels the rare features keep up with the common ones"
  public let says = """
    Under fine labels, ⟨w, v_{y,c}⟩ / ⟨w, v_y⟩ over lucky neurons is Ω(1).
    """
  public let restsOn: [any Claim.Type] = [
    LuckyNeurons.self, LuckyNeuronsAreDisjoint.self, SuperclassSettlesSlowly.self,
  ]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let ratio = Quantity.ratio(.rareWeight, to: .commonWeight)

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(ratio, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .fineTimes,
      Materiality(
        of: ratio, 0.5,
        because:
          "a rare feature at half the strength of the common one still decides hard samples, because distractors are weaker by ι†"
      ))
  }

  public var controls: [Control] {
    Control("coarse labels", refutes: ratio, because: "under coarse labels the ratio is of order 1/k") {
      $0.labels = .coarse
    }
  }
}
