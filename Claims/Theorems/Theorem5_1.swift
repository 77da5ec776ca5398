import ClaimKit
import MultiViewClaims

/// Theorem 5.1: coarse labels teach the easy samples but not the hard ones.
public struct Theorem5_1: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.1", .stated,
    remark: """
      The summary breaks off before the rate of the training loss; o(1) is reconstructed. T* is defined by a bound on \
      the loss. The conclusion on the loss therefore tests only that runs reach a small loss and keep it.
      """)
  public let title = "Coarse labels teach the easy samples but not the hard ones"
  public let says = """
    Under coarse labels with k_y ≥ polylog(d), with high probability there is a T* ∈ poly(d) such that for every \
    T ∈ [T*, poly(d)]: training loss = o(1), error on easy samples = o(1), error on hard samples = Ω(1).
    """
  public let restsOn: [any Claim.Type] = [
    CommonOutpacesRare.self, RareResponseCoarse.self, DistractorResponse.self, OtherClassIsSilenced.self,
    TimeToFitCoarse.self,
  ]
  public let caveat = """
    The upper end poly(d) of the window is replaced by 4·T*. At the standard profile the median T* is 2, 2, 3, 6, 6 \
    at d = 64…1024, and the median window ends there after 8 to 24 steps. At d = 2^14…2^30 the median T* is 23, 91, \
    362, 1024, 4096. Beyond d = 1024 trials are concentrated: they have the law of exact trials up to an error that \
    is estimated, not proved (Documentation/concentrated.md). TimeToFitCoarse decides a T* with another bound on the \
    loss, d^(−3/4).
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

  public var standIn: StandIn {
    .decades(
      .halvedLoss,
      .certifiable(.error(on: .easy)),
      Materiality(
        of: .error(on: .hard), 0.05, because: "the same bound as on easy samples, here from below"))
  }

  public var controls: [Control] {
    Control("fine labels", refutes: .error(on: .hard), because: "fine labels teach the rare features (Theorem 5.2)") {
      $0.labels = .fine
    }
    Control(
      "two subclasses", refutes: .error(on: .hard),
      because: "with k = 2 < s/(s†ι†) the coarse network answers hard samples from the rare features"
    ) {
      $0.regime = .constantK
    }
  }
}
