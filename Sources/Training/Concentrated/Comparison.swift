import MultiView

/// A concentrated trial beside the exact trial with the same initial neurons and samples, at the last step of both.
///
/// Each value is that of the concentrated trial divided by that of the exact one; nil where the exact one is 0 or
/// undefined.
package struct Comparison: Hashable, Sendable, Codable {
  /// Of the training losses.
  package let loss: Double?
  /// Of the median margins on easy samples.
  package let easyMargin: Double?
  /// Of the shares of hard samples answered correctly.
  package let hardAccuracy: Double?
  /// Of the mean weights on own common features.
  package let commonWeight: Double?
  /// Of the mean weights on own rare features.
  package let rareWeight: Double?
  /// Of the shares of the squared norm off the own feature.
  package let offFeatureShare: Double?
  /// Of the noise of heads' answers to their own features.
  package let answerNoise: Double?
  /// Of the numbers of trained neurons that more than one feature fires, each increased by 1.
  package let severalFeatures: Double?

  /// A comparison from its ratios.
  package init(
    loss: Double?, easyMargin: Double?, hardAccuracy: Double?, commonWeight: Double?, rareWeight: Double?,
    offFeatureShare: Double?, answerNoise: Double?, severalFeatures: Double?
  ) {
    self.loss = loss
    self.easyMargin = easyMargin
    self.hardAccuracy = hardAccuracy
    self.commonWeight = commonWeight
    self.rareWeight = rareWeight
    self.offFeatureShare = offFeatureShare
    self.answerNoise = answerNoise
    self.severalFeatures = severalFeatures
  }

  /// A comparison of two networks.
  ///
  /// - Parameters:
  ///   - concentrated: The observables of the concentrated network, and what its neurons hear.
  ///   - exact: Those of the exact network.
  ///   - samples: The number of test samples of each kind.
  init(
    _ concentrated: (checkpoint: Checkpoint, hearing: Hearing), to exact: (checkpoint: Checkpoint, hearing: Hearing),
    samples: Int
  ) {
    func quotient(_ first: Double?, _ second: Double?) -> Double? {
      guard let first, let second, second != 0, (first / second).isFinite else { return nil }
      return first / second
    }
    func ratio(_ value: (Checkpoint) -> Double?) -> Double? {
      quotient(value(concentrated.checkpoint), value(exact.checkpoint))
    }
    loss = ratio { $0.trainingLoss }
    easyMargin = ratio { $0.easyMargin?.median }
    hardAccuracy = ratio { checkpoint in checkpoint.hardErrors.map { 1 - $0 / Double(samples) } }
    commonWeight = ratio { $0.commonWeight }
    rareWeight = ratio { $0.rareWeight }
    offFeatureShare = ratio { $0.offFeatureShare }
    answerNoise = quotient(concentrated.hearing.answerNoise, exact.hearing.answerNoise)
    severalFeatures = Double(1 + concentrated.hearing.several) / Double(1 + exact.hearing.several)
  }

  /// The names under which it is stored; a renamed property keeps its name here.
  private enum CodingKeys: String, CodingKey {
    case loss, easyMargin, hardAccuracy, commonWeight, rareWeight, offFeatureShare, answerNoise,
      severalFeatures
  }
}

extension Trainer {
  /// Trains a trial in the concentrated and in the pruned mode, and compares the two.
  static func compare(_ trial: NetworkTrial, steps: Int, on execution: Execution) throws(TrainingError) -> NetworkTrace
  {
    _ = try NetworkDemand.checked(trial)
    var hearing: (concentrated: Hearing?, exact: Hearing?)
    let concentrated = try concentrate(trial.held(.concentrated, for: .finish(steps: steps)), on: execution) {
      hearing.concentrated = $0.hearing
    }
    let exact = try run(trial.held(.pruned, for: .finish(steps: steps)), on: execution) { hearing.exact = $0.hearing }
    guard let first = concentrated.checkpoints.last, let second = exact.checkpoints.last,
      let heard = hearing.concentrated, let reference = hearing.exact
    else { throw TrainingError("steps = \(steps) is out of range: a comparison takes at least one step.") }
    return NetworkTrace(
      heads: concentrated.heads, aliveNeurons: concentrated.aliveNeurons, certificate: concentrated.certificate,
      timeToFit: nil, census: concentrated.census, checkpoints: concentrated.checkpoints, law: concentrated.law,
      comparison: Comparison((first, heard), to: (second, reference), samples: trial.parameters.testSamples),
      work: concentrated.work + exact.work)
  }
}
