import ClaimKit
import MultiViewClaims

/// Biases stay small compared with the weights.
public struct BiasBounded: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Bound on the biases", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Biases stay smaller than the weights by a factor polylog(d)"
  public let says = """
    Initial weights and biases are negligible beside trained ones. Each step moves w by Δw and b by −β‖Δw‖, where β is \
    1/polylog(d). Under coarse and under fine labels, |b| = O(‖w‖ / polylog(d)) for trained lucky neurons, at every \
    time. So the path of w is longer than w by a factor polylog(d) at most: few gradients cancel.
    """
  public let caveat = """
    In the standard regime |b|/‖w‖ is mostly the initial ratio, c_b√(L/d), and not decay. Therefore the initial weights \
    are smaller here than in the theorems. Under coarse labels |b|/‖w‖ is near β: the path is hardly longer than w. Under \
    fine labels it grew from 1.9β at d = 32 to 2.9β at d = 512 with 20 exploratory seeds. Batches of 64 samples do that: \
    with 16 samples per label, five such seeds gave 1.1β.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]

  private let coarse = Quantity.under(.coarse, .observed(.biasRatio))
  private let fine = Quantity.under(.fine, .observed(.biasRatio))

  private static let law = Rule("L⁻²", because: "with β = L⁻³, the path of w may be L times as long as ‖w‖") {
    1 / ($0.L * $0.L)
  }

  public var statement: [Clause] {
    Given("σ0 is negligible beside the trained weights")
    ForEvery(.T, from: .start, to: .poly(.d)) {
      Conclude(coarse, is: .bigO(.oneOverPolylog))
      Conclude(fine, is: .bigO(.oneOverPolylog))
    }
  }

  public var standIn: StandIn {
    StandIn(
      regime: .smallInit,
      window: .throughout,
      materialities: [
        Materiality(
          of: coarse, slope: 0.15, band: 2, law: Self.law, because: "the defaults of the decision procedure"),
        Materiality(of: fine, slope: 0.15, band: 2, law: Self.law, because: "the defaults of the decision procedure"),
      ])
  }

  public var controls: [Control] {
    Self.fullDecay(coarse, under: .coarse)
    Self.fullDecay(fine, under: .fine)
  }

  private static func fullDecay(_ ratio: Quantity, under arm: Arm) -> Control {
    Control(
      "a bias that decays as fast as the weights move, \(arm.text) labels", refutes: ratio,
      because: "with β = 1 the bias is as large as the weights", changing: arm
    ) {
      $0.regime = Regime.smallInit.varied(
        as: "full bias decay", "As smallInit, with β = 1.",
        [
          .biasDecay: .constant(1, because: "the bias moves as far as the weights"),
          .testSamples: .constant(10, because: "errors are not read"),
        ])
      $0.stepLimit = 16
    }
  }
}
