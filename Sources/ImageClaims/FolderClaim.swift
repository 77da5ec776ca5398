import ClaimKit
import Experiments
import Images

/// What `littleo images` decides about a folder of images.
package struct FolderClaim: Claim {
  private let experiment: ImagesExperiment
  private let scales: [Int]
  private let fine: Arm
  private let tuning: Int

  /// The claim on Fashion-MNIST.
  public init() { self.init(.fashionMNIST, scales: [128, 256, 512, 1024, 2048], hasFinerClasses: true, tuning: 200) }

  /// The claim on some images.
  ///
  /// - Parameters:
  ///   - experiment: The experiment on these images.
  ///   - scales: The numbers of images to pretrain on, five or more.
  ///   - hasFinerClasses: Whether there are more classes than coarse labels; otherwise parts of the classes are fine.
  ///   - tuning: The images of each coarse label that a new head learns from.
  package init(_ experiment: ImagesExperiment, scales: [Int], hasFinerClasses: Bool, tuning: Int) {
    self.experiment = experiment
    self.scales = scales
    self.tuning = tuning
    fine = hasFinerClasses ? .classImages : .partImages(5)
  }

  /// The question is the user's.
  package let source = Source("your own images", .chosen, remark: "")
  /// The title.
  package let title = "On your images, fine labels do worse on hard images than coarse ones"
  /// The statement.
  package let says = """
    As the number N of images grows, the error on hard images after pretraining on fine labels exceeds that after \
    pretraining on coarse labels by Ω(1).
    """

  private var gap: Quantity { .images(.hardError, fine, minus: .coarseImages) }

  /// The one conclusion.
  package var statement: [Clause] {
    Conclude(gap, is: .bigOmega(1))
  }

  /// The scales and images for a new head that the data have room for.
  package var standIn: StandIn {
    StandIn(
      setup: NamedSetup(experiment, [:]),
      axis: .scale(
        "N", "number of images", [.quick: scales, .standard: scales, .deep: scales],
        because: "five scales, a span of 16"),
      window: .observed(at: [tuning], readFrom: .end, because: "the images of each coarse label for the new head"),
      materialities: [.imageGap(gap)])
  }

  /// Further labels, for the table.
  package var companions: [Arm] { [.partImages(4), .dealtImages, .shuffledImages, .splitImages(4)] }

  /// Images without shapes.
  package var controls: [Control] {
    Control.scrambledPixels(refutes: gap)
  }

  /// Fine labels do better.
  package var falseForms: [FalseForm] {
    [
      .opposite(
        .images(.hardError, .coarseImages, minus: fine), is: .bigOmega(1), because: "fine labels do better")
    ]
  }
}
