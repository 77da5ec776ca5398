import ClaimKit
import MultiViewClaims

/// Theorem 5.2 with dominant noise in place of distractors.
public struct Theorem5_2_DominantNoise: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.2, hard samples with dominant noise", .reconstructed,
    remark: """
      That hard samples carry dominant noise is our reading of Definition 4.2.
      """)
  public let title = "Under dominant noise, fine labels teach the hard samples"
  public let says = """
    Training uses fine labels with k_y ≥ polylog(d). Hard samples carry a patch of dominant noise and no distractors. Then \
    for every T ∈ [T*, poly(d)], training loss, error on easy samples and error on hard samples are o(1).
    """
  public let restsOn: [any Claim.Type] = [RareCatchesUp.self, RareResponseFine.self]
  public let caveat = """
    T₀ is a power of d that no measured quantity defines, and the last time is 4 max(8, k) √d. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md). The largest d is 2^23 at the standard profile, because every neuron hears the noise.
    """

  public var statement: [Clause] {
    Given(labels: .fine)
    Given(.k, atLeast: .polylog(.d))
    Given("hard samples carry ζ* ~ N(0, σ*² I), and no distractors")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .easy), is: .littleO(1))
      Conclude(.error(on: .hard), is: .littleO(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      regime: .asymptoticDominantNoise, axis: .noisyDecades, window: .fineTimes, .halvedLoss,
      .certifiable(.error(on: .easy)),
      Materiality(of: .error(on: .hard), 0.05, because: "the same bound as in Theorem 5.1"))
  }

  public var controls: [Control] {
    Control(
      "coarse labels", refutes: .error(on: .hard),
      because: "under coarse labels the response to the rare feature is of order 1/k, below that to the noise"
    ) {
      $0.labels = .coarse
    }
    Control.narrow(refutes: .trainingLoss)
    Control.narrow(refutes: .error(on: .easy))
  }
}
