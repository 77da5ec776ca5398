import ClaimKit
import MultiViewClaims

/// Under coarse labels the network fits the training distribution in polynomially many steps.
public struct TimeToFitCoarse: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.1, existence of T*", .stated,
    remark: """
      The summary says that with high probability, with proper choice of step size, a T* ∈ poly(d) exists. The bound on \
      the loss that defines it is ours, and so is the mean over runs.
      """)
  public let title = "Under coarse labels, T* is polynomial in d"
  public let says = """
    Under coarse labels with k_y ≥ polylog(d) and a proper choice of step size, the time T* from which the training \
    loss is o(1) is polynomial in d.
    """
  public let restsOn: [any Claim.Type] = [CommonGrowsFirst.self]
  public let caveat = """
    At d ≥ 512 trials are concentrated (Documentation/concentrated.md), because the control would cost too much: its \
    exact trials at d = 1024 took half an hour of the standard profile. The step size of the control falls very \
    fast: at d ≥ 4096 its time to fit exceeds its limit of steps. At the deep profile the control therefore cannot \
    be refuted, and the claim is undiscriminating there. A bend of up to 0.5 counts as polynomial, and a slow \
    exponential bends by less. Over four doublings of d, as at the standard profile, e^(b·d) bends by 2.4·b·d₁, \
    where d₁ is the smallest d. An exponential that grows less than 23-fold there therefore passes. The observed T* \
    grew 8-fold, and an exponential that grows as much bends by 0.33. No number of runs could make such an \
    exponential count against the claim. At the standard profile e^(b·d) does not fit the observed runs, but the \
    verdict does not use this misfit. Only growth that bends by more, such as that of the control, is excluded. The \
    bound on the loss that defines this T* is d^(−3/4), and not the d^(−1/2) of Theorem5_1.
    """

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    Conclude(.timeToFit, is: .poly(.d))
  }

  public var standIn: StandIn {
    .standard(
      window: .untilFit(within: .tightBound),
      exactUpTo: 256,
      .polynomialTimeToFit)
  }

  public var controls: [Control] {
    Control(
      "a step size that shrinks faster than any power of d", refutes: .timeToFit,
      because: "e^(−b·d) is below every power, and so the time to fit is above every one"
    ) {
      $0.regime = .vanishingStep
      $0.stepLimit = 1 << 17
    }
  }
}
