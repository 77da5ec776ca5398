import ClaimKit
import MultiViewClaims

/// Every head has lucky neurons for each of its own features, as many as the normal law predicts.
public struct LuckyNeurons: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Lucky neurons at initialisation", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Every head has lucky neurons for each of its features, as many as the normal law predicts"
  public let says = """
    A neuron is lucky at initialisation for a feature v of its own head if ⟨w, v⟩ + b > 0. The number of lucky pairs \
    of a neuron and a feature is m·Q(c_b√L) per pair of head and feature, up to its sampling error. With high \
    probability every head has a lucky neuron for each of its own features.
    """
  public let caveat = """
    The count is compared in total, over all heads and their own features. Heads are drawn from the same law under \
    every label map. Fine labels are used because they give the most heads.
    """
  public let restsOn: [any Claim.Type] = [
    Definition4_1_Features.self, DormantElimination.self, RotationInvariance.self,
  ]

  private let deviation = Quantity.observed(.luckyDeviation)
  private let fewest = Quantity.observed(.fewestLucky)

  public var statement: [Clause] {
    Given(labels: .fine)
    WithHighProbability {
      Conclude(deviation, is: .negligible)
      Conclude(fewest, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .standard(
      Materiality(
        of: deviation, tolerance: 5, because: "a Poisson count is five standard errors off once in a million runs"),
      Materiality(of: fewest, tolerance: 1, because: "a feature without a lucky neuron is never learned"))
  }

  public var controls: [Control] {
    Control(
      "a screen with z = −60", refutes: deviation,
      because: "a negative z screens out neurons that no noise is needed to fire: lucky ones"
    ) {
      $0.fault = .multiplier(-60)
      $0.stepLimit = 1
    }
    Control(
      "half a lucky neuron expected", refutes: fewest,
      because: "with λ = 1/2 three in five of the (head, feature) pairs have no lucky neuron"
    ) {
      $0.regime = Regime.standard.varied(
        as: "standard with λ = 1/2", "As standard, with half a lucky neuron expected per (head, feature).",
        [.lucky: .constant(0.5, because: "fewer than one neuron per (head, feature)")])
      $0.stepLimit = 1
    }
  }
}
