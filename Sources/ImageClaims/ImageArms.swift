import ClaimKit
import Experiments
import Images

extension Arm {
  /// Pretraining on the coarse labels of the task.
  public static let coarseImages = images("coarse", .coarse)
  /// Pretraining on the published groups.
  public static let groupImages = images("groups", .groups)
  /// Pretraining on the classes.
  public static let classImages = images("classes", .classes)
  /// Pretraining on as many labels as there are coarse ones, dealt to the classes at random.
  public static let shuffledImages = images("shuffled", .shuffled)
  /// Pretraining on as many labels as there are classes, dealt to the images of each coarse label at random.
  public static let dealtImages = images("dealt", .dealt)
  /// Pretraining on one label per image.
  public static let instanceImages = images("instance", .instance)

  /// Pretraining on parts of each class that k-means finds.
  public static func partImages(_ parts: Int) -> Arm { images("classes in \(parts) parts", .parts, parts) }
  /// Pretraining on parts of each class that are dealt at random.
  public static func splitImages(_ parts: Int) -> Arm { images("classes split in \(parts)", .splits, parts) }
  /// Pretraining on parts of all images that k-means finds.
  public static func clusterImages(_ labels: Int) -> Arm { images("\(labels) clusters", .clusters, labels / 10) }
  /// Pretraining on labels that are dealt to all images at random.
  public static func randomImages(_ labels: Int) -> Arm { images("\(labels) random", .random, labels / 10) }

  private static func images(_ name: String, _ map: LabelMap, _ parts: Int = 1) -> Arm {
    Arm(name, settings: ["labels": .word(map.rawValue), "parts": .number(Double(parts))])
  }
}

extension Setting {
  /// What a control gives to `labels` for coarse labels.
  public static let coarseLabels = Setting.word(LabelMap.coarse.rawValue)
  /// What a control gives to `labels` for coarse labels that are dealt to the classes at random.
  public static let shuffledLabels = Setting.word(LabelMap.shuffled.rawValue)
  /// What a control gives to `labels` for labels dealt to the images of each coarse label.
  public static let dealtLabels = Setting.word(LabelMap.dealt.rawValue)
  /// What a control gives to `labels` for labels dealt to all images.
  public static let randomLabels = Setting.word(LabelMap.random.rawValue)
  /// What a control gives to `pixels` for another order in every image.
  public static let scrambledPixels = Setting.word(PixelOrder.scrambled.rawValue)
}
