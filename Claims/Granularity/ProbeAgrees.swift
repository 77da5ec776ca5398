import ClaimKit
import MultiViewClaims

/// Fine labels do better than coarse ones on hard samples also if a regression reads the network.
public struct ProbeAgrees: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Read-outs of the trained network", .chosen,
    remark: """
      The summary does not say how a superclass is read off 2k_y heads. Other claims read the largest head; this one \
      fits a regression.
      """)
  public let title = "Read by a regression, too, fine labels do better on hard samples than coarse ones"
  public let says = """
    The superclass is read off the heads by a logistic regression fitted on easy samples. The error on hard samples \
    after coarse training exceeds that after fine training by Ω(1), as it does for the largest head.
    """
  public let restsOn: [any Claim.Type] = [CoarseLabelGap.self]
  public let caveat = """
    The read-outs agree on which network is better, not on how good it is. The regression relies on common features, \
    which easy samples show. Under fine labels, at the largest d, it errs on more hard samples than the largest head. \
    Whether its error there is o(1) is not decided. An earlier version also compared sums of softmax probabilities in \
    each superclass. Once outputs differ much, the largest head decides such a sum. Both read-outs then had the same \
    numbers, and the conclusion about sums repeated the gap of CoarseLabelGap.
    """

  private let gap = Quantity.difference(of: .error(on: .hard, by: .probe), under: .coarse, minus: .fine)

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Conclude(gap, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .standard,
      window: Window(
        .steps(128), readFrom: .end,
        because:
          "long enough for the largest head to solve hard samples under fine labels at d ≤ 1024, as seen with exploratory "
          + "seeds"),
      materialities: [
        Materiality(of: gap, 0.05, because: "the materiality of the gap between Theorems 5.1 and 5.2")
      ])
  }

  public var controls: [Control] {
    Control(
      "two subclasses", refutes: gap,
      because: "with two subclasses coarse labels reach the rare features too, and the regression finds them"
    ) {
      $0.regime = .constantK
    }
  }
}
