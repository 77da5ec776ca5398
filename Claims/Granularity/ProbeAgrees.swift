import ClaimKit
import MultiViewClaims

/// Fine labels do better than coarse ones on hard samples under each of three read-outs.
public struct ProbeAgrees: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Read-outs of the trained network", .chosen,
    remark: """
      The summary does not say how a superclass is read off 2k_y heads. Three ways are defined here and compared.
      """)
  public let title = "Three read-outs agree that fine labels do better on hard samples than coarse ones"
  public let says = """
    The superclass is read by the largest head, by the sums of softmax probabilities, or by a logistic regression \
    fitted on easy samples. By each of them, the error on hard samples after coarse training exceeds that after fine \
    training by Ω(1).
    """
  public let restsOn: [any Claim.Type] = [CoarseLabelGap.self]
  public let caveat = """
    The three read-outs agree on which network is better, not on how good it is. The regression relies on common \
    features, which easy samples show. Under fine labels, at the largest d, it errs on more hard samples than the \
    other two. Whether its error there is o(1) is not decided.
    """

  private static let gaps = Readout.allCases.map {
    Quantity.difference(of: .error(on: .hard, by: $0), under: .coarse, minus: .fine)
  }

  public var statement: [Clause] {
    Given(.k, atLeast: .polylog(.d))
    Conclude(Self.gaps[0], is: .bigOmega(1))
    Conclude(Self.gaps[1], is: .bigOmega(1))
    Conclude(Self.gaps[2], is: .bigOmega(1))
  }

  public var standIn: StandIn {
    StandIn(
      regime: .standard,
      window: Window(
        .steps(128), readFrom: .end,
        because:
          "long enough for the largest head to solve hard samples under fine labels at d ≤ 1024, as seen with exploratory "
          + "seeds"),
      materialities: Self.gaps.map {
        Materiality(
          of: $0, 0.05, because: "the materiality of the gap between Theorems 5.1 and 5.2, for every read-out")
      })
  }

  public var controls: [Control] {
    Self.fineAgainstFine(Self.gaps[0])
    Self.fineAgainstFine(Self.gaps[1])
    Control(
      "two subclasses", refutes: Self.gaps[2],
      because: "with two subclasses coarse labels reach the rare features too, and the regression finds them"
    ) {
      $0.regime = .constantK
    }
  }

  private static func fineAgainstFine(_ gap: Quantity) -> Control {
    Control(
      "fine against fine, by \(gap.readout.rawValue)", refutes: gap,
      because: "two networks under fine labels have no gap, though their seeds differ", changing: .coarse
    ) {
      $0.labels = .fine
      $0.seedOffset = 500
    }
  }
}
