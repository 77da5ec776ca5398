import ClaimKit
import MultiViewClaims

/// Lucky neurons keep firing on their own feature.
public struct LuckyNeuronsStayOn: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Activation regions", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Lucky neurons keep firing on their own feature"
  public let says = """
    Under coarse and under fine labels, nearly every neuron that was lucky for a feature of its head fires on a full patch \
    of it at every T, with high probability.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let coarse = Quantity.under(.coarse, .observed(.firingShare))
  private let fine = Quantity.under(.fine, .observed(.firingShare))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given(.batch, atLeast: .labels(times: 16))
    WithHighProbability(forEvery: .T, from: .start, to: .poly(.d)) {
      Conclude(coarse, is: .bigOmega(1))
      Conclude(fine, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .asymptoticThroughout,
      Materiality(of: coarse, tolerance: 0.9, because: "nearly every neuron; what remains were lucky by a hair"),
      Materiality(of: fine, tolerance: 0.9, because: "nearly every neuron; what remains were lucky by a hair"))
  }

  public var controls: [Control] {
    Control(
      "a gradient of the wrong sign", refutes: coarse, because: "the weights then shrink, and neurons fall silent",
      changing: .coarse
    ) {
      $0.fault = .gradientScaled(-1)
      $0.window = .end(of: 16)
    }
    Control(
      "batches of 64", refutes: fine,
      because:
        "a head without a sample of its own is pushed down by all others, and its common neurons die in the first step",
      changing: .fine
    ) {
      $0["batch"] = 64
      $0.window = .end(of: 16)
    }
  }
}
