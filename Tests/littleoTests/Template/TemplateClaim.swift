import ClaimKit
import MultiViewClaims

/// Under coarse labels, hard samples stay wrong.
public struct TemplateClaim: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Hard samples under coarse labels", .chosen,
    remark: "A claim to start from: one conclusion of Theorem 5.1, read from the same trials.")
  public let title = "Coarse labels leave hard samples wrong"
  public let says = """
    Under coarse labels with k_y ≥ polylog(d), for every T ∈ [T*, poly(d)]: error on hard samples = Ω(1).
    """

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.error(on: .hard), is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: .standard,
      window: .standard,
      materialities: [
        Materiality(
          of: .error(on: .hard), 0.05,
          because: "100 saturated zeros, 20 runs at each of five scales, can certify 5 %, and not 2 %")
      ])
  }

  public var controls: [Control] {
    Control(
      "two subclasses", refutes: .error(on: .hard),
      because: "with k = 2 the rare features are learned with the common one"
    ) {
      $0.regime = .constantK
    }
  }
}
