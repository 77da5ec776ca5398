import ClaimKit
import MultiViewClaims

/// Theorem 5.1 with dominant noise in place of distractors.
public struct Theorem5_1_DominantNoise: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Theorem 5.1, hard samples with dominant noise", .reconstructed,
    remark: """
      That hard samples carry dominant noise is our reading of Definition 4.2. That their error stays bounded away \
      from one is also our reading.
      """)
  public let title = "Under dominant noise, coarse labels leave a constant share of hard samples wrong, but not all"
  public let says = """
    Training uses coarse labels with k_y ≥ polylog(d). Hard samples carry a patch of dominant noise and no \
    distractors. Then for every T ∈ [T*, poly(d)], training loss and error on easy samples are o(1). Both the error \
    and the accuracy on hard samples are Ω(1).
    """
  public let restsOn: [any Claim.Type] = [CommonOutpacesRare.self, RareResponseCoarse.self]
  public let caveat = """
    T₀ is a power of d that no measured quantity defines, and the last time is 4 max(8, k) √d. Beyond d = 256 trials are \
    concentrated: they have the law of exact trials up to an error that is estimated, not proved \
    (Documentation/concentrated.md). The largest d is 2^23 at the standard profile, because every neuron hears the noise.
    """

  public var statement: [Clause] {
    Given(labels: .coarse)
    Given(.k, atLeast: .polylog(.d))
    Given("hard samples carry ζ* ~ N(0, σ*² I), and no distractors")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(.trainingLoss, is: .littleO(1))
      Conclude(.error(on: .easy), is: .littleO(1))
      Conclude(.error(on: .hard), is: .bigOmega(1))
      Conclude(.accuracy(on: .hard), is: .bigOmega(1))
    }
  }

  public var standIn: StandIn {
    .overDecades(
      regime: .asymptoticDominantNoise, axis: .noisyDecades, window: .coarseTimes, .halvedLoss,
      .certifiable(.error(on: .easy)),
      Materiality(of: .error(on: .hard), 0.05, because: "the same bound as in Theorem 5.1"),
      Materiality(of: .accuracy(on: .hard), 0.05, because: "the same bound, applied to the accuracy"))
  }

  public var controls: [Control] {
    Control(
      "fine labels", refutes: .error(on: .hard),
      because: "under fine labels the response to the rare feature exceeds that to the noise (Theorem 5.2)"
    ) {
      $0.labels = .fine
    }
    Control(
      "distractors instead of dominant noise", refutes: .accuracy(on: .hard),
      because: "with distractors nearly every hard sample is answered wrongly at large d (Theorem 5.1)"
    ) {
      $0.regime = .asymptotic
    }
    Control.narrow(refutes: .trainingLoss)
    Control.narrow(refutes: .error(on: .easy))
  }
}
