import ClaimKit
import ImageClaims

/// On real images: classes do no better than labels that split the coarse ones at random.
public struct ClassesAddNothingToCoarse: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Real images: aligned classes against random parts of the coarse labels", .chosen,
    remark: """
      The paper's Figures 2 and 5 are about networks and data that no machine here can hold. This is our question on other \
      data; no number of the paper is reproduced (Documentation/images.md).
      """)
  public let title = "On Fashion-MNIST, classes do no better than coarse labels that are split at random"
  public let says = """
    As the number N of images grows, the error on test images after pretraining on coarse labels that are split at \
    random, into as many labels as there are classes, exceeds that after pretraining on the classes by at most o(1).
    """
  public let caveat = """
    Split coarse labels say nothing of an image beyond its coarse label. The claim therefore says that what the \
    classes add to the coarse labels does not help this task. The opposite claim, that classes do better by Ω(1), \
    was registered with it.
    """

  private let gap = Quantity.images(.error, .dealtImages, minus: .classImages)

  public var statement: [Clause] {
    Given("the same images, first weights and numbers of steps under all labels; a new head on frozen features")
    Conclude(gap, is: .atMostLittleO(1))
  }

  public var standIn: StandIn {
    .images(.imageGap(gap))
  }

  public var controls: [Control] {
    Control(
      "random labels", refutes: gap,
      because: "labels that say nothing of the coarse task either do worse than classes (ClassesBeatRandomLabels)",
      changing: .dealtImages
    ) {
      $0["labels"] = .randomLabels
    }
  }

  public var falseForms: [FalseForm] {
    [
      .opposite(gap, is: .bigOmega(1), because: "it says that the classes teach what the coarse labels do not")
    ]
  }
}
