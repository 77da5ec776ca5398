import ClaimKit
import MultiViewClaims

/// The conclusions of Theorem 5.2 hold run by run, at every checkpoint from T* on.
public struct StabilityFine: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.2, with high probability", .reconstructed,
    remark: """
      The summary shows no text of Theorem 5.2. "With high probability" and "for any T" are taken over from Theorem \
      5.1. The bounds on single runs are ours.
      """)
  public let title = "Under fine labels the conclusions hold in nearly every run, at every time from T* on"
  public let says = """
    Under fine labels with k_y ≥ polylog(d), the following holds with high probability over initialisation and \
    samples, simultaneously for every T ∈ [T*, poly(d)]. Training loss, error on easy samples and error on hard \
    samples are o(1).
    """
  public let restsOn: [any Claim.Type] = [Theorem5_2.self]
  public let caveat = """
    T₀ is a power of d that no measured quantity defines, and the last time is 4 max(8, k) √d. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md). For errors, the tolerance of a single run is constant in d. For the loss it falls \
    like d^(−1/4).
    """

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    WithHighProbability(forEvery: .T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .easy), is: .littleO(1))
      Conclude(.error(on: .hard), is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .fineTimes,
      Materiality(of: .trainingLoss, tolerance: .fourthRootBound),
      .singleRun(.error(on: .easy), as: "Theorem 5.2"),
      .singleRun(.error(on: .hard), as: "Theorem 5.2"))
  }

  public var controls: [Control] {
    Control.narrow(refutes: .trainingLoss)
    Control.narrow(refutes: .error(on: .easy))
    Control(
      "coarse labels", refutes: .error(on: .hard), because: "coarse labels do not teach the rare features (Theorem 5.1)"
    ) {
      $0.labels = .coarse
    }
  }
}
