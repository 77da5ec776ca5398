import ClaimKit
import Claims
import Decision
import Foundation
import Experiments
import MultiView
import MultiViewClaims
import Planning
import Statistics
import Testing
import Training
import Trials
import Verification

/// The registered claims on invented traces, in which nearly every claim holds.
package enum InventedWorld {
  /// The registered claims on the shared trainer; the others bring an experiment of their own.
  package static var entries: [ClaimEntry] {
    AllClaims.registered.filter { $0.claim.standIn.setup.instance == nil }
      .map { ClaimEntry(folder: $0.folder, claim: $0.claim) }
  }

  /// The findings on registered claims at the scales of the quick profile, as one family.
  package static func findings(
    runs: Int, levels: ErrorLevels = ErrorLevels(), of isWanted: (String) -> Bool = { _ in true },
    train: (NetworkTrial) -> NetworkTrace = trace(of:)
  ) throws -> [Finding] {
    let entries = entries.filter { isWanted($0.claim.name) }
    return try findings(on: entries, runs: runs, levels: levels, train: train)
  }

  /// The findings on the given claims at the scales of the quick profile, as one family.
  package static func findings(
    on entries: [ClaimEntry], runs: Int, levels: ErrorLevels = ErrorLevels(),
    train: (NetworkTrial) -> NetworkTrace = trace(of:)
  ) throws -> [Finding] {
    let plan = try Plan(entries, design: Design(.quick, runs: runs))
    var outcomes: [Trial: TrialOutcome] = [:]
    for planned in plan.trials {
      let trial = try NetworkTrial(planned.trial)
      outcomes[planned.trial] = .trained(Trace(train(trial), of: trial))
    }
    return Verifier(plan, isFamily: true, levels: levels).judge(outcomes)
  }

  /// An invented trace: coarse labels fail on hard samples unless k = 2, and random labels and narrow networks fit nothing.
  package static func trace(of trial: NetworkTrial) -> NetworkTrace {
    var inspection: Inspection?
    var audit: Audit?
    var comparison: Comparison?
    switch trial.schedule {
    case .inspection(let samples): inspection = Self.inspection(of: trial, samples: samples)
    case .audit: audit = Audit(screened: 100, awakenings: trial.fault == nil ? 0 : 3, differences: 0, isCertified: true)
    case .comparison: comparison = Self.comparison(of: trial)
    case .steps, .finish, .window: break
    }
    let times = [1, 4, 8, 16]
    let isFitted = trial.labels == .coarse || trial.labels == .fine
    let law =
      trial.parameters.mode == .concentrated
      ? LawCertificate(
        deviation: 0, logitBound: 0, decisions: 0, openings: 0, droppedPairs: 0, macroBias: trial.parameters.macro / 2,
        macroSteps: 0) : nil
    return NetworkTrace(
      heads: trial.heads, aliveNeurons: 1, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
      timeToFit: isFitted ? 4 : nil,
      census: LuckyCensus(
        counts: [], expected: 16, common: 32, rare: Int(16 * trial.parameters.k), fewest: 8, lucky: 500, overlapping: 5),
      checkpoints: inspection == nil ? times.map { checkpoint(of: trial, at: $0) } : [],
      finetuning: trial.finetuning.map { [checkpoint(of: trial, at: 16 + $0)] }, inspection: inspection,
      audit: audit, law: law, comparison: comparison, work: 10)
  }

  /// An invented comparison: a planted defect shifts every ratio by a tenth.
  private static func comparison(of trial: NetworkTrial) -> Comparison {
    let ratio = (trial.fault == nil ? 1 : 1.1) * (1 + 0.001 * jitter(of: trial))
    return Comparison(
      loss: ratio, easyMargin: ratio, hardAccuracy: ratio, commonWeight: ratio, rareWeight: ratio,
      offFeatureShare: ratio, answerNoise: ratio, severalFeatures: ratio)
  }

  private static func inspection(of trial: NetworkTrial, samples: Int) -> Inspection {
    var inspection = Inspection(samples: samples)
    inspection.coherence = trial.fault == nil ? 1e-7 * (1 + jitter(of: trial)) : 0.7
    inspection.compositionDefects = trial.fault == nil ? 0 : 40
    inspection.strengthDeviation = 1 + jitter(of: trial)
    inspection.noiseDeviation = trial.fault == nil ? 1 + jitter(of: trial) : 40
    inspection.labelDefects = trial.fault == nil ? 0 : 300
    inspection.labelDeviation = 1 + jitter(of: trial)
    inspection.hardInTraining = trial.parameters.hardShare > 0 ? 20 : 0
    inspection.balanceDeviation = 1 + jitter(of: trial)
    return inspection
  }

  private static func checkpoint(of trial: NetworkTrial, at time: Int) -> Checkpoint {
    let (d, k) = (Double(trial.parameters.d), Double(trial.parameters.k))
    let isFitted = trial.labels.knowsSuperclasses && !isNarrow(trial)
    let isCoarse = trial.labels == .coarse
    let factor = 1 + 0.01 * jitter(of: trial)
    var checkpoint = Checkpoint(time: time, trainingLoss: isFitted ? factor / d : 2 * factor)
    let errors = errors(of: trial)
    if trial.labels.knowsSuperclasses || trial.finetuning != nil {
      checkpoint.easyErrors = errors.easy
      checkpoint.hardErrors = errors.hard
      if trial.readout != nil { checkpoint.marginal = errors }
    }
    if trial.readout == .probe { checkpoint.probe = errors }
    checkpoint.easyMargin = Quantiles(low: 1, median: 2, high: 3)
    checkpoint.hardMargin = Quantiles(low: -1, median: 0, high: 1)
    checkpoint.commonWeight = factor * Double(time)
    checkpoint.rareWeight = factor * (isCoarse ? Double(time) / k : Double(time))
    checkpoint.otherCommonWeight = 0.01 * factor
    checkpoint.otherRareWeight = 0.01 * factor
    checkpoint.leastCommonWeight = 0.9 * factor * Double(time)
    checkpoint.leastRareWeight = 0.9 * factor * (isCoarse ? Double(time) / k : Double(time))
    checkpoint.firingShare = 1
    checkpoint.hiddenMotion = trial.newHead.map { $0.tuning == .full ? 0.1 * factor : 0 }
    checkpoint.residualConcentration = isCoarse || trial.finetuning != nil ? 1 + 0.01 * factor : nil
    checkpoint.commonGrowth = isCoarse ? 1 + 0.01 * factor : nil
    checkpoint.otherClassShare = 0
    checkpoint.offFeatureShare = factor / d
    checkpoint.biasRatio = factor / (log(d) * log(d))
    checkpoint.commonResponse = factor
    checkpoint.rareResponse = isCoarse ? factor / k : factor
    checkpoint.leastCommonResponse = 0.9 * factor
    checkpoint.leastRareResponse = 0.9 * (isCoarse ? factor / k : factor)
    checkpoint.largestRareResponse = 1.1 * (isCoarse ? factor / k : factor)
    checkpoint.awakened = 0
    checkpoint.distractorResponse = trial.parameters.distractorStrength * factor
    return checkpoint
  }

  /// The test errors by labels; only misaligned and random labels also fail on easy samples.
  private static func errors(of trial: NetworkTrial) -> TestErrors {
    let samples = Double(trial.parameters.testSamples)
    var share = (easy: 0.0, hard: 0.0)
    switch trial.labels {
    case .coarse: share.hard = trial.parameters.k > 2 ? 1 : 0
    case .merged(let size): share.hard = 2 < size && size < trial.parameters.k ? 0.5 : 0
    case .mixed: share.hard = trial.parameters.k > 2 ? 0.5 : 0
    case .fine: share.hard = trial.parameters.sourceSize == 2 * trial.parameters.k ? 0.4 : 0
    case .split, .instance: share.hard = trial.schedule.maximalSteps < 8 ? 0.5 : 0
    case .misaligned, .random: share = (easy: 0.5, hard: 0.5)
    }
    // Runs differ, as a decision expects of errors that are neither none nor all.
    if isNarrow(trial) { share = (easy: 0.5 + 0.01 * jitter(of: trial), hard: 0.5) }
    return TestErrors(
      easy: (share.easy * samples).rounded(), hard: (share.hard * samples).rounded(), undecided: 0)
  }

  /// Whether most features have no lucky neuron, so that nothing is learned.
  private static func isNarrow(_ trial: NetworkTrial) -> Bool { trial.parameters.lucky < 0.1 }

  /// A number from 0 to 6 that depends on the seed, so that runs differ.
  private static func jitter(of trial: NetworkTrial) -> Double { Double(trial.seed % 7) }
}
