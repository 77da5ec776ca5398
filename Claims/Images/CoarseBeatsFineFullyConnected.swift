import ClaimKit
import ImageClaims

/// On real images: the gap on hard images does not hang on patches.
public struct CoarseBeatsFineFullyConnected: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Real images: a fully connected network", .chosen,
    remark: """
      The paper's Figures 2 and 5 are about networks and data that no machine here can hold. This is our question on other \
      data; no number of the paper is reproduced (Documentation/images.md).
      """)
  public let title = "On Fashion-MNIST, coarse labels also beat classes on hard images in a fully connected network"
  public let says = """
    As the number N of images grows, in a network whose only patch is the whole image, the error on hard images \
    after pretraining on the ten classes exceeds that after pretraining on the two coarse labels by Ω(1).
    """
  public let caveat = """
    The hard images are those of the network with patches. Width, steps and step size are the same, which is not \
    tuned for this network.
    """

  private let hard = Quantity.images(.hardError, .classImages, minus: .coarseImages)

  public var statement: [Clause] {
    Given("the same images, first weights and numbers of steps under all labels; a new head on frozen features")
    Conclude(hard, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    .images(
      settings: ["side": .constant(28, because: "the side of the image: one patch, every neuron sees every pixel")],
      .imageGap(hard))
  }

  public var controls: [Control] {
    Control.shuffledHierarchy(refutes: hard)
  }

  public var falseForms: [FalseForm] {
    [
      .opposite(
        .images(.hardError, .coarseImages, minus: .classImages), is: .bigOmega(1),
        because: "it is the paper's claim: fine labels do better on hard images")
    ]
  }
}
