import ClaimKit
import MultiViewClaims

/// Theorem 5.1: coarse labels teach the easy samples but not the hard ones.
public struct Theorem5_1: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.1", .reconstructed,
    remark: """
      The summary shows the bound on k_y, "with high probability", the proper step size, T* ∈ poly(d) and "any T". It \
      breaks off before the bound on the training loss and within the sentence on easy samples. In words it says low \
      error on easy samples and substantial error on hard ones. The orders o(1) and Ω(1) are reconstructed.
      """)
  public let title = "Coarse labels teach the easy samples but not the hard ones"
  public let says = """
    Under coarse labels with k_y ≥ polylog(d), with high probability there is a T* ∈ poly(d) such that for \
    every T ∈ [T*, poly(d)]: training loss = o(1), \
    error on easy samples = o(1), error on hard samples = Ω(1).
    """
  public let restsOn: [any Claim.Type] = [
    CommonOutpacesRare.self, RareResponseCoarse.self, DistractorResponse.self, OtherClassIsSilenced.self,
    TimeToFitCoarse.self,
  ]
  public let caveat = """
    T₀ is a power of d that no measured quantity defines: √d/2 under coarse labels, k √d/2 under fine ones. The upper end \
    poly(d) of the window is replaced by 4 max(8, k) √d steps, which is at least 64 T₀ and 8 T₀. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .easy), is: .littleO(1))
      Conclude(.error(on: .hard), is: .bigOmega(1))
    }
  }

  public var standIn: StandIn { .theorem(window: .coarseTimes) }

  public var controls: [Control] {
    Control("fine labels", refutes: .error(on: .hard), because: "fine labels teach the rare features (Theorem 5.2)") {
      $0.labels = .fine
    }
    Control.twoSubclasses(refutes: .error(on: .hard))
    Control.narrow(refutes: .trainingLoss)
    Control.narrow(refutes: .error(on: .easy))
  }
}
