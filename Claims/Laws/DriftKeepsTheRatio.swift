import ClaimKit
import MultiViewClaims

/// Under coarse labels no subclass gets more than a constant multiple of its share of the residual.
public struct DriftKeepsTheRatio: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Drift of the ratio", .chosen,
    remark: "The argument needs the ratio at every T. This is the step that carries it from one T to the next.")
  public let title = "Under coarse labels no subclass gets more than a constant multiple of its share of the residual"
  public let says = """
    Under coarse labels, between any two readings, the subclass with the largest cumulative residual has O(1/k) of the \
    residual of its superclass. So by the mediant inequality the ratio of common to rare weights stays Ω(k) for every T.
    """
  public let restsOn: [any Claim.Type] = [RatioIsK.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let share = Quantity.observed(.residualConcentration)

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .start, to: .poly(.d)) {
      Conclude(share, is: .bigO(.one))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .asymptoticThroughout,
      Materiality(of: share, slope: 0.15, band: 2, because: "the defaults of the decision procedure"))
  }

  public var controls: [Control] {
    Control(
      "batches of two", refutes: share,
      because: "one subclass alone then has all of its superclass's residual in a step, k times its share"
    ) {
      $0.regime = Regime.asymptotic.varied(
        as: "batches of two", "As asymptotic, with two samples in a batch and d^(1/4) subclasses.",
        [
          .batch: .constant(2, because: "one sample of each superclass in most steps"),
          .k: Rule("max(2, round(d^(1/4)))", because: "k grows like a power of d, so that O(1) shows itself as false") {
            max(2, $0.d.squareRoot().squareRoot().rounded())
          },
        ])
      $0.window = .steps(16)
    }
  }
}
