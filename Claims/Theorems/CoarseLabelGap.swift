import ClaimKit

/// The gap between Theorem 5.1 and Theorem 5.2 on hard samples.
public struct CoarseLabelGap: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorems 5.1 and 5.2, compared", .stated,
    remark: "The paper compares the two theorems; pairing the networks by seed is ours.")
  public let title = "Coarse labels cost a constant share of the hard samples"
  public let says = """
    With k_y ≥ polylog(d), for every T ∈ [T*, poly(d)] of both networks: the hard-sample error under coarse labels \
    exceeds the hard-sample error under fine labels by Ω(1).
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self, Theorem5_2.self]
  public let caveat = """
    poly(d) is stood in for by 4·T*, of each network its own: at the standard profile the median window under coarse \
    labels goes from 2 to 8 steps at d = 64 and from 6 to 24 at d = 1024, that under fine ones from 32 to 128 and from \
    256 to 1024. The worst errors of two windows are compared, which do not overlap in the median, and no two networks \
    at one time. TimeToFitCoarse decides a T* of another bound on the loss, d^(−3/4); TimeToFitFine decides this one.
    """

  private let gap = Quantity.difference(of: .error(on: .hard), under: .coarse, minus: .fine)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(gap, is: .omega(1))
    }
  }

  public var instance: Instance {
    Instance(
      regime: .standard,
      window: .standard,
      materialities: [
        Materiality(of: gap, 0.05, because: "the materiality of the two errors that are compared")
      ])
  }

  public var controls: [Control] {
    Control(
      "fine against fine", refutes: self.gap,
      because: "two networks under the same labels have no gap; their seeds differ, and T* itself settles it",
      changing: .coarse
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
      $0.window = .untilFit()
    }
  }
}
