import ClaimKit
import ImageClaims

/// On real images: the gap between classes and coarse labels does not close as the number of images grows.
public struct LabelGapPersists: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Real images: the gap against the number of images", .chosen,
    remark: """
      The paper's Figures 2 and 5 are about networks and data that no machine here can hold. This is our question on other \
      data; no number of the paper is reproduced (Documentation/images.md).
      """)
  public let title = "On Fashion-MNIST, the gap between class labels and coarse labels does not close with more images"
  public let says = """
    As the number N of images grows, the error on test images after pretraining on the ten classes exceeds that \
    after pretraining on the two coarse labels by Ω(1).
    """
  public let caveat = """
    The opposite claim is that the gap tends to 0. N ends at 50,000, and the number of steps grows with N by one \
    pass over the images. Nothing is said of networks that are trained until their loss is 0.
    """

  private let gap = Quantity.images(.error, .classImages, minus: .coarseImages)

  public var statement: [Clause] {
    Given("the same images, first weights and numbers of steps under all labels; a new head on frozen features")
    Conclude(gap, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    .images(.imageGap(gap))
  }

  public var controls: [Control] {
    Control.shuffledHierarchy(refutes: gap)
  }

  public var falseForms: [FalseForm] {
    [
      .opposite(gap, is: .littleO(1), because: "it says that enough images make up for the labels"),
      .opposite(
        .images(.error, .coarseImages, minus: .classImages), is: .bigOmega(1),
        because: "it is the paper's finding on its data: fine labels do better"),
    ]
  }
}
