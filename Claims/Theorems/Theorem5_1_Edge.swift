import ClaimKit
import MultiViewClaims

/// Theorem 5.1, at its lower edge: coarse labels teach the easy samples but not the hard ones, at the smallest k.
public struct Theorem5_1_Edge: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.1, at its lower edge", .chosen,
    remark: """
      The summary breaks off before the rates. o(1) of the training loss and Ω(1) of the error on hard samples are \
      reconstructed. The summary does not say what happens at this k; the question is ours.
      """)
  public let title = "Coarse labels teach the easy samples but not the hard ones, at the smallest k"
  public let says = """
    Under coarse labels with k_y = s/(s†ι†), with high probability there is a T* ∈ poly(d) such that for \
    every T ∈ [T*, poly(d)]: training loss = o(1), \
    error on easy samples = o(1), error on hard samples = Ω(1), accuracy on hard samples = Ω(1). The \
    crossing sits at this k and does not move with d.
    """
  public let restsOn: [any Claim.Type] = [Theorem5_1.self]
  public let caveat = """
    T₀ is a power of d that no measured quantity defines: √d/2 under coarse labels, k √d/2 under fine ones. The upper end \
    poly(d) of the window is replaced by 4 max(8, k) √d steps, which is at least 64 T₀ and 8 T₀. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md).
    """

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given("k_y = s/(s†ι†), where rare features and distractors weigh the same")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .easy), is: .littleO(1))
      Conclude(.error(on: .hard), is: .bigOmega(1))
      Conclude(.accuracy(on: .hard), is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      regime: .asymptoticEdge, window: .coarseTimes, .halvedLoss, .certifiable(.error(on: .easy)),
      Materiality(of: .error(on: .hard), 0.05, because: "the same bound as in Theorem 5.1"),
      Materiality(of: .accuracy(on: .hard), 0.05, because: "the same bound, applied to the accuracy"))
  }

  public var diagram: PhaseDiagram? {
    PhaseDiagram(
      of: .error(on: .hard), under: .coarse, over: .k, at: [2, 3, 4, 6, 8, 12, 16, 24, 32], runs: 4,
      boundary: Rule(
        "s/(s†ι†) = L",
        because: "there the responses to the rare patches, s/k, and to the distractors, s†ι†, are equal"
      ) { $0.L },
      because: "k lies on both sides of s/(s†ι†), about ln d, for every d; the time of a trial grows like k²")
  }

  public var controls: [Control] {
    Control("fine labels", refutes: .error(on: .hard), because: "fine labels teach the rare features (Theorem 5.2)") {
      $0.labels = .fine
    }
    Control.twoSubclasses(refutes: .error(on: .hard))
    Control(
      "polylog many subclasses", refutes: .accuracy(on: .hard),
      because: "with k = L²/2 distractors outweigh the rare features (Theorem 5.1)"
    ) {
      $0.regime = .asymptotic
    }
    Control.narrow(refutes: .trainingLoss)
    Control.narrow(refutes: .error(on: .easy))
  }
}
