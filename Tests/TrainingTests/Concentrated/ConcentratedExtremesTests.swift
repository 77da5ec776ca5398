import MultiView
import Testing

@testable import Training

/// Trials at the ends of what parameters allow run, and refusals say what would run.
@Suite struct ConcentratedExtremesTests {
  private static let world = ConcentratedWorld.self

  private func expectRun(_ trial: NetworkTrial) throws {
    let trace = try Trainer.train(trial)
    #expect(trace.defect(asTraceOf: trial) == nil)
    #expect(trace.checkpoints.allSatisfy { $0.trainingLoss.isFinite && $0.trainingLoss >= 0 })
    #expect(trace.certificate.met)
  }

  /// Values at the end of a range, all on top of few subclasses and test samples.
  static let ends: [[RegimeParameter: Double]] = [
    [:], [.k: 1], [.batch: 1], [.s: 1, .distractors: 1, .P: 2], [.distractors: 0], [.iota: 0],
    [.noiseNorm: 0], [.stepSize: 0], [.biasDecay: 0], [.biasDecay: 100], [.testSamples: 1], [.distractorStrength: 0],
    [.distractorStrength: 1], [.hardShare: 1], [.hardShare: 0.5, .distractorStrength: 1], [.hardShare: 1e-300],
    [.stepSize: 30], [.lucky: 0.001], [.width: 1], [.dominantNoise: 5, .distractors: 0],
    [.hardShare: 1, .distractors: 0], [.initExponent: 0.01], [.P: 4000],
  ]

  @Test(arguments: 0..<ends.count, [LabelMap.coarse, .fine]) func endsOfRangesRun(number: Int, labels: LabelMap) throws
  {
    let changes = Self.ends[number]
    for (d, macro, steps) in [(64, 0, 6), (64, 0.05, 120), (1 << 60, 0.05, 60)] {
      let common: [RegimeParameter: Double] = [.k: 2, .testSamples: 10, .macro: macro]
      try expectRun(
        Self.world.trial(labels, d: d, common.merging(changes) { $1 }, seed: 3, .finish(steps: steps)))
    }
  }

  @Test func regimesRunAtTheLargestDimension() throws {
    for regime in [Regime.standard, .constantK, .dominantNoise, .smallInit, .constantDistractors, .evenSubclasses] {
      try expectRun(
        Self.world.trial(.coarse, d: 1 << 60, [.k: 12, .testSamples: 4, .batch: 8], .finish(steps: 2), regime: regime))
    }
    try expectRun(Self.world.trial(.coarse, d: 1 << 60, [.k: 12, .width: 1e22, .testSamples: 4], .finish(steps: 2)))
    try expectRun(
      Self.world.trial(
        .coarse, d: 1 << 60, [.k: 1, .macro: 0.05, .testSamples: 4],
        .window(lossBound: 1e-9, factor: 3, stepLimit: 1 << 36)))
    try expectRun(
      Self.world.trial(
        .fine, d: 1 << 60, [.k: 2, .macro: 0.05, .testSamples: 4], .finish(steps: 1 << 20), readout: .probe,
        finetuning: 1 << 20))
  }

  /// The smallest dimension, where all coordinates are features.
  @Test(arguments: [LabelMap.coarse, .fine]) func theSmallestDimensionRuns(labels: LabelMap) throws {
    try expectRun(Self.world.trial(labels, d: 64, [.k: 2, .iota: 0.9, .testSamples: 20], .steps(6)))
    for noise in [0, 0.01] {
      try expectRun(Self.world.trial(labels, d: 4, [.k: 1, .noiseNorm: noise, .testSamples: 20], .steps(40)))
    }
  }

  /// The largest step size gives numbers that double precision holds; beyond it, the error names what to change.
  @Test func divergenceIsAnError() throws {
    for macro in [0, 0.05] {
      let trial = try Self.world.trial(
        .coarse, d: 1 << 20, [.stepSize: 1e30, .k: 2, .testSamples: 4, .macro: macro], .finish(steps: 300))
      try expectRun(trial)
      let error = try #require(
        #expect(throws: TrainingError.self) { try Trainer.train(trial.with(.gradientScaled(1e200))) })
      for word in ["finite", "stepSize = 1e+30", "d = 1048576", "smaller step size"] {
        #expect(error.description.contains(word))
      }
    }
  }

  // MARK: Refusals

  @Test func refusalsNameTheInputAndTheRemedy() throws {
    func refusal(_ trial: NetworkTrial, memory: Double = .infinity) throws -> String {
      try #require(#expect(throws: TrainingError.self) { try NetworkDemand.checked(trial, memory: memory) }).description
    }
    let noisy = try Regime.standard.parameters(at: 64, overrides: [.noiseNorm: 3], mode: .concentrated)
    let loud = try Regime.standard.parameters(at: 64, overrides: [.noiseNorm: 0.15], mode: .concentrated)
    func trial(_ parameters: ModelParameters, frame: Frame = .standard) -> NetworkTrial {
      NetworkTrial(parameters: parameters, labels: .coarse, seed: 1, schedule: .steps(1), frame: frame)
    }
    var rows: [(String, [String])] = [
      (try refusal(trial(noisy)), ["noiseNorm = 3", "biasFactor", "d = 64", "mode = dense"]),
      (try refusal(trial(loud)), ["noiseNorm = 0.15", "d = 64", "quieter", "larger d", "mode = pruned"]),
      (
        try refusal(trial(Regime.standard.parameters(at: 64, mode: .concentrated), frame: .rotated)),
        ["frame = rotated", "mode = dense"]
      ),
      (try refusal(Self.world.trial(d: 64, [.sourceSize: 100])), ["samples = 100", "samples = 0", "mode = pruned"]),
      (
        try refusal(Self.world.trial(d: 64, [.hardShare: 0.5, .dominantNoise: 1, .distractors: 0])),
        ["hardShare = 0.5", "dominantNoise = 1", "hardShare = 0", "mode = dense"]
      ),
      (
        try refusal(Self.world.trial(.fine, d: 1 << 40), memory: 1e5),
        ["d = 1099511627776", "labels", "k = ", "GiB", "fewer labels or a smaller d"]
      ),
    ]
    for fault in [
      Fault.strengthScaled(0.9), .correlatedFeatures, .rotatedDataOnly, .testOnTraining, .linearActivation, .biasFrozen,
    ] {
      rows.append((try refusal(Self.world.trial(fault: fault)), [fault.words, "mode = pruned", "mode = dense"]))
    }
    for fault in [Fault.labelsShuffled, .commonPatchInHardSamples, .distractorsSilenced] {
      let overrides: [RegimeParameter: Double] = [.macro: 0.01, .hardShare: 0.5]
      rows.append((try refusal(Self.world.trial(d: 64, overrides, fault: fault)), [fault.words, "macro = 0 takes"]))
      _ = try NetworkDemand.checked(Self.world.trial(d: 64, [.hardShare: 0.5], fault: fault))
    }
    _ = try NetworkDemand.checked(Self.world.trial(d: 64, [.macro: 0.01], fault: .distractorsSilenced))
    for (text, words) in rows {
      for word in words { #expect(text.contains(word), "\(text) lacks \(word)") }
      #expect(text.contains("out of range") && text.hasSuffix("."))
    }
  }

  /// Shifted labels mean the same in macro steps as in single ones: the fine network learns the wrong labels.
  @Test func shiftedLabelsShiftMacroSteps() throws {
    for macro in [0, 0.02] {
      let trial = try Self.world.trial(
        .fine, d: 1024, [.k: 2, .macro: macro, .testSamples: 50], .finish(steps: 600), fault: .labelsShifted)
      let last = try #require(try Trainer.train(trial).checkpoints.last)
      #expect(last.trainingLoss > 3, "\(macro)")
    }
  }
}
