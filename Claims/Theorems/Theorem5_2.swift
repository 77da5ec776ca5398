import ClaimKit
import MultiViewClaims

/// Theorem 5.2: fine labels teach the easy and the hard samples.
public struct Theorem5_2: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.2", .reconstructed,
    remark: """
      The summary shows the theorem's name and none of its text. Elsewhere it says that fine labels reduce the error on \
      hard samples, with o(1), alongside easy ones. The bound on k_y, T*, "every T" and the conclusion on the loss are \
      taken over from Theorem 5.1.
      """)
  public let title = "Fine labels teach the easy and the hard samples"
  public let says = """
    Under fine labels with k_y ≥ polylog(d), with high probability there is a T* ∈ poly(d) such that for \
    every T ∈ [T*, poly(d)]: training loss = o(1), \
    error on easy samples = o(1), error on hard samples = o(1).
    """
  public let restsOn: [any Claim.Type] = [
    RareCatchesUp.self, RareResponseFine.self, DistractorResponse.self, OtherClassIsSilenced.self,
    TimeToFitFine.self,
  ]
  public let caveat = """
    T₀ is a power of d that no measured quantity defines: √d/2 under coarse labels, k √d/2 under fine ones. The upper end \
    poly(d) of the window is replaced by 4 max(8, k) √d steps, which is at least 64 T₀ and 8 T₀. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .easy), is: .littleO(1))
      Conclude(.error(on: .hard), is: .littleO(1))
    }
  }

  public var standIn: StandIn { .theorem(window: .fineTimes) }

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
