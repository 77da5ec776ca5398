import ClaimKit
import MultiViewClaims

/// No neuron fires on a patch of pure noise during training.
public struct NoiseStaysSilent: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Silence on pure noise", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "No neuron fires on pure noise during training"
  public let says = """
    Under coarse and under fine labels, with high probability no neuron fires on a patch of pure noise at any time \
    of training.
    """
  public let restsOn: [any Claim.Type] = [Definition4_2_Patches.self, DormantElimination.self]

  private let coarse = Quantity.under(.coarse, .observed(.noiseFirings))
  private let fine = Quantity.under(.fine, .observed(.noiseFirings))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    WithHighProbability(forEvery: .T, from: .start, to: .poly(.d)) {
      Conclude(coarse, is: .negligible)
      Conclude(fine, is: .negligible)
    }
  }

  public var standIn: StandIn {
    .standard(
      window: .throughout,
      Materiality(of: coarse, tolerance: 0, because: "no neuron may fire on pure noise at any time"),
      Materiality(of: fine, tolerance: 0, because: "no neuron may fire on pure noise at any time"))
  }

  private static func loudNoise(_ firings: Quantity, under arm: Arm) -> Control {
    Control(
      "loud noise, \(arm.text) labels", refutes: firings, because: "the noise of a patch is as loud as its signal",
      changing: arm
    ) {
      $0.regime = Regime.loudNarrow.varied(
        as: "loud noise, hardly tested", "As loudNarrow, with ten test samples.",
        [.testSamples: .constant(10, because: "errors are not read")])
      $0.window = .loud
      $0.stepLimit = 1
    }
  }

  public var controls: [Control] {
    Self.loudNoise(coarse, under: .coarse)
    Self.loudNoise(fine, under: .fine)
  }
}
