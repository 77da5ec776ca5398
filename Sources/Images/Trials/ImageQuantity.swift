import Experiments

/// What a run on images measures.
package enum ImageQuantity {
  /// Wrong answers on test images, by a new head on frozen features.
  package static let error = Observable("error", "error on test images", .count)
  /// Wrong answers on hard images, by a new head on frozen features.
  package static let hardError = Observable("hardError", "error on hard images", .count)
  /// Wrong answers on images that are hard for networks with classes as labels.
  package static let hardForFineError = Observable(
    "hardForFineError", "error on images hard for fine networks", .count)
  /// Wrong answers on held-out images that are not hard.
  package static let easyError = Observable("easyError", "error on easy images", .count)
  /// Wrong answers on test images after full fine-tuning.
  package static let tunedError = Observable("tunedError", "error on test images after full fine-tuning", .count)
  /// Wrong answers on hard images after full fine-tuning.
  package static let tunedHardError = Observable(
    "tunedHardError", "error on hard images after full fine-tuning", .count)
  /// The share of test images by which full fine-tuning errs more often than a new head on frozen features.
  package static let tuningLoss = Observable(
    "tuningLoss", "error of full fine-tuning minus that of frozen features", .signed)
  /// The same on hard images.
  package static let hardTuningLoss = Observable(
    "hardTuningLoss", "error of full fine-tuning minus that of frozen features, on hard images", .signed)
  /// Wrong answers on test images by the pretrained network itself, if it was trained on coarse labels.
  package static let ownError = Observable("ownError", "error of the pretrained network itself", .count, isOfRun: true)
  /// The loss of pretraining over the last 50 steps.
  package static let loss = Observable("loss", "loss of pretraining", .positive, isOfRun: true)

  /// Every quantity.
  package static let all = [
    error, hardError, hardForFineError, easyError, tunedError, tunedHardError, tuningLoss, hardTuningLoss, ownError,
    loss,
  ]

  /// Runs a trial.
  ///
  /// - Throws: `ImageError` or `ExperimentError` naming the input that is out of range.
  static func trace(of trial: Trial, _ source: ImageSource, work: Int) throws -> Trace {
    let run = try ImageRun(ImageSettings(trial), seed: trial.seed, source)
    let totals = run.totals
    var builder = TraceBuilder(trial, of: all)
    let (net, loss) = run.pretrained()
    if loss.isFinite { try builder.add(Value(max(0, loss)), as: Self.loss.name, at: nil) }
    if run.settings.labels == .coarse {
      try builder.add(Value(Double(run.errors(of: net, on: 1).test), of: totals.test), as: ownError.name, at: nil)
    }
    for time in trial.times {
      let images = try run.tuningImages(each: time)
      let (frozen, tuned) = (
        run.errors(of: run.frozen(net, on: images)), run.errors(of: run.tuned(net, on: images), on: 2)
      )
      func add(_ observable: Observable, _ count: Int, _ total: Int) throws {
        try builder.add(Value(Double(count), of: total), as: observable.name, at: time)
      }
      try add(error, frozen.test, totals.test)
      try add(hardError, frozen.hard, totals.hard)
      try add(hardForFineError, frozen.hardForFine, totals.hardForFine)
      try add(easyError, frozen.easy, totals.easy)
      try add(tunedError, tuned.test, totals.test)
      try add(tunedHardError, tuned.hard, totals.hard)
      let difference = Double(tuned.test - frozen.test) / Double(totals.test)
      try builder.add(Value(difference), as: tuningLoss.name, at: time)
      let hardDifference = Double(tuned.hard - frozen.hard) / Double(totals.hard)
      try builder.add(Value(hardDifference), as: hardTuningLoss.name, at: time)
    }
    return builder.trace(work: work)
  }
}
