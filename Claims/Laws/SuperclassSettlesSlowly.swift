import ClaimKit
import MultiViewClaims

/// Under fine labels the common feature follows the rare ones by a law of its own.
public struct SuperclassSettlesSlowly: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Saturation of the common feature, sharp form", .chosen,
    remark:
      "The prediction follows from population gradient flow; the summary has none. It replaces CommonSaturates, whose halving was an artefact of small batches."
  )
  public let title = "Under fine labels the common feature follows the rare ones by a law of its own"
  public let says = """
    Under fine labels, let A be the response of a head to the s common patches of a sample, and B its response to the s \
    rare patches. At every T ≥ T₀, B = A + (1 − 1/k)(e^A − 1). So A grows like ln B: the superclass is settled, but slowly.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]
  public let caveat = """
    The prediction is for many subclasses, so k is 24 or more. All trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let ratio = Quantity.observed(.settlingRatio)

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(ratio, is: .equals(.one))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      axis: .manySubclasses, window: .fineTimes,
      Materiality(
        of: ratio, curveWithinShare: 0.2,
        because: """
          B depends on e^A, so an error of A by 6 % at A = 3 moves the prediction by 20 %; A differs between heads, and \
          the mean of e^A exceeds e to the mean
          """))
  }

  public var controls: [Control] {
    Control(
      "batches of 64", refutes: ratio,
      because: "a head without a sample of its own is pushed down by all others, and its common neurons die"
    ) {
      $0["batch"] = 64
      $0.window = .end(of: 256)
    }
  }
}
