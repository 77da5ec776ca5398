import ClaimKit
import Experiments
import PatchAugmentation

extension Arm {
  /// Training on the samples as they are.
  public static let erm = Arm("ERM", settings: ["method": .word(Augmentation.erm.rawValue)])
  /// Training with one patch removed.
  public static let cutout = Arm("Cutout", settings: ["method": .word(Augmentation.cutout.rawValue)])
  /// Training on mixtures of two samples.
  public static let cutMix = Arm("CutMix", settings: ["method": .word(Augmentation.cutmix.rawValue)])
}

extension Setting {
  /// What a control gives to the setting `method` for training on the samples as they are.
  public static let erm = Setting.word(Augmentation.erm.rawValue)
  /// What a control gives to the setting `method` for training with one patch removed.
  public static let cutout = Setting.word(Augmentation.cutout.rawValue)
  /// What a control gives to the setting `method` for training on mixtures of two samples.
  public static let cutMix = Setting.word(Augmentation.cutmix.rawValue)
}

extension Quantity {
  /// The error on fresh samples that show features of a kind.
  public static func error(on kind: FeatureKind, under method: Arm) -> Quantity {
    .under(method, .observed(Patches.error(on: kind)))
  }

  /// The error on the training samples, without any augmentation.
  public static func trainingError(under method: Arm) -> Quantity {
    .under(method, .observed(Patches.trainingError))
  }

  /// The response to features of a kind.
  public static func response(to kind: FeatureKind, under method: Arm) -> Quantity {
    .under(method, .observed(Patches.response(to: kind)))
  }

  /// The response to features of a kind, divided by that to common features.
  public static func relativeResponse(to kind: FeatureKind, under method: Arm) -> Quantity {
    .under(method, .ratio(Patches.response(to: kind), to: Patches.response(to: .common)))
  }
}
