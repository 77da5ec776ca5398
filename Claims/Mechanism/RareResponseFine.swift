import ClaimKit
import MultiViewClaims

/// Under fine labels the response to every rare patch is at least of the order of that to a common one.
public struct RareResponseFine: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Response to rare features, fine labels", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title =
    "Under fine labels the response to every rare patch is at least of the order of that to a common one"
  public let says = """
    Under fine labels, the response of F_{y,c} to a patch of v_{y,c} is Ω(1) of its response to a patch of v_y. The smallest of these responses over all subclasses is Ω(1) of their mean.
    """
  public let restsOn: [any Claim.Type] = [RareCatchesUp.self, LuckyNeurons.self, BiasBounded.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let ratio = Quantity.ratio(.rareResponse, to: .commonResponse)
  private let worst = Quantity.ratio(.leastRareResponse, to: .rareResponse)

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(ratio, is: .bigOmega(1))
      Conclude(worst, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .fineTimes,
      Materiality(
        of: ratio, 0.5, because: "half of the common response is far above that to a distractor, which is weaker by ι†"),
      Materiality(
        of: worst, 0.1,
        because: "the worst of 2k subclasses may have few lucky neurons, but must stay above a distractor"))
  }

  public var controls: [Control] {
    Control("coarse labels", refutes: ratio, because: "under coarse labels the ratio is of order 1/k") {
      $0.labels = .coarse
    }
    Control(
      "two lucky neurons", refutes: worst,
      because: "with λ = 2 one (head, feature) pair in seven has no lucky neuron, so the worst has no response"
    ) {
      $0["lucky"] = 2
    }
  }
}
