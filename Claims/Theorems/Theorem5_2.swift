import ClaimKit
import MultiViewClaims

/// Theorem 5.2: fine labels teach the easy and the hard samples.
public struct Theorem5_2: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.2", .stated,
    remark: """
      The summary gives o(1) for the hard-sample error; the rate of the training loss is reconstructed. T* is defined \
      by a bound on the loss. The conclusion on the loss therefore tests only that runs reach a small loss and keep \
      it.
      """)
  public let title = "Fine labels teach the easy and the hard samples"
  public let says = """
    Under fine labels with k_y ≥ polylog(d), with high probability there is a T* ∈ poly(d) such that for every \
    T ∈ [T*, poly(d)]: training loss = o(1), error on easy samples = o(1), error on hard samples = o(1).
    """
  public let restsOn: [any Claim.Type] = [
    RareCatchesUp.self, RareResponseFine.self, DistractorResponse.self, OtherClassIsSilenced.self,
    TimeToFitFine.self,
  ]
  public let caveat = """
    The upper end poly(d) of the window is replaced by 4·T*. At the standard profile the median T* is 32, 64, 91, \
    128, 256 at d = 64…1024, and the median window ends there after 128 to 1024 steps. At d = 2^14…2^30 the median \
    T* grows from 1448 to 7.4·10⁵. Beyond d = 1024 trials are concentrated: they have the law of exact trials up to \
    an error that is estimated, not proved (Documentation/concentrated.md). TimeToFitFine decides the same T*.
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

  public var standIn: StandIn {
    .decades(
      .halvedLoss,
      .certifiable(.error(on: .easy)),
      Materiality(
        of: .error(on: .hard), 0.05, because: "the same bound as in Theorem 5.1, so that the two can be compared"))
  }

  public var controls: [Control] {
    Control(
      "coarse labels", refutes: .error(on: .hard), because: "coarse labels never teach the rare features (Theorem 5.1)"
    ) {
      $0.labels = .coarse
    }
    Control(
      "sixteen random labels", refutes: .trainingLoss,
      because: """
        labels without information cannot be fitted on fresh samples at any time, so 64 steps settle it; sixteen labels, \
        because every head of a random label listens to every feature
        """
    ) {
      $0.labels = .randomized(into: 16)
      $0.stepLimit = 64
    }
  }
}
