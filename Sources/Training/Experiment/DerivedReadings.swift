import MultiView
import Randomness

/// Quantities that are computed from the numbers of a checkpoint and the parameters of its trial.
extension ObservableReadings {
  /// Returns η·T·(training loss)·s²·λ/2.
  ///
  /// Under coarse labels, with equal logits F of both own heads, dF/dT = (η s² λ/2)(1 − p), so that this tends to 1 from
  /// small weights.
  static func scaledLoss(_ checkpoint: Checkpoint, of parameters: ModelParameters) -> Double {
    let s = Double(parameters.s)
    return parameters.stepSize * Double(checkpoint.time) * checkpoint.trainingLoss * s * s * parameters.lucky / 2
  }

  /// Returns the median hard margin divided by the median easy one; nil unless that is positive.
  static func marginRatio(_ checkpoint: Checkpoint) -> Double? {
    guard let easy = checkpoint.easyMargin?.median, easy > 0 else { return nil }
    return checkpoint.hardMargin.map { $0.median / easy }
  }

  /// Returns B / (A + (1 − 1/k)(e^A − 1)) for the common logit A and the rare logit B; nil unless A is positive.
  static func settlingRatio(_ checkpoint: Checkpoint, of parameters: ModelParameters) -> Double? {
    let (s, k) = (Double(parameters.s), Double(parameters.k))
    guard let common = checkpoint.commonResponse, common > 0, let rare = checkpoint.rareResponse else { return nil }
    return s * rare / (s * common + (1 - 1 / k) * Elementary.expm1(s * common))
  }
}
