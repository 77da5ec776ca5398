import ClaimKit

/// Under fine labels the network fits the training distribution in polynomially many steps.
public struct TimeToFitFine: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.2, existence of T*", .stated,
    remark: "The summary says that a T* ∈ poly(d) exists; the bound on the loss that defines it is ours.")
  public let title = "Under fine labels, T* is polynomial in d"
  public let says = """
    Under fine labels with k_y ≥ polylog(d) and a proper choice of step size, the time T* from which the training \
    loss is o(1) is polynomial in d.
    """
  public let restsOn: [any Claim.Type] = [RareCatchesUp.self]
  public let caveat = """
    The step size of the control falls so fast that at d ≥ 4096 its time to fit is beyond its limit of steps: at the deep profile \
    the control cannot be refuted, and the claim is undiscriminating there.
    """

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Conclude(.timeToFit, is: .poly(.d))
  }

  public var instance: Instance {
    Instance(
      regime: .standard,
      window: .standard,
      materialities: [
        Materiality(
          of: .timeToFit, bend: 0.5, degree: 6, spacing: 1.5,
          because:
            "an exponential over these scales bends by 1.5 or more; checkpoints from 2 on are up to a factor 1.5 apart")
      ])
  }

  public var controls: [Control] {
    Control(
      "a step size that shrinks faster than any power of d", refutes: .timeToFit,
      because: "d^(−ln d) is below every power, and so the time to fit is above every one"
    ) {
      $0.regime = .vanishingStepConstantK
      $0.window = .untilFit()
      $0.stepLimit = 1 << 17
    }
  }
}
