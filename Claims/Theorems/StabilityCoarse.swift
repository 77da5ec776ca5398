import ClaimKit
import MultiViewClaims

/// The conclusions of Theorem 5.1 hold run by run, at every checkpoint from T* on.
public struct StabilityCoarse: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.1, with high probability", .reconstructed,
    remark: """
      The summary says "with high probability" and "for any T". It breaks off before the orders, which are \
      reconstructed as in Theorem 5.1. The bounds on single runs are ours.
      """)
  public let title = "Under coarse labels the conclusions hold in nearly every run, at every time from T* on"
  public let says = """
    Under coarse labels with k_y ≥ polylog(d), the following holds with high probability over initialisation and \
    samples, simultaneously for every T ∈ [T*, poly(d)]. Training loss and error on easy samples are o(1). The error \
    on hard samples is bounded away from zero.
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self]
  public let caveat = """
    T₀ is a power of d that no measured quantity defines, and the last time is 4 max(8, k) √d. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md). For errors, the tolerance of a single run is constant in d. For the loss it falls \
    like d^(−1/4).
    """

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    WithHighProbability(forEvery: .T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .easy), is: .littleO(1))
      Conclude(.error(on: .hard), is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .coarseTimes,
      Materiality(of: .trainingLoss, tolerance: .fourthRootBound),
      .singleRun(.error(on: .easy), as: "Theorem 5.1"),
      .singleRun(.error(on: .hard), as: "Theorem 5.1"))
  }

  public var controls: [Control] {
    Control.narrow(refutes: .trainingLoss)
    Control.narrow(refutes: .error(on: .easy))
    Control.twoSubclasses(refutes: .error(on: .hard))
  }
}
