import ClaimKit
import ImageClaims

/// On real images: the error rises with the number of labels from the coarse task on, so no number in between is best.
public struct ErrorRisesWithLabels: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Figure 5: validation error against the number of pretraining labels", .chosen,
    remark: """
      The paper's Figures 2 and 5 are about networks and data that no machine here can hold. This is our question on other \
      data; no number of the paper is reproduced (Documentation/images.md).
      """)
  public let title = "On Fashion-MNIST, coarse labels err least, classes more, and 160 parts of them still more"
  public let says = """
    As the number N of images grows, the error on test images after pretraining on the ten classes exceeds that after \
    pretraining on the two coarse labels by Ω(1), and the error after pretraining on 160 parts of the classes exceeds \
    that after pretraining on the classes by Ω(1).
    """
  public let caveat = """
    A U-shaped curve, as in the paper, would need the opposite of the first conclusion, which was registered with \
    it. The picture shows more label maps at the largest N; only three of its points are decided, and nothing is said of the order of the others. N ends at 2,048.
    """

  private let first = Quantity.images(.error, .classImages, minus: .coarseImages)
  private let second = Quantity.images(.error, .partImages(16), minus: .classImages)

  public var statement: [Clause] {
    Given("the same images, first weights and numbers of steps under all labels; a new head on frozen features")
    Conclude(first, is: .bigOmega(1))
    Conclude(second, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    .images(isSmall: true, .imageGap(first), .imageGap(second))
  }

  public var companions: [Arm] {
    [
      .groupImages, .partImages(2), .partImages(4), .clusterImages(10), .clusterImages(40), .clusterImages(160),
      .splitImages(2), .splitImages(4), .splitImages(16), .dealtImages, .shuffledImages, .randomImages(10),
      .randomImages(40), .randomImages(160), .instanceImages,
    ]
  }

  public var controls: [Control] {
    Control.shuffledHierarchy(refutes: first)
    Control(
      "coarse labels for the parts", refutes: second,
      because: "two labels, those of the task, do better than ten classes (LabelGapPersists)",
      changing: .partImages(16)
    ) {
      $0["labels"] = .coarseLabels
      $0["parts"] = 1
    }
  }

  public var falseForms: [FalseForm] {
    [
      .opposite(
        .images(.error, .coarseImages, minus: .classImages), is: .bigOmega(1),
        because: "a U-shaped curve falls at first: a number of labels between 2 and 160 is best"),
      .opposite(
        .images(.error, .classImages, minus: .partImages(16)), is: .bigOmega(1),
        because: "it says that aligned parts of the classes do better than the classes"),
    ]
  }
}
