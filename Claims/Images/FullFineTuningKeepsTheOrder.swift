import ClaimKit
import ImageClaims

/// On real images: full fine-tuning keeps the order of the labels, and is worse than a new head where it starts from classes.
public struct FullFineTuningKeepsTheOrder: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Real images: frozen features against full fine-tuning", .chosen,
    remark: """
      The paper's Figures 2 and 5 are about networks and data that no machine here can hold. This is our question on other \
      data; no number of the paper is reproduced (Documentation/images.md).
      """)
  public let title = "On Fashion-MNIST, full fine-tuning on few images keeps coarse labels ahead of classes"
  public let says = """
    As the number N of images grows, after full fine-tuning on few images the error on test images with classes as \
    pretraining labels exceeds that with coarse labels by Ω(1). With classes, full fine-tuning has a larger error \
    than a new head on frozen features, by Ω(1).
    """
  public let caveat = """
    The new head on frozen features is ridge regression; full fine-tuning is 100 steps of gradient descent on both \
    layers with one step size, fixed on exploratory seeds. Another schedule may do better, so the second conclusion \
    is one about this schedule.
    """

  private let gap = Quantity.images(.tunedError, .classImages, minus: .coarseImages)
  private let loss = Quantity.images(.tuningLoss, under: .classImages)

  public var statement: [Clause] {
    Given(
      "the same images, first weights and numbers of steps under all labels; full fine-tuning of both layers on the images of the new head"
    )
    Conclude(gap, is: .bigOmega(1))
    Conclude(loss, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    .images(.imageGap(gap), .imageGap(loss))
  }

  public var controls: [Control] {
    Control.shuffledHierarchy(refutes: gap)
    Control(
      "coarse labels", refutes: loss,
      because: "features that were trained for the task need no training", changing: .classImages
    ) {
      $0["labels"] = .coarseLabels
    }
  }

  public var falseForms: [FalseForm] {
    [
      .opposite(
        .images(.tunedError, .coarseImages, minus: .classImages), is: .bigOmega(1),
        because: "it is the paper's finding on its data: fine labels do better after fine-tuning"),
      .opposite(loss, is: .atMostLittleO(1), because: "it says that full fine-tuning does at least as well"),
    ]
  }
}
