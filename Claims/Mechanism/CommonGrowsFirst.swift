import ClaimKit
import MultiViewClaims

/// Under coarse labels the common feature grows as its gradient predicts.
public struct CommonGrowsFirst: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Growth of the common feature", .reconstructed,
    remark: """
      A step of the argument. The summary does not number it; the name is ours. The argument states it for the first \
      phase only. Here it is checked at all times, with the measured p_y.
      """)
  public let title = "Under coarse labels ⟨w, v_y⟩ grows by η s P(y) (1 − p_y) E[α] per step"
  public let says = """
    Under coarse labels, consider neurons of head y that are lucky for v_y. For them ⟨w, v_y⟩ grows per step by \
    η·s·P(y)·(1 − p_y)·E[α]·(1 ± o(1)). Here p_y is the softmax output for the own superclass on the samples of y.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self, Definition4_2_Patches.self, Definition4_4_SourceSet.self]

  public let caveat = """
    The tolerance of every run is constant in d; the test is not whether the deviation is o(1). Growth is measured \
    from one checkpoint to the next, from the first checkpoint on. The first step itself is left out, because neurons \
    that were barely lucky miss the weakest patches in it. The growth then falls short by about c_b² L ι / 8, which \
    grows with d at constant ι.
    """

  private let error = Quantity.observed(.commonGrowthError)

  public var statement: [Clause] {
    Given(labels: .coarse)
    WithHighProbability(forEvery: .T, from: .start, to: .poly(.d)) {
      Conclude(error, is: .negligible)
    }
  }

  public var standIn: StandIn {
    .standard(
      window: .throughout,
      Materiality(
        of: error, tolerance: 0.1,
        because: "half of the smallest error that a control makes, 20 %; the jitter of α over a step is 1 %"))
  }

  public var controls: [Control] {
    Control("a gradient 20 % too large", refutes: error, because: "the weights then grow 20 % faster than stated") {
      $0.fault = .gradientScaled(1.2)
    }
    Control("a gradient of the wrong sign", refutes: error, because: "the weights then shrink") {
      $0.fault = .gradientScaled(-1)
      $0.stepLimit = 64
    }
  }
}
