import ClaimKit
import Experiments
import Images

extension Quantity {
  /// A quantity of a run on images under one arm minus the same under another, paired by seed.
  public static func images(_ quantity: ImageMeasure, _ first: Arm, minus second: Arm) -> Quantity {
    .difference(of: .observed(quantity.observable), under: first, minus: second)
  }

  /// A quantity of a run on images under one arm.
  public static func images(_ quantity: ImageMeasure, under arm: Arm) -> Quantity {
    .under(arm, .observed(quantity.observable))
  }
}

/// What claims on images read.
public enum ImageMeasure: Sendable {
  /// The error on test images, with a new head on frozen features.
  case error
  /// The error on hard images, with a new head on frozen features.
  case hardError
  /// The error on images that are hard for networks with classes as labels.
  case hardForFineError
  /// The error on test images after full fine-tuning.
  case tunedError
  /// The error of full fine-tuning minus that of frozen features, on test images.
  case tuningLoss

  /// The quantity of the experiment.
  var observable: Observable {
    switch self {
    case .error: ImageQuantity.error
    case .hardError: ImageQuantity.hardError
    case .hardForFineError: ImageQuantity.hardForFineError
    case .tunedError: ImageQuantity.tunedError
    case .tuningLoss: ImageQuantity.tuningLoss
    }
  }
}

extension StandIn {
  /// The stand-in of the claims on images.
  ///
  /// - Parameters:
  ///   - isSmall: Whether N stays small at every profile, for label maps whose cost grows like N².
  ///   - settings: Settings that differ from the standard ones.
  ///   - materialities: The sizes that count as material.
  public static func images(
    isSmall: Bool = false, settings: [String: Rule] = [:], _ materialities: Materiality...
  ) -> StandIn {
    let small = [128, 256, 512, 1024, 2048]
    let large = [500, 1500, 5000, 15_000, 50_000]
    return StandIn(
      setup: NamedSetup(ImagesExperiment.fashionMNIST, settings),
      axis: .scale(
        "N", "number of images",
        [.quick: small, .standard: isSmall ? small : large, .deep: isSmall ? small : large],
        because: isSmall
          ? "one label per image, which the picture shows, costs N² steps of a label"
          : "50,000 images are all that may be learned from: 10,000 of the 60,000 are held out for hard ones"),
      window: .observed(
        at: [200], readFrom: .end,
        because: "the new head learns from 200 images of each coarse label, the most of the 20 to 200 that were planned"
      ),
      materialities: materialities)
  }
}

extension Materiality {
  /// A gap of one image in fifty and more counts.
  public static func imageGap(_ quantity: Quantity) -> Materiality {
    Materiality(of: quantity, 0.02, because: "one image in fifty: a reader would call a smaller gap no difference")
  }
}

extension FalseForm {
  /// The opposite of a conclusion about images, registered with it: the data decide which of the two holds.
  public static func opposite(_ quantity: Quantity, is order: Order, because reason: String) -> FalseForm {
    FalseForm(quantity, is: order, by: .imageGap(quantity), because: reason, isOpposite: true)
  }
}

extension Control {
  /// The coarse labels belong to other classes: a shuffled hierarchy.
  public static func shuffledHierarchy(refutes quantity: Quantity) -> Control {
    Control(
      "shuffled hierarchy", refutes: quantity,
      because: "coarse labels of the wrong classes say nothing about the task that they do not say about any other",
      changing: .coarseImages
    ) {
      $0["labels"] = .shuffledLabels
    }
  }

  /// Every image has its pixels in another order.
  public static func scrambledPixels(_ name: String = "permuted pixels", refutes quantity: Quantity) -> Control {
    Control(
      name, refutes: quantity,
      because: "only the number of pixels of each brightness is left, so no labels can teach shapes"
    ) {
      $0["pixels"] = .scrambledPixels
    }
  }
}
