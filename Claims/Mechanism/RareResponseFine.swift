import ClaimKit
import MultiViewClaims

/// Under fine labels the response to a rare patch is at least a constant share of that to an easy sample.
public struct RareResponseFine: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Response to rare features, fine labels", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Under fine labels a rare patch gets at least a constant share of the response to an easy sample"
  public let says = """
    Under fine labels, the response of F_{y,c} to a patch of v_{y,c} is Ω(1) of its response to an easy sample of \
    (y, c).
    """
  public let restsOn: [any Claim.Type] = [RareCatchesUp.self, LuckyNeurons.self, BiasBounded.self]

  private let ratio = Quantity.ratio(.rareResponse, to: .easyResponse)

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(ratio, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .decades(
      Materiality(
        of: ratio, 0.1,
        because: "an easy sample has 2s = 4 signal patches, so one of equal weight gives a quarter of the response"))
  }

  public var controls: [Control] {
    Control("coarse labels", refutes: ratio, because: "under coarse labels the share is of order 1/k") {
      $0.labels = .coarse
    }
  }
}
