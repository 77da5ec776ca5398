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
    sample. Let n_y be the number of neurons of that head that are lucky for its common feature. Both are Poisson(λ). \
    The error on hard samples is P(n_c/n_y < kι†s†/s). The reason is that the response to a common feature is set by \
    the loss, and is the same in both heads.
    """
  public let restsOn: [any Claim.Type] = [RatioIsK.self]
  public let caveat = """
    All trials are concentrated and have d = 2^20 and k = 96, without jitter, so that no neuron fires that was not lucky. With fewer subclasses a rare feature \
    changes the margin of its samples, and thereby its own growth: at k = 24 the error goes from 1 to 0 more sharply.
    """

  private let error = Quantity.error(on: .hard)

  private static let regime = Regime.asymptotic.varied(
    as: "counted luck", "As asymptotic, with no jitter and fewer lucky neurons.",
    [
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
        of: error, curveWithin: 0.15,
        of: .errorByLuck,
        because: "three times the materiality of the theorems; two counts n_y decide for all samples of a run"))
  }

  public var controls: [Control] {
    Control(
      "two distractor patches in place of five", refutes: error,
      because: "the crossing is where k = s/(s†ι†), so it moves to ι† = 1/38"
    ) {
      $0["distractors"] = 2
    }
  }
}
