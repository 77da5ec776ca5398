import ClaimKit

/// Under fine labels a rare patch is answered like a whole sample.
public struct RareResponseFine: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Response to rare features, fine labels", .reconstructed,
    remark: "A step of the argument, named after what it says: the summary numbers no such statement.")
  public let title = "Under fine labels a rare patch is answered with a constant share of an easy sample"
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
      Conclude(ratio, is: .omega(1))
    }
  }

  public var instance: Instance {
    Instance(
      regime: .standard,
      window: .standard,
      materialities: [
        Materiality(
          of: ratio, 0.1,
          because: "an easy sample has 2s = 4 signal patches: a patch of equal rank answers with a quarter")
      ])
  }

  public var controls: [Control] {
    Control("coarse labels", refutes: ratio, because: "under coarse labels the share is of order 1/k") {
      $0.labels = .coarse
    }
  }
}
