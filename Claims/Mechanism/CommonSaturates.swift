import ClaimKit
import MultiViewClaims

/// Under fine labels the common feature grows far more slowly than the rare ones late in training.
public struct CommonSaturates: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Saturation of the common feature", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Under fine labels, late in training, the common feature grows far more slowly than the rare ones"
  public let says = """
    Under fine labels, once the superclass is settled the gradient along v_y cancels between the subclasses: over \
    the last half of training, the growth of ⟨w, v_y⟩ over that of ⟨w, v_{y,c}⟩ is o(1).
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]
  public let caveat = """
    With batches of 64 the ratio seemed to halve by d = 1024, because heads without a sample of their own lost their common \
    neurons. With larger batches it falls like 1/ln d, which takes decades of d to halve it. SuperclassSettlesSlowly states \
    the law itself. Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is \
    estimated, not proved (Documentation/concentrated.md).
    """

  private let growth = Quantity.observed(.lateCommonGrowth)

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Conclude(growth, is: .littleO(1))
  }

  public var standIn: StandIn {
    .overDecades(
      window: .asymptoticThroughout,
      Materiality(
        of: growth, shareOfFirst: 0.5,
        because: "a ratio of growths is not zero at finite d, so the test is whether it at least halves"))
  }

  public var controls: [Control] {
    Control(
      "coarse labels", refutes: growth,
      because: "under coarse labels the common feature grows k times faster at all times"
    ) {
      $0.labels = .coarse
    }
  }
}
