import ClaimKit
import MultiViewClaims

/// The conclusions of Theorem 5.1 hold run by run, at every checkpoint from T* on.
public struct StabilityCoarse: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.1, with high probability", .stated,
    remark: "The summary says \"with high probability\" and \"for any T\"; the bounds on single runs are ours.")
  public let title = "Under coarse labels the conclusions hold in nearly every run, at every time from T* on"
  public let says = """
    Under coarse labels with k_y ≥ polylog(d), the following holds with high probability over initialisation and \
    samples, simultaneously for every T ∈ [T*, poly(d)]. Training loss and error on easy samples are o(1). The error \
    on hard samples is bounded away from zero.
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self]
  public let caveat = """
    The upper end poly(d) of the window is replaced by 4·T*. At the standard profile the median T* is 2, 2, 3, 6, 6 \
    at d = 64…1024, and the median window ends there after 8 to 24 steps. At d = 2^14…2^30 the median T* is 23, 91, \
    362, 1024, 4096. Beyond d = 1024 trials are concentrated: they have the law of exact trials up to an error that \
    is estimated, not proved (Documentation/concentrated.md). TimeToFitCoarse decides a T* with another bound on the \
    loss, d^(−3/4). For errors, the tolerance of a single run is constant in d. The test is whether nearly every run \
    errs on at most 5 % of the easy samples and on at least 5 % of the hard ones. It does not test whether the error \
    on easy samples is o(1). For the loss, the tolerance falls like d^(−1/2).
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
    .decades(
      Materiality(of: .trainingLoss, tolerance: .twiceStandardBound),
      .singleRun(.error(on: .easy), as: "Theorem 5.1"),
      .singleRun(.error(on: .hard), as: "Theorem 5.1"))
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
