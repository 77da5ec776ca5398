import ClaimKit
import MultiViewClaims

/// Under fine labels the network fits the training distribution in polynomially many steps.
public struct TimeToFitFine: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.2, existence of T*", .reconstructed,
    remark: """
      The summary shows no text of Theorem 5.2; a T* ∈ poly(d) is taken over from Theorem 5.1. The bound on the loss \
      that defines it is ours.
      """)
  public let title = "Under fine labels, T* is polynomial in d"
  public let says = """
    Under fine labels with k_y ≥ polylog(d) and a proper choice of step size, the time T* from which the training \
    loss is o(1) is polynomial in d.
    """
  public let restsOn: [any Claim.Type] = [RareCatchesUp.self]
  public let caveat = """
    At d ≥ 512 trials are concentrated (Documentation/concentrated.md), because the control would cost too much: its \
    exact trials at d = 1024 took half an hour of the standard profile. The step size of the control falls very \
    fast: at d ≥ 4096 its time to fit exceeds its limit of steps. At the deep profile the control therefore cannot \
    be refuted, and the claim is undiscriminating there. A bend of up to 0.5 counts as polynomial, and a slow \
    exponential bends by less. Over four doublings of d, as at the standard profile, e^(b·d) bends by 2.4·b·d₁, \
    where d₁ is the smallest d. An exponential that grows less than 23-fold there therefore passes. The observed T* \
    grew 8-fold, and an exponential that grows as much bends by 0.33. No number of runs could make such an \
    exponential count against the claim. At the standard profile the misfit of e^(b·d) to the observed runs does not \
    exclude it either. Only growth that bends by more, such as that of the control, is excluded.
    """

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Conclude(.timeToFit, is: .poly(.d))
  }

  public var standIn: StandIn {
    .standard(
      exactUpTo: 256,
      .polynomialTimeToFit)
  }

  public var controls: [Control] {
    Control(
      "a step size that shrinks faster than any power of d", refutes: .timeToFit,
      because: "e^(−b·d) is below every power, and so the time to fit is above every one"
    ) {
      $0.regime = .vanishingStepConstantK
      $0.window = .untilFit()
      $0.stepLimit = 1 << 17
    }
  }
}
