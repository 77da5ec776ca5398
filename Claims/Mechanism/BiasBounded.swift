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
    Under coarse and under fine labels, |b| = O(‖w‖ / polylog(d)) for trained lucky neurons, at every time.
    """
  public let restsOn: [any Claim.Type] = [LuckyNeurons.self]

  private let coarse = Quantity.under(.coarse, .observed(.biasRatio))
  private let fine = Quantity.under(.fine, .observed(.biasRatio))

  private static let law = Rule("L⁻²", because: "with β = L⁻³, the path of w may be L times as long as ‖w‖") {
    1 / ($0.L * $0.L)
  }

  public var statement: [Clause] {
    ForEvery(.T, from: .start, to: .poly(.d)) {
      Conclude(coarse, is: .bigO(.oneOverPolylog))
      Conclude(fine, is: .bigO(.oneOverPolylog))
    }
  }

  public var standIn: StandIn {
    .standard(
      window: .throughout,
      Materiality(
        of: coarse, slope: 0.15, band: 2, law: Self.law, because: "the defaults of the decision procedure"),
      Materiality(of: fine, slope: 0.15, band: 2, law: Self.law, because: "the defaults of the decision procedure"))
  }

  public var controls: [Control] {
    Control(
      "a bias that decays as fast as the weights move", refutes: coarse,
      because: "with β = 1 the bias is as large as the weights", changing: .coarse
    ) {
      $0.regime = Regime.standard.varied(
        as: "full bias decay", "As standard, with β = 1.",
        [.biasDecay: .constant(1, because: "the bias moves as far as the weights")])
      $0.stepLimit = 64
    }
  }
}
