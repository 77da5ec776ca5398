import ClaimKit
import MultiViewClaims

/// With half of s/(s†ι†) subclasses, coarse labels teach the hard samples too.
public struct BelowTheEdge: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "k_y ≥ polylog(d), below it", .chosen,
    remark: "The summary does not say whether this hypothesis is sharp; the question is ours.")
  public let title = "With half of s/(s†ι†) subclasses, coarse labels teach the hard samples too"
  public let says = """
    Under coarse labels, with k_y = s/(2 s†ι†) subclasses and λ growing like ln d, the error on hard samples is o(1). So \
    k_y ≥ polylog(d) cannot be replaced by a smaller multiple of s/(s†ι†) = ln d.
    """
  public let restsOn: [any Claim.Type] = [LuckCountsDecide.self]
  public let caveat = """
    k is rounded to a whole number, so that at small d it is up to a quarter away from its law. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given("k_y = s/(2 s†ι†)")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.error(on: .hard), is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      regime: .asymptoticBelowEdge, window: .coarseTimes,
      Materiality(of: .error(on: .hard), 0.05, because: "the same bound as in Theorem 5.1"))
  }

  public var diagram: PhaseDiagram? {
    PhaseDiagram(
      of: .error(on: .hard), under: .coarse, over: .distractors, at: [1, 2, 3, 4, 6, 8, 12, 16, 24, 32], runs: 4,
      boundary: Rule(
        "s/(kι†) = L max(2, round(L/3)) / max(2, round(L/2))",
        because: "there the responses to the rare patches, s/k, and to the distractors, s†ι†, are equal"
      ) {
        $0.L * max(2, ($0.L / 3).rounded()) / max(2, ($0.L / 2).rounded())
      },
      because: "s† goes from far below s/(kι†), about twice s, to above it")
  }

  public var controls: [Control] {
    Control(
      "polylog many subclasses", refutes: .error(on: .hard),
      because: "with k = L²/2 distractors outweigh the rare features (Theorem 5.1)"
    ) {
      $0.regime = .asymptotic
    }
  }
}
