import ClaimKit
import ImageClaims

/// On real images: pretraining on classes does worse on hard images than pretraining on the coarse task.
public struct CoarseBeatsFineOnHardImages: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Real images: fine against coarse labels on hard images", .chosen,
    remark: """
      The paper's Figures 2 and 5 are about networks and data that no machine here can hold. This is our question on other \
      data; no number of the paper is reproduced (Documentation/images.md).
      """)
  public let title = "On Fashion-MNIST, class labels do worse on hard images than the coarse labels of the task"
  public let says = """
    As the number N of images grows, the error on hard images after pretraining on the ten classes exceeds that \
    after pretraining on the two coarse labels by Ω(1). The same holds on images that are hard for networks with \
    classes as labels.
    """
  public let caveat = """
    This is the opposite of what the paper finds on its data. Its mechanism needs classes whose rare features the \
    coarse task never teaches; nothing shows that these images have such features. Ω(1) in N speaks of at most \
    50,000 images, one task (warm or light clothing) and one small network. Hard images are those that coarse \
    networks are least sure of. The second conclusion chooses them by fine networks, so that the choice does not \
    speak against coarse labels.
    """

  private let hard = Quantity.images(.hardError, .classImages, minus: .coarseImages)
  private let other = Quantity.images(.hardForFineError, .classImages, minus: .coarseImages)

  private static let reverse = Quantity.images(.hardError, .coarseImages, minus: .classImages)
  private static let otherReverse = Quantity.images(.hardForFineError, .coarseImages, minus: .classImages)

  public var statement: [Clause] {
    Given("the same images, first weights and numbers of steps under all labels; a new head on frozen features")
    Conclude(hard, is: .bigOmega(1))
    Conclude(other, is: .bigOmega(1))
  }

  public var standIn: StandIn {
    .images(.imageGap(hard), .imageGap(other))
  }

  public var controls: [Control] {
    Control.shuffledHierarchy(refutes: hard)
    Control.scrambledPixels(refutes: hard)
    Control.scrambledPixels("permuted pixels, images hard for fine networks", refutes: other)
  }

  public var falseForms: [FalseForm] {
    [
      .opposite(
        Self.reverse, is: .bigOmega(1), because: "it is the paper's claim: fine labels do better on hard images"),
      .opposite(
        Self.otherReverse, is: .bigOmega(1),
        because: "it is the paper's claim, on images that are hard for fine networks"),
    ]
  }
}
