import ClaimKit
import MultiViewClaims

/// Under coarse labels the network responds to a rare feature far less than to a common one.
public struct RareResponseCoarse: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Response to rare features, coarse labels", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Under coarse labels the response to a rare patch is at most of order 1/k of that to a common one"
  public let says = """
    Under coarse labels, the response of F_y to a patch of v_{y,c} over its response to a patch of v_y is 1/k_y in \
    the mean over subclasses. The largest response to a rare patch over the smallest to a common one is O(1/k_y).
    """
  public let restsOn: [any Claim.Type] = [CommonOutpacesRare.self, LuckyNeurons.self, BiasBounded.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let ratio = Quantity.ratio(.rareResponse, to: .commonResponse)
  private let worst = Quantity.ratio(.largestRareResponse, to: .leastCommonResponse)

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(ratio, is: .equals(.oneOverK))
      Conclude(worst, is: .bigO(.oneOverK))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .coarseTimes,
      Materiality(
        of: ratio, curveWithinShare: 0.15,
        because: "the prediction neglects the bias and the few samples of a subclass in the first steps"),
      Materiality(of: worst, slope: 0.15, band: 2, because: "the defaults of the decision procedure"))
  }

  public var controls: [Control] {
    Control("fine labels", refutes: ratio, because: "under fine labels the rare response outgrows the common one") {
      $0.labels = .fine
    }
    Control(
      "half of the samples hard", refutes: worst,
      because: "hard samples have no common patch, so fitting them takes a rare response as large as the common one"
    ) {
      $0["hardShare"] = 0.5
    }
  }
}
