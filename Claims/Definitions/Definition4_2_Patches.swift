import ClaimKit
import MultiViewClaims

/// Definition 4.2: patches carry the stated signals and the stated noise.
public struct Definition4_2_Patches: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Definition 4.2", .reconstructed, remark: "The summary names the definition without its constants.")
  public let title = "Patches carry the stated signals and the stated noise"
  public let says = """
    An easy sample of (y, c) shows s patches α v_y + ζ, s patches α v_{y,c} + ζ and otherwise noise. A hard sample \
    shows no v_y, but s patches α v_{y,c} + ζ and s† patches ι† α v_{−y} + ζ. The strength α lies in [√(1−ι), \
    √(1+ι)] with the mean of the uniform law. The noise is ζ ~ N(0, σ_ζ² I).
    """
  public let restsOn: [any Claim.Type] = [Definition4_1_Features.self]

  private let composition = Quantity.conformance(.compositionDefects)
  private let strengths = Quantity.conformance(.strengthDeviation)
  private let noise = Quantity.conformance(.noiseDeviation)

  public var statement: [Clause] {
    Given(labels: .coarse)
    WithHighProbability {
      Conclude(composition, is: .negligible)
      Conclude(strengths, is: .negligible)
      Conclude(noise, is: .negligible)
    }
  }

  public var standIn: StandIn {
    .standard(
      window: .inspection,
      Materiality(of: composition, tolerance: 0, because: "every sample must be composed as stated"),
      Materiality(
        of: strengths, tolerance: 5, because: "a sound generator is five standard errors off once in a million runs"),
      Materiality(
        of: noise, tolerance: 5, because: "a sound generator is five standard errors off once in a million runs"))
  }

  public var controls: [Control] {
    Control("noise scaled by 1.1", refutes: noise, because: "its variance is 21 % too large") {
      $0.fault = .noiseScaled(1.1)
    }
    Control("signals weakened to 0.9", refutes: strengths, because: "every strength is then below √(1−ι)") {
      $0.fault = .strengthScaled(0.9)
    }
    Control(
      "a common patch left in hard samples", refutes: composition,
      because: "a hard sample must show no common feature of its own superclass"
    ) {
      $0.fault = .commonPatchInHardSamples
    }
  }
}
