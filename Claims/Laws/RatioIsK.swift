import ClaimKit
import MultiViewClaims

/// Under coarse labels the weight on the common feature is k times that on a rare one.
public struct RatioIsK: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Growth of common against rare features, sharp form", .chosen,
    remark: "The argument needs the order k only. That the factor is one is our prediction.")
  public let title = "Under coarse labels the weight on the common feature is k times that on a rare one"
  public let says = """
    Under coarse labels, ⟨w, v_y⟩ / ⟨w, v_{y,c}⟩ over lucky neurons equals k_y at every time T ≥ T₀. The reason is that \
    every sample of superclass y shows v_y, and one in k_y shows v_{y,c}.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]
  public let caveat =
    "All trials are concentrated and have d = 2^20, so nothing is said about how the ratio changes with d."

  private let ratio = Quantity.ratio(.commonWeight, to: .rareWeight)

  public var statement: [Clause] {
    Given(labels: .coarse)
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(ratio, is: .equals(.k))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      regime: .asymptotic, axis: .subclasses, window: .coarseTimes,
      Materiality(
        of: ratio, curveWithinShare: 0.1,
        because: "below the smallest change that a wrong constant, such as s/(s + 1), would make"))
  }

  public var controls: [Control] {
    Control(
      "hard samples in training", refutes: ratio,
      because: "hard samples show a rare feature without the common one, so the rare weights grow more than 1/k of it"
    ) {
      $0["hardShare"] = 0.25
    }
  }
}
