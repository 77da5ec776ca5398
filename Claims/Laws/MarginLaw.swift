import ClaimKit
import MultiViewClaims

/// Under coarse labels hard margins are a fixed multiple of easy ones.
public struct MarginLaw: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Margins under coarse labels", .chosen,
    remark: "The prediction follows from the mechanism; the summary has none.")
  public let title = "Under coarse labels hard margins are a fixed multiple of easy ones"
  public let says = """
    Under coarse labels, the median margin on hard samples divided by that on easy ones equals \
    (1/k − s†ι†/s)/(1 + 1/k). It is negative from k = s/(s†ι†) on, which is why hard samples are then wrong.
    """
  public let restsOn: [any Claim.Type] = [RatioIsK.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let ratio = Quantity.observed(.marginRatio)

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    Conclude(ratio, is: .equals(Law(predicted: "(1/k − s†ι†/s)/(1 + 1/k)")))
  }

  public var standIn: StandIn {
    .overDecades(
      window: .asymptoticEnd,
      Materiality(
        of: ratio, curveWithin: 0.02, of: .coarseMarginRatio,
        because: "the prediction goes from −0.1 to −0.03, so that a fifth of its largest size counts"))
  }

  public var controls: [Control] {
    Control(
      "a bias that falls by a tenth of the motion", refutes: ratio,
      because: "the bias then takes more than half of the weak response to a distractor"
    ) {
      $0["biasDecay"] = 0.1
    }
  }
}
