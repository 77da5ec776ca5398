import ClaimKit
import MultiViewClaims

/// Theorem 5.2, at its lower edge: fine labels teach the easy and the hard samples, at the smallest k.
public struct Theorem5_2_Edge: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.2, at its lower edge", .chosen,
    remark: """
      The summary gives o(1) for the error on hard samples. T*, every T and the rate of the training loss are \
      reconstructed. The summary does not say what happens at this k; the question is ours.
      """)
  public let title = "Fine labels teach the easy and the hard samples, at the smallest k"
  public let says = """
    Under fine labels with k_y = s/(s†ι†), with high probability there is a T* ∈ poly(d) such that for \
    every T ∈ [T*, poly(d)]: training loss = o(1), \
    error on easy samples = o(1), error on hard samples = o(1).
    """
  public let restsOn: [any Claim.Type] = [Theorem5_2.self]
  public let caveat = """
    T₀ is a power of d that no measured quantity defines: √d/2 under coarse labels, k √d/2 under fine ones. The upper end \
    poly(d) of the window is replaced by 4 max(8, k) √d steps, which is at least 64 T₀ and 8 T₀. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  public var statement: [Clause] {
    Given(labels: .fine)
    Given("k_y = s/(s†ι†), where rare features and distractors weigh the same")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .easy), is: .littleO(1))
      Conclude(.error(on: .hard), is: .littleO(1))
    }
  }

  public var standIn: StandIn { .theorem(regime: .asymptoticEdge, window: .fineTimes) }

  public var controls: [Control] {
    Control(
      "coarse labels", refutes: .error(on: .hard), because: "coarse labels do not teach the rare features (Theorem 5.1)"
    ) {
      $0.labels = .coarse
    }
    Control.narrow(refutes: .trainingLoss)
    Control.narrow(refutes: .error(on: .easy))
  }
}
