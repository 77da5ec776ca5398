import ClaimKit
import MultiViewClaims

/// The gap between Theorem 5.1 and Theorem 5.2 on hard samples, with at most d^0.4 subclasses.
public struct CoarseLabelGap_FewerSubclasses: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorems 5.1 and 5.2, compared, with k_y ≤ d^0.4", .reconstructed,
    remark: "The upper end d^0.4 is known from secondary sources only; Ω(1) and pairing the networks by seed are ours.")
  public let title =
    "Hard-sample error under coarse labels exceeds that under fine labels by at least a constant, with at most d^0.4 subclasses"
  public let says = """
    Let polylog(d) ≤ k_y ≤ d^0.4. For every T ∈ [T*, poly(d)], the hard-sample error under coarse labels exceeds the hard-sample error \
    under fine labels by Ω(1), both networks at the same T.
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1_FewerSubclasses.self, Theorem5_2_FewerSubclasses.self]
  public let caveat = """
    Both networks are read from T₀ = k √d/2 to 4 max(8, k) √d steps. The smallest error of the coarse network in these \
    times is compared with the largest error of the fine one, which is no more than their smallest difference at one \
    time. Beyond d = 256 trials are concentrated: they have the law of exact trials up to an error that is estimated, not \
    proved (Documentation/concentrated.md).
    """

  private let gap = Quantity.difference(of: .error(on: .hard), under: .coarse, minus: .fine)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Given(.k, atMost: .power(.d, 0.4))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(gap, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      regime: .asymptoticFewer, window: .fineTimes,
      Materiality(of: gap, 0.05, because: "the materiality of the two errors that are compared"))
  }

  public var controls: [Control] { Control.twoSubclasses(refutes: gap) }
}
