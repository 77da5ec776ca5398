import ClaimKit
import MultiViewClaims

/// Under coarse labels, counts of lucky neurons alone decide which hard samples are wrong.
public struct LuckCountsDecide: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Hard-sample error at the crossing", .chosen,
    remark: "The prediction follows from the mechanism; the summary has none.")
  public let title = "Under coarse labels, counts of lucky neurons alone decide which hard samples are wrong"
  public let says = """
    Under coarse labels, let n_c be the number of neurons of the own head that are lucky for the rare feature of a hard \
    sample. Let n_y be the number of neurons of the other head that are lucky for its distractor. Both are Poisson(λ). \
    The error on hard samples is P(n_c/n_y < kι†s†/s).
    """
  public let restsOn: [any Claim.Type] = [RatioIsK.self]
  public let caveat = """
    All trials are concentrated and have d = 2^20 and k = 24, without jitter, so that no neuron fires that was not lucky.
    """

  private let error = Quantity.error(on: .hard)

  private static let regime = Regime.asymptotic.varied(
    as: "counted luck", "As asymptotic, with 24 subclasses and no jitter.",
    [
      .k: .constant(24, because: "in the middle of the axis of 1/ι†"),
      .iota: .constant(0, because: "with jitter, more neurons fire than are lucky"),
      .lucky: .constant(16, because: "few enough that the counts vary by a quarter of their size"),
    ])

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given("ι = 0")
    Conclude(error, is: .equals(Law(predicted: "P(n_c/n_y < kι†s†/s)")))
  }

  public var standIn: StandIn {
    .overDecades(
      regime: Self.regime, axis: .distractorsAroundTheCrossing, window: .asymptoticEnd,
      Materiality(
        of: error, curveWithin: 0.1,
        of: .errorByLuck, because: "twice the materiality of the theorems, for a law without a free constant"))
  }

  public var controls: [Control] {
    Control(
      "four times as many lucky neurons", refutes: error,
      because: "with 64 neurons the counts vary half as much, so the error leaves the prediction for 16"
    ) {
      $0["lucky"] = 64
    }
  }
}
