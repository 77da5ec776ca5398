import ClaimKit
import MultiViewClaims

/// Definition 4.1: the features are an orthonormal dictionary.
public struct Definition4_1_Features: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Definition 4.1", .reconstructed, remark: "The summary names the definition; the orthonormal reading is ours.")
  public let title = "The dictionary is orthonormal, rotated or not"
  public let says = """
    The common features v_y and the rare features v_{y,c} are orthonormal: ⟨v_i, v_j⟩ = δ_ij. This holds in the \
    coordinates that training uses and for a dictionary rotated at random.
    """

  private let coherence = Quantity.conformance(.coherence)

  public var statement: [Clause] {
    Given(labels: .coarse)
    WithHighProbability {
      Conclude(coherence, is: .negligible)
    }
  }

  public var standIn: StandIn {
    .standard(
      window: .inspection,
      Materiality(of: coherence, tolerance: 1e-5, because: "a hundred rounding errors of single precision"))
  }

  public var controls: [Control] {
    Control(
      "two correlated features", refutes: coherence,
      because: "the first two rare features of each superclass are correlated: ⟨v_1, v_2⟩ = 1/√2"
    ) {
      $0.fault = .correlatedFeatures
    }
  }
}
