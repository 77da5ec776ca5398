import ClaimKit
import MultiViewClaims

/// Under coarse labels the training loss falls like 1/T.
public struct LossDecay: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Decay of the training loss", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Under coarse labels the training loss falls like 1/T beyond T*"
  public let says = """
    Under coarse labels, beyond T* the training loss is Θ(1/T).
    """
  public let restsOn: [any Claim.Type] = [CommonGrowsFirst.self, NoiseStaysSilent.self]

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given("T ≥ T*")
    Conclude(.trainingLoss, is: .bigTheta(.oneOverTime))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .standard,
      axis: .time,
      window: Window(.scaledSteps, readFrom: .end, because: "the scale of this claim is the training time T"),
      materialities: [
        Materiality(of: .trainingLoss, slope: 0.15, band: 2, because: "the defaults of the decision procedure")
      ])
  }

  public var controls: [Control] {
    Control("random labels", refutes: .trainingLoss, because: "labels without information cannot be fitted at any time")
    {
      $0.labels = .random
    }
  }
}
