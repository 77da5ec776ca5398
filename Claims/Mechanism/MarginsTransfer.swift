import ClaimKit
import MultiViewClaims

/// Low quantiles of the margin stay away from zero.
public struct MarginsTransfer: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Margins of nearly all samples", .reconstructed,
    remark: "A step of the argument. The summary does not number it; the name is ours.")
  public let title = "Low quantiles of the margin stay away from zero"
  public let says = """
    With high probability, for every T ≥ T₀, the 5 % quantile of the margin is Ω(1): on easy samples under coarse labels, and \
    on hard samples under fine labels. So noise of size o(1) changes no answer of nearly all samples.
    """
  public let restsOn: [any Claim.Type] = [RareResponseFine.self, NoiseStaysSilent.self]
  public let caveat = """
    Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  private let easy = Quantity.under(.coarse, .observed(.easyMarginLow))
  private let hard = Quantity.under(.fine, .observed(.hardMarginLow))

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    WithHighProbability(forEvery: .T, from: .tStar, to: .poly(.d)) {
      Conclude(easy, is: .bigOmega(1))
      Conclude(hard, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      window: .fineTimes,
      Materiality(of: easy, tolerance: 1, because: "a margin of 1 makes one answer e times as likely as the other"),
      Materiality(of: hard, tolerance: 1, because: "a margin of 1 makes one answer e times as likely as the other"))
  }

  public var controls: [Control] {
    Control(
      "a network too narrow", refutes: easy,
      because: "with λ = 0.02 most features have no lucky neuron, so most margins are 0", changing: .coarse
    ) {
      $0["lucky"] = 0.02
    }
    Control(
      "coarse labels", refutes: hard, because: "coarse labels leave margins on hard samples negative", changing: .fine
    ) {
      $0.labels = .coarse
    }
  }
}
