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
    Under the coarse map the label of a training sample is its superclass y. Under a merged map it is a group of \
    subclasses of y, under the fine map its subclass (y, c), and under a split map a part of that subclass. Under a \
    misaligned map it is a group of numbers c, whatever y. All of these are read off the features that the sample \
    shows. The part under a split map, and the label under a random map, are uniform and independent of the sample. \
    Under the instance map every sample of a finite training set has a label of its own, which it keeps.
    """
  public let caveat = """
    Merged and misaligned maps are checked for one size of groups, the smallest above 1 that divides k_y, and the \
    misaligned one also without groups. Split and random maps are checked for four parts and four labels.
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
    StandIn(
      regime: .evenSubclasses,
      window: .inspection,
      materialities: [
        Materiality(of: labels, tolerance: 0, because: "a function of the features has no exceptions"),
        Materiality(
          of: randomness, tolerance: 5,
          because: "what is drawn soundly is five standard errors off once in a million runs"),
      ])
  }

  public var controls: [Control] {
    Control(
      "labels shuffled after generation", refutes: labels, because: "a shuffled label is that of another sample"
    ) {
      $0.fault = .labelsShuffled
    }
    Control(
      "random labels that tell the subclass", refutes: randomness,
      because: "a label that is a function of the subclass is not independent of the sample"
    ) {
      $0.fault = .drawnLabelsTellSubclass
    }
  }
}
