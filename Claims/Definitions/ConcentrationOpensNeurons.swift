import ClaimKit
import MultiViewClaims

/// Dimension-free trials open as many neurons as exact ones (Documentation/concentrated.md).
public struct ConcentrationOpensNeurons: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Opened neurons in dimension-free trials", .chosen,
    remark: "They make large dimensions affordable; nothing in the paper rests on them.")
  public let title = "Noise opens as many neurons without vectors of length d as with them"
  public let says = """
    Where the bias falls more slowly than noise grows, trained neurons soon hear every patch. A concentrated trial draws \
    the coordinates of such neurons when they can matter. In the mean over runs, the number of neurons that several \
    features fire and the loss are those of the exact trial beside it.
    """
  public let caveat = """
    The two are compared where both can run, at d ≤ 1024, and after eight steps. The bias decay is far below that of every \
    other regime, so that nearly all trained neurons are opened. At four times this bias decay few are opened, and their \
    numbers differ more: the ratio was 1.1, 1.7, 2.1, 2.4 and 2.4 at d = 64 to 1024 in the mean over 20 exploratory runs.
    """

  private let several = Quantity.conformance(.severalFeaturesRatio)
  private let loss = Quantity.conformance(.lossRatio)

  public var statement: [Clause] {
    Given(labels: .fine)
    Conclude(several, is: .equals(.one))
    Conclude(loss, is: .equals(.one))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .concentratedSlowBias,
      axis: .comparison,
      window: .shortComparison,
      materialities: [
        Materiality(of: several, curveWithinShare: 0.4, because: "without opened neurons, one in a hundred is left"),
        Materiality(of: loss, curveWithinShare: 0.25, because: "without opened neurons it is six to ten times as high"),
      ])
  }

  public var controls: [Control] {
    Control(
      "no neuron is opened", refutes: several,
      because: "a neuron that is never opened hears no feature but those it was lucky for"
    ) {
      $0.fault = .openingOff
    }
    Control(
      "no neuron is opened, and the loss", refutes: loss,
      because: "opened neurons answer every patch, which lowers the loss"
    ) {
      $0.fault = .openingOff
    }
  }
}
