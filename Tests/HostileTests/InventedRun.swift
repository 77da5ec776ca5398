import Foundation
import MultiView
import MultiViewClaims
import Statistics

@testable import Training

/// Invented traces: some as a sound run would leave them, some with any values that a record can hold.
enum InventedRun {
  /// Returns a sound trace; under coarse labels, every hard sample is misclassified.
  static func trace(of trial: NetworkTrial) -> NetworkTrace {
    var none = Dice(seed: 0)
    return Self.trace(of: trial, &none, number: { value, _ in value }, count: { value, _ in value })
  }

  /// Returns a trace whose numbers may be extreme, but whose times are ones that a store accepts.
  static func extremeTrace(of trial: NetworkTrial, _ dice: inout Dice) -> NetworkTrace {
    let rarity = dice.pick([1, 4, 40])
    return Self.trace(
      of: trial, &dice, number: { value, dice in dice.oneIn(rarity) ? dice.number() : value },
      count: { value, dice in dice.oneIn(rarity) ? abs(dice.integer() / 2) : value })
  }

  private static func trace(
    of trial: NetworkTrial, _ dice: inout Dice, number: (Double, inout Dice) -> Double, count: (Int, inout Dice) -> Int
  ) -> NetworkTrace {
    var isInspection = false
    var isAudit = false
    var isFinish = false
    var fit: Int?
    switch trial.schedule {
    case .inspection: isInspection = true
    case .audit: isAudit = true
    case .finish, .comparison: isFinish = true
    case .window: fit = trial.labels.knowsSuperclasses ? 4 : nil
    case .steps: break
    }
    if trial.schedule.times(reachingFitAt: fit) == nil { fit = nil }
    let times = trial.schedule.times(reachingFitAt: fit) ?? []
    let d = Double(trial.parameters.d)
    let jitter = 1 + 0.01 * Double(trial.seed % 7)
    func checkpoint(_ time: Int) -> Checkpoint {
      var checkpoint = Checkpoint(time: time, trainingLoss: number(jitter / d, &dice))
      checkpoint.sourceLoss = number(jitter / d, &dice)
      if trial.labels.knowsSuperclasses || trial.finetuning != nil {
        checkpoint.easyErrors = number(0, &dice)
        checkpoint.hardErrors = number(trial.labels == .coarse ? Double(trial.parameters.testSamples) : 0, &dice)
      }
      let errors = TestErrors(easy: number(1, &dice), hard: number(2, &dice), undecided: count(0, &dice))
      (checkpoint.marginal, checkpoint.probe) = (errors, errors)
      checkpoint.commonWeight = number(jitter * Double(time), &dice)
      checkpoint.rareWeight = number(jitter * Double(time) / 2, &dice)
      checkpoint.commonGrowth = number(1, &dice)
      checkpoint.otherClassShare = number(0.1 * jitter, &dice)
      checkpoint.offFeatureShare = number(jitter / d, &dice)
      checkpoint.biasRatio = number(jitter / d, &dice)
      checkpoint.commonResponse = number(jitter, &dice)
      checkpoint.rareResponse = number(jitter, &dice)
      checkpoint.leastRareWeight = number(jitter, &dice)
      checkpoint.firingShare = number(0.1 * jitter, &dice)
      checkpoint.leastRareResponse = number(jitter, &dice)
      checkpoint.largestRareResponse = number(jitter, &dice)
      checkpoint.residualConcentration = number(jitter, &dice)
      checkpoint.noiseFirings = count(0, &dice)
      checkpoint.awakened = count(0, &dice)
      checkpoint.easyMargin = Quantiles(low: number(1, &dice), median: number(2, &dice), high: number(3, &dice))
      checkpoint.hardMargin = Quantiles(low: number(-1, &dice), median: number(0, &dice), high: number(1, &dice))
      return checkpoint
    }
    var inspection: Inspection?
    if isInspection {
      var seen = Inspection(samples: 400)
      seen.coherence = number(1e-7 * jitter, &dice)
      seen.noiseDeviation = number(jitter, &dice)
      seen.compositionDefects = count(0, &dice)
      inspection = seen
    }
    var law: LawCertificate?
    if trial.parameters.mode == .concentrated {
      law = LawCertificate(
        deviation: number(1e-9, &dice), logitBound: number(1e-9, &dice), decisions: number(100, &dice),
        openings: count(1, &dice), droppedPairs: count(0, &dice), macroBias: number(0.005, &dice),
        macroSteps: count(5, &dice))
    }
    return NetworkTrace(
      heads: trial.heads, aliveNeurons: 5, certificate: Certificate(delta: 1e-9, multiplier: 9, screened: 7, met: true),
      timeToFit: fit,
      census: LuckyCensus(
        counts: [], expected: number(16, &dice), common: 32, rare: 32, fewest: 8, lucky: count(500, &dice),
        overlapping: 5),
      checkpoints: times.map(checkpoint),
      finetuning: trial.finetuning.map { steps in
        let schedule = isFinish ? Schedule.finish(steps: steps) : .steps(steps)
        return (schedule.times(reachingFitAt: nil) ?? []).map { checkpoint((times.last ?? 0) + $0) }
      }, inspection: inspection,
      audit: isAudit ? Audit(screened: 100, awakenings: count(0, &dice), differences: 0, isCertified: true) : nil,
      law: law, work: count(1000, &dice))
  }
}
