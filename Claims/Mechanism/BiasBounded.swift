import ClaimKit
import MultiViewClaims

/// Biases stay small compared with the weights.
public struct BiasBounded: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Bound on the biases", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Biases stay smaller than the weights by a factor 1/β = polylog(d)"
  public let says = """
    Initial weights and biases are negligible beside trained ones. Each step moves w by Δw and b by −β‖Δw‖, where β is \
    1/polylog(d). Under coarse and under fine labels, |b| is β‖w‖ up to a constant factor near 1 for trained lucky \
    neurons, at every time. So the path of w is hardly longer than w: few gradients cancel.
    """
  public let caveat = """
    |b|/‖w‖ cannot be below β, because a path is at least as long as the distance that it covers. What is tested is the \
    upper side. Earlier versions concluded O(1/polylog(d)) in regimes with batches of 64. The first one read mostly the \
    initial ratio. The second one, with smaller initial weights, saw the ratio grow under fine labels from 1.9β at d = 32 \
    to 2.9β at d = 512: small batches cancel each other. With batches that grow with the number of labels, exploratory \
    seeds gave 1.4β at d = 32 and 1.06β at d = 2^20 under fine labels. Beyond d = 256 trials are concentrated: they have \
    the law of exact trials up to an error that is estimated, not proved (Documentation/concentrated.md).
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]

  private let coarse = Quantity.under(.coarse, .observed(.biasRatio))
  private let fine = Quantity.under(.fine, .observed(.biasRatio))

  private static let beta = Law(predicted: "β")

  public var statement: [Clause] {
    Given("σ0 is negligible beside the trained weights")
    ForEvery(.T, from: .start, to: .poly(.d)) {
      Conclude(coarse, is: .equals(Self.beta))
      Conclude(fine, is: .equals(Self.beta))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .asymptoticThroughout,
      Materiality(of: coarse, curveWithinShare: 0.5, of: .biasDecay, because: Self.detour),
      Materiality(of: fine, curveWithinShare: 0.5, of: .biasDecay, because: Self.detour))
  }

  private static let detour = "a path half as long again as the distance still shows that few gradients cancel"

  public var controls: [Control] {
    Self.fullDecay(coarse, under: .coarse)
    Self.fullDecay(fine, under: .fine)
  }

  private static func fullDecay(_ ratio: Quantity, under arm: Arm) -> Control {
    Control(
      "a bias that decays as fast as the weights move, \(arm.text) labels", refutes: ratio,
      because: "with β = 1 the bias is as large as the weights", changing: arm
    ) {
      $0.regime = Regime.asymptotic.varied(
        as: "full bias decay", "As asymptotic, with β = 1.",
        [
          .biasDecay: .constant(1, because: "the bias moves as far as the weights"),
          .testSamples: .constant(10, because: "errors are not read"),
        ])
      $0.window = .steps(16)
    }
  }
}
