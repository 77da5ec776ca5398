import ClaimKit
import MultiViewClaims

/// Definition 4.3: a label is the stated function of the features shown.
public struct Definition4_3_LabelMaps: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Definition 4.3", .reconstructed,
    remark: "The summary names the definition; the maps beyond coarse and fine are ours.")
  public let title = "Every label is the stated function of the features shown"
  public let says = """
    Under the coarse map the label of a training sample is its superclass y. Under the fine map it is its subclass \
    (y, c). Both are read off the features that the sample shows. A random map is the stated randomness, uniform and \
    independent of the sample.
    """
  public let caveat = """
    Only the coarse, fine and random maps are checked. Split, merged, misaligned and instance labels are not checked \
    yet.
    """
  public let restsOn: [any Claim.Type] = [Definition4_2_Patches.self]

  private let labels = Quantity.conformance(.labelDefects)
  private let randomness = Quantity.conformance(.labelDeviation)

  public var statement: [Clause] {
    Given(labels: .fine)
    WithHighProbability {
      Conclude(labels, is: .negligible)
      Conclude(randomness, is: .negligible)
    }
  }

  public var standIn: StandIn {
    .standard(
      window: .inspection,
      Materiality(of: labels, tolerance: 0, because: "a function of the features has no exceptions"),
      Materiality(
        of: randomness, tolerance: 5,
        because: "a sound random map is five standard errors off once in a million runs"))
  }

  public var controls: [Control] {
    Control(
      "labels shuffled after generation", refutes: labels, because: "a shuffled label is that of another sample"
    ) {
      $0.fault = .labelsShuffled
    }
  }
}
