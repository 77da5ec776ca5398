import ClaimKit
import MultiViewClaims

/// The gap between Theorem 5.1 and Theorem 5.2 on hard samples.
public struct CoarseLabelGap: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorems 5.1 and 5.2, compared", .stated,
    remark: "The paper compares the two theorems; pairing the networks by seed is ours.")
  public let title = "Hard-sample error under coarse labels exceeds that under fine labels by at least a constant"
  public let says = """
    Let k_y ≥ polylog(d). For every T ∈ [T*, poly(d)] of both networks, the hard-sample error under coarse labels \
    exceeds the hard-sample error under fine labels by Ω(1).
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self, Theorem5_2.self]
  public let caveat = """
    The upper end poly(d) of the window is replaced by 4·T*, separately for each network. At the standard profile \
    the median window under coarse labels runs from step 2 to 8 at d = 64 and from 6 to 24 at d = 1024. Under fine \
    labels it runs from 32 to 128 and from 256 to 1024. At d = 2^30 the median windows begin at steps 4096 and \
    7.4·10⁵. Beyond d = 1024 trials are concentrated: they have the law of exact trials up to an error that is \
    estimated, not proved (Documentation/concentrated.md). The smallest error in the coarse window is compared with \
    the largest error in the fine window. The median windows do not overlap, so the two networks are not compared at \
    the same time. TimeToFitFine decides the T* used here; TimeToFitCoarse decides a T* with another bound on the \
    loss, d^(−3/4).
    """

  private let gap = Quantity.difference(of: .error(on: .hard), under: .coarse, minus: .fine)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(gap, is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .decades(
      Materiality(of: gap, 0.05, because: "the materiality of the two errors that are compared"))
  }

  public var controls: [Control] {
    Control(
      "fine against fine", refutes: gap,
      because: "two networks under the same labels have no gap, though their seeds differ; reading them at T* suffices",
      changing: .coarse
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
      $0.window = .untilFit()
    }
  }
}
