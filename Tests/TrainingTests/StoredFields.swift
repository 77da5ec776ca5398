/// What the traces of each version store, and the quantities that are read from them; `StoredFieldsTests` compares.
enum StoredFields {
  /// The paths of the stored fields, and the quantities with their kinds, by `Trainer.version`.
  ///
  /// Past versions stay, so that the list shows what each version added.
  static let ofVersion: [String: (fields: [String], quantities: [String])] = [
    "4": (fieldsOf4, quantitiesOf4), "5": (fieldsOf4 + fieldsAddedBy5, quantitiesOf4 + quantitiesAddedBy5),
  ]

  private static let fieldsAddedBy5 = ["checkpoints", "finetuning"].flatMap { stage in
    [
      "firingShare", "largestRareResponse", "leastCommonResponse", "leastCommonWeight", "leastRareResponse",
      "leastRareWeight", "residualConcentration",
    ].map { "\(stage).\($0)" }
  }

  private static let quantitiesAddedBy5 = [
    "awakened: positive", "easyMargin: signed", "easyMarginLow: signed", "firingShare: share", "hardMargin: signed",
    "hardMarginLow: signed", "largestRareResponse: positive", "leastCommonResponse: positive",
    "leastCommonWeight: positive", "leastRareResponse: positive", "leastRareWeight: positive", "marginRatio: signed",
    "residualConcentration: positive", "scaledLoss: positive", "settlingRatio: positive",
  ]

  private static let fieldsOf4 = [
    "aliveNeurons", "audit", "audit.awakenings", "audit.departures", "audit.isCertified", "audit.screened",
    "census", "census.common", "census.counts", "census.expected", "census.fewest", "census.lucky",
    "census.overlapping", "census.rare", "certificate", "certificate.delta", "certificate.met",
    "certificate.multiplier", "certificate.screened", "checkpoints", "checkpoints.awakened",
    "checkpoints.biasRatio", "checkpoints.commonGrowth", "checkpoints.commonResponse", "checkpoints.commonWeight",
    "checkpoints.distractorResponse", "checkpoints.easyErrors", "checkpoints.easyMargin",
    "checkpoints.easyMargin.high", "checkpoints.easyMargin.low", "checkpoints.easyMargin.median",
    "checkpoints.hardErrors", "checkpoints.hardMargin", "checkpoints.hardMargin.high", "checkpoints.hardMargin.low",
    "checkpoints.hardMargin.median", "checkpoints.marginal", "checkpoints.marginal.easy",
    "checkpoints.marginal.hard", "checkpoints.marginal.undecided", "checkpoints.noiseFirings",
    "checkpoints.offFeatureShare", "checkpoints.otherClassShare", "checkpoints.otherCommonWeight",
    "checkpoints.otherRareWeight", "checkpoints.probe", "checkpoints.probe.easy", "checkpoints.probe.hard",
    "checkpoints.probe.undecided", "checkpoints.rareResponse", "checkpoints.rareWeight", "checkpoints.sourceLoss",
    "checkpoints.time", "checkpoints.trainingLoss", "checkpoints.undecided", "finetuning", "finetuning.awakened",
    "finetuning.biasRatio", "finetuning.commonGrowth", "finetuning.commonResponse", "finetuning.commonWeight",
    "finetuning.distractorResponse", "finetuning.easyErrors", "finetuning.easyMargin", "finetuning.easyMargin.high",
    "finetuning.easyMargin.low", "finetuning.easyMargin.median", "finetuning.hardErrors", "finetuning.hardMargin",
    "finetuning.hardMargin.high", "finetuning.hardMargin.low", "finetuning.hardMargin.median",
    "finetuning.marginal", "finetuning.marginal.easy", "finetuning.marginal.hard", "finetuning.marginal.undecided",
    "finetuning.noiseFirings", "finetuning.offFeatureShare", "finetuning.otherClassShare",
    "finetuning.otherCommonWeight", "finetuning.otherRareWeight", "finetuning.probe", "finetuning.probe.easy",
    "finetuning.probe.hard", "finetuning.probe.undecided", "finetuning.rareResponse", "finetuning.rareWeight",
    "finetuning.sourceLoss", "finetuning.time", "finetuning.trainingLoss", "finetuning.undecided", "heads",
    "inspection", "inspection.balanceDeviation", "inspection.coherence", "inspection.compositionDefects",
    "inspection.hardInTraining", "inspection.labelDefects", "inspection.labelDeviation",
    "inspection.noiseDeviation", "inspection.repetitionDefects", "inspection.samples",
    "inspection.strengthDeviation", "timeToFit", "work",
    // Only concentrated trials have them, which no record of an exact trial stands for.
    "comparison", "comparison.answerNoise", "comparison.commonWeight", "comparison.easyMargin",
    "comparison.hardAccuracy", "comparison.loss", "comparison.offFeatureShare", "comparison.rareWeight",
    "comparison.severalFeatures",
    "law", "law.decisions", "law.deviation", "law.droppedPairs", "law.logitBound", "law.macroBias", "law.macroSteps",
    "law.openings",
    // Only trials with a new head have them, and no earlier record is of such a trial.
    "checkpoints.hiddenMotion", "finetuning.hiddenMotion",
  ]

  private static let quantitiesOf4 = [
    "balanceDeviation: positive, of the run", "biasRatio: positive", "certificateFailures: positive, of the run",
    "coherence: positive, of the run", "commonGrowthError: positive", "commonResponse: positive",
    "commonWeight: positive", "compositionDefects: positive, of the run", "departures: positive, of the run",
    "distractorResponse: positive", "easyAccuracy: count", "easyError: count", "easyErrorByMarginal: count",
    "easyErrorByProbe: count", "easyErrorShown: count", "easyResponse: positive",
    "fewestLucky: positive, of the run", "hardAccuracy: count", "hardError: count", "hardErrorByMarginal: count",
    "hardErrorByProbe: count", "hardErrorShown: count", "hardInTraining: positive, of the run",
    "labelDefects: positive, of the run", "labelDeviation: positive, of the run",
    "lateAwakenings: positive, of the run", "lateCommonGrowth: positive, of the run",
    "luckyDeviation: positive, of the run", "noiseDeviation: positive, of the run", "noiseFirings: positive",
    "offFeatureShare: positive", "otherClassShare: share", "overlapShare: positive, of the run",
    "rareResponse: positive", "rareWeight: positive", "repetitionDefects: positive, of the run",
    "sourceLoss: positive", "strengthDeviation: positive, of the run", "timeToFit: positive, of the run",
    "trainingLoss: positive",
    // Read from comparisons, which no record of an exact trial stands for.
    "answerNoiseRatio: positive, of the run", "severalFeaturesRatio: positive, of the run",
    "commonWeightRatio: positive, of the run", "easyMarginRatio: positive, of the run",
    "hardAccuracyRatio: positive, of the run", "lossRatio: positive, of the run",
    "offFeatureRatio: positive, of the run", "rareWeightRatio: positive, of the run",
    // Read from fine-tuning with a new head, which no earlier record is of.
    "hiddenMotion: positive",
  ]
}
