import ClaimKit
import MultiViewClaims

/// The conclusions of Theorem 5.2 hold run by run, at every checkpoint from T* on.
public struct StabilityFine: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.2, with high probability", .stated,
    remark: "The summary says \"with high probability\" and \"for any T\"; the bounds on single runs are ours.")
  public let title = "Under fine labels the conclusions hold in nearly every run, at every time from T* on"
  public let says = """
    Under fine labels with k_y ≥ polylog(d), the following holds with high probability over initialisation and \
    samples, simultaneously for every T ∈ [T*, poly(d)]. Training loss, error on easy samples and error on hard \
    samples are o(1).
    """
  public let restsOn: [any Claim.Type] = [Theorem5_2.self]
  public let caveat = """
    The upper end poly(d) of the window is replaced by 4·T*. At the standard profile the median T* is 32, 64, 91, \
    128, 256 at d = 64…1024, and the median window ends there after 128 to 1024 steps. At d = 2^14…2^30 the median \
    T* grows from 1448 to 7.4·10⁵. Beyond d = 1024 trials are concentrated: they have the law of exact trials up to \
    an error that is estimated, not proved (Documentation/concentrated.md). TimeToFitFine decides the same T*. For \
    errors, the tolerance of a single run is constant in d. The test is whether nearly every run errs on at most 5 % \
    of the easy and of the hard samples. It does not test whether these errors are o(1). For the loss, the tolerance \
    falls like d^(−1/2).
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
    .decades(
      Materiality(of: .trainingLoss, tolerance: .twiceStandardBound),
      .singleRun(.error(on: .easy), as: "Theorem 5.2"),
      .singleRun(.error(on: .hard), as: "Theorem 5.2"))
  }

  public var controls: [Control] {
    Control(
      "a window that starts before T*", refutes: .trainingLoss,
      because: "after one step the loss is still far above its bound, except at the smallest d"
    ) {
      $0.window.start = .firstStep
    }
  }
}
