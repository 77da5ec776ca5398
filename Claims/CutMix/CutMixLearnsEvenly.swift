import ClaimKit
import PatchClaims

/// The mechanism of the second paper: CutMix makes the network respond to every feature equally strongly.
public struct CutMixLearnsEvenly: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Oh and Yun 2024: why CutMix learns every feature", .reconstructed,
    remark: """
      The abstract says that CutMix training “makes the network learn all features and noise vectors "evenly" regardless of \
      the rarity and strength”. What it tends to, the number c*, is our computation (Documentation/cutmix.md).
      """)
  public let title = "CutMix responds to every feature equally, with the response that minimises its loss"
  public let says = """
    For every T in [T*, poly(d)], the response to extremely rare features under CutMix is Ω(1) times that to common ones. \
    The responses to common and to rare features equal c*, the output per patch at which the loss of CutMix is least.
    """
  public let caveat = """
    c* is computed for P = 3, classes of equal size and a network that gives every patch the output ±c. The extremely rare \
    features are learned last, so only their ratio is bounded from below. The noise is not measured.
    """

  private let ratio = Quantity.relativeResponse(to: .extreme, under: .cutMix)
  private let common = Quantity.response(to: .common, under: .cutMix)
  private let rare = Quantity.response(to: .rare, under: .cutMix)

  private static let even = Rule.constant(
    1.3954000214471671,
    because: """
      of a network with outputs ±c on every patch, the mean loss ¾ ℓ(3c) + ¼ (ℓ(c) + c/3) is least where \
      9/(1 + e^(3c)) + 1/(1 + e^c) = 1/3
      """)

  public var statement: [Clause] {
    Given("full-batch gradient descent on mixtures of two samples")
    ForEvery(.T, from: .tStar, to: .poly(.d)) {
      Conclude(ratio, is: .bigOmega(1))
      Conclude(common, is: .equals(Law(predicted: "c*")))
      Conclude(rare, is: .equals(Law(predicted: "c*")))
    }
  }

  public var standIn: StandIn {
    .patches(
      Materiality(of: ratio, 0.5, because: "at half of the common response a feature still equals the feature noise"),
      Materiality(of: common, curveWithinShare: 0.05, of: Self.even, because: "a reader would call 5 % equal"),
      Materiality(of: rare, curveWithinShare: 0.05, of: Self.even, because: "a reader would call 5 % equal"))
  }

  public var controls: [Control] {
    Control(
      "trained without augmentation", refutes: ratio,
      because: "a vanishing share of the response then goes to extremely rare features (ErmLearnsNoiseInstead)"
    ) {
      $0["method"] = .erm
    }
    Control(
      "trained without augmentation, common features", refutes: common,
      because: "on separable data the logistic loss has no minimum, so responses grow without end"
    ) {
      $0["method"] = .erm
    }
    Control(
      "trained with Cutout, rare features", refutes: rare,
      because: "on separable data the logistic loss has no minimum, so responses grow without end"
    ) {
      $0["method"] = .cutout
    }
  }
}
