import ClaimKit
import MultiViewClaims

/// Leaving out the neurons that cannot fire changes nothing (model.md §5).
public struct DormantElimination: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Dormant-neuron elimination", .chosen,
    remark: "It makes wide networks affordable; nothing in the paper rests on it.")
  public let title = "The pruned network behaves exactly like the dense one"
  public let says = """
    The screen leaves out the neurons that cannot fire. The network without them takes the same path as the whole \
    one: no observable differs at any time. No neuron that the screen leaves out would have fired, and the \
    certificate for all of it is met.
    """

  private let differences = Quantity.conformance(.differences)
  private let awakenings = Quantity.conformance(.lateAwakenings)
  private let certificates = Quantity.conformance(.certificateFailures)

  public var statement: [Clause] {
    Given(labels: .coarse)
    WithHighProbability {
      Conclude(differences, is: .negligible)
      Conclude(awakenings, is: .negligible)
      Conclude(certificates, is: .negligible)
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: Regime.standard.varied(
        as: "slim", "As standard, with a network so small that all its neurons can be held.",
        [
          .lucky: .constant(1, because: "the dense network must be evaluated in full"),
          .batch: .constant(16, because: "the dense network must be evaluated in full"),
          .testSamples: .constant(25, because: "observables are compared bit by bit, so few samples suffice"),
          .noiseNorm: .constant(
            0.08, because: "so large that a screen with too small a margin leaves out neurons that fire"),
        ]),
      axis: .dense,
      window: Window(.audit(steps: 12), readFrom: .end, because: "by then lucky neurons have fired and been trained"),
      materialities: [
        Materiality(of: differences, tolerance: 0, because: "the two networks must agree to the bit"),
        Materiality(of: awakenings, tolerance: 0, because: "the error budget of the screen is 10⁻⁹ per trial"),
        Materiality(of: certificates, tolerance: 0, because: "every certificate must be met"),
      ])
  }

  public var controls: [Control] {
    Control(
      "z lowered to 1", refutes: awakenings,
      because: "a neuron left out at one standard deviation of the noise fires on one patch in six"
    ) {
      $0.fault = .multiplier(1)
    }
    Control(
      "z lowered to 1, path", refutes: differences,
      because: "the neurons left out would have fired, so the network without them takes another path"
    ) {
      $0.fault = .multiplier(1)
    }
    Control(
      "z lowered to 1, certificate", refutes: certificates,
      because: "one error in six is far above the budget of the certificate"
    ) {
      $0.fault = .multiplier(1)
    }
  }
}
