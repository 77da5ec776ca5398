import MultiView
import Randomness
import Testing

@testable import Training

@Suite struct InspectorTests {
  func inspect(
    _ regime: Regime = .standard, d: Int, seed: UInt64 = 1, samples: Int = 400,
    with overrides: [RegimeParameter: Double] = [:], frame: Frame = .standard, fault: Fault? = nil
  ) throws -> Inspection {
    let trial = NetworkTrial(
      parameters: try regime.parameters(at: d, overrides: overrides), labels: .coarse, seed: seed,
      schedule: .inspection(samples: samples), frame: frame, fault: fault)
    return try #require(try Trainer.train(trial).inspection)
  }

  func expectSound(_ inspection: Inspection, _ comment: Comment) {
    #expect(inspection.coherence < 1e-6, comment)
    #expect(inspection.compositionDefects == 0, comment)
    #expect(inspection.strengthDeviation < 5, comment)
    #expect(inspection.noiseDeviation < 5, comment)
    #expect(inspection.labelDefects == 0, comment)
    #expect(inspection.labelDeviation < 5, comment)
    #expect(inspection.hardInTraining == 0, comment)
    #expect(inspection.balanceDeviation < 5, comment)
    #expect(inspection.repetitionDefects == 0, comment)
  }

  // MARK: Sound generators

  @Test(arguments: Regime.named.map(\.name), [32, 256])
  func soundGeneratorsPass(regime: String, d: Int) throws {
    for seed in UInt64(1)...6 {
      let inspection = try inspect(try #require(Regime(named: regime)), d: d, seed: seed)
      expectSound(inspection, "\(regime), d = \(d), seed \(seed): \(inspection)")
    }
  }

  /// Sound generators pass in a rotated frame, on small finite sets, with few samples and at the limits of the
  /// parameters.
  @Test func soundGeneratorsPassEverywhere() throws {
    for regime in [Regime.standard, .dominantNoise, .loud] {
      expectSound(try inspect(regime, d: 64, frame: .rotated), "\(regime.name) rotated")
    }
    expectSound(try inspect(d: 64, with: [.sourceSize: 40]), "40 samples")
    expectSound(try inspect(d: 64, with: [.sourceSize: 1]), "1 sample")
    expectSound(try inspect(d: 64, samples: 1), "1 inspected")
    expectSound(try inspect(d: 8), "d = 8")
    expectSound(try inspect(d: 4, with: [.k: 1]), "d = 4")
    expectSound(try inspect(d: 64, with: [.k: 31]), "full space")
    expectSound(try inspect(d: 64, with: [.noiseNorm: 0]), "no noise")
    expectSound(try inspect(d: 64, with: [.iota: 0]), "no jitter")
    expectSound(try inspect(d: 64, with: [.noiseNorm: 0, .iota: 0]), "neither")
    expectSound(try inspect(d: 64, with: [.distractorStrength: 0]), "silent distractors")
    expectSound(try inspect(d: 64, with: [.distractorStrength: 1]), "full distractors")
    expectSound(try inspect(d: 64, with: [.distractors: 0]), "no distractors")
    expectSound(try inspect(d: 64, with: [.noiseNorm: 1]), "noise between the two")
    expectSound(try inspect(d: 64, with: [.P: 4]), "no patch of pure noise")
  }

  /// Over seeds, deviations exceed 2.5 about as often as a normal variate does, and the noise deviation as often as the
  /// largest of four.
  @Test func deviationsAreCalibrated() throws {
    var large = (strength: 0, noise: 0, labels: 0, balance: 0)
    let seeds = 200
    for seed in 1...UInt64(seeds) {
      let inspection = try inspect(d: 16, seed: seed, samples: 60)
      if inspection.strengthDeviation > 2.5 { large.strength += 1 }
      if inspection.noiseDeviation > 2.5 { large.noise += 1 }
      if inspection.labelDeviation > 2.5 { large.labels += 1 }
      if inspection.balanceDeviation > 2.5 { large.balance += 1 }
    }
    // Expected: about 2.5, 7, 2.5 and 1.2 of 200.
    #expect(large.strength <= 10 && large.noise <= 20 && large.labels <= 10 && large.balance <= 8, "\(large)")
  }

  @Test func inspectionsDependOnNothingButTheTrial() throws {
    let parameters = try Regime.standard.parameters(at: 64)
    let trial = NetworkTrial(
      parameters: parameters, labels: .fine, seed: 3, schedule: .inspection(samples: 100), frame: .rotated)
    let one = try Trainer.train(trial)
    for execution in Execution.available {
      let other = try Trainer.train(trial, on: execution)
      #expect(other == one)
    }
    #expect(one.checkpoints.isEmpty && one.certificate.met && one.work > 0)
    // An inspection trains no network, so neither the width nor the screen can make it fail.
    _ = try inspect(d: 64, samples: 10, with: [.noiseNorm: 3])
    _ = try inspect(d: 64, samples: 10, with: [.width: 1e14])
    #expect(throws: TrainingError.self) { try inspect(d: 64, samples: 0) }
  }

  // MARK: Defects

  /// Noise scaled up or down by a tenth is detected at every dimension, in quiet and loud noise, without other
  /// findings.
  @Test(arguments: [32, 64, 128, 256, 512, 1024])
  func louderNoiseIsSeen(d: Int) throws {
    for regime in [Regime.standard, .loud] {
      let inspection = try inspect(regime, d: d, fault: .noiseScaled(1.1))
      #expect(inspection.noiseDeviation > 50)
      #expect(inspection.compositionDefects == 0 && inspection.labelDefects == 0)
      #expect(try inspect(regime, d: d, fault: .noiseScaled(0.9)).noiseDeviation > 50)
    }
  }

  @Test(arguments: [32, 256], ["standard", "loud"])
  func defectsOfHardSamplesAreSeen(d: Int, regime: String) throws {
    let regime = try #require(Regime(named: regime))
    for fault in [Fault.commonPatchInHardSamples, .distractorsSilenced] {
      let inspection = try inspect(regime, d: d, fault: fault)
      #expect(inspection.compositionDefects == 400, "\(fault)")
      #expect(inspection.hardInTraining == 0 && inspection.repetitionDefects == 0)
      #expect(inspection.labelDefects == 0)
    }
  }

  @Test(arguments: [32, 256])
  func wrongDictionariesAreSeen(d: Int) throws {
    for regime in [Regime.standard, .dominantNoise, .loud] {
      for frame in Frame.allCases {
        let correlated = try inspect(regime, d: d, frame: frame, fault: .correlatedFeatures)
        #expect(abs(correlated.coherence - 0.5.squareRoot()) < 1e-5)
        // Where noise makes single patches illegible, only averages over samples are checked. In them, half a sibling
        // in one sample of k is too little to be detected.
        if regime.name != "loud" { #expect(correlated.compositionDefects > 0) }
        let rotatedData = try inspect(regime, d: d, frame: frame, fault: .rotatedDataOnly)
        #expect(rotatedData.coherence < 1e-6)
        #expect(rotatedData.compositionDefects > 1000)
      }
    }
  }

  @Test(arguments: [32, 256], ["standard", "constantK", "loud"])
  func wrongLabelsAreSeen(d: Int, regime: String) throws {
    let regime = try #require(Regime(named: regime))
    for fault in [Fault.labelsShifted, .labelsShuffled] {
      let inspection = try inspect(regime, d: d, fault: fault)
      #expect(inspection.labelDefects > 300, "\(fault)")
      #expect(inspection.compositionDefects == 0 && inspection.repetitionDefects == 0)
    }
  }

  /// Labels drawn from the subclass are seen whether or not patches are legible, also where they are parts of a
  /// subclass.
  @Test(arguments: [32, 256], ["standard", "evenSubclasses", "loud"])
  func drawsThatTellTheSubclassAreSeen(d: Int, regime: String) throws {
    let inspection = try inspect(try #require(Regime(named: regime)), d: d, fault: .drawnLabelsTellSubclass)
    #expect(inspection.labelDeviation > 20)
    #expect(inspection.labelDefects > 300)
    #expect(inspection.balanceDeviation < 5 && inspection.compositionDefects == 0)
  }

  @Test(arguments: [32, 256], ["standard", "dominantNoise"])
  func weakSignalsAreSeen(d: Int, regime: String) throws {
    let regime = try #require(Regime(named: regime))
    #expect(try inspect(regime, d: d, fault: .strengthScaled(0.9)).strengthDeviation > 1000)
    // A strength within the range moves the mean alone.
    #expect(try inspect(regime, d: d, fault: .strengthScaled(0.99)).strengthDeviation > 5)
    #expect(try inspect(regime, d: d, fault: .strengthScaled(1)).strengthDeviation < 5)
  }

  @Test(arguments: [32, 1024], ["standard", "loud"])
  func missingSuperclassesAreSeen(d: Int, regime: String) throws {
    let inspection = try inspect(try #require(Regime(named: regime)), d: d, fault: .oneSuperclassOnly)
    #expect(inspection.balanceDeviation > 15)
    #expect(inspection.compositionDefects == 0 && inspection.labelDefects == 0 && inspection.labelDeviation < 5)
  }

  /// Each map is checked against the features shown: a batch with the labels of another one has wrong labels under
  /// every map, one by one.
  @Test func everyMapIsChecked() throws {
    let parameters = try Regime.evenSubclasses.parameters(at: 64)
    let sound = try inspect(.evenSubclasses, d: 64)
    #expect(sound.labelDefects == 0)
    // A shift by one subclass of 16 changes every label of a function of the subclass, except in groups of two, where
    // it changes every other one: the fine, split, misaligned and half of the merged and grouped labels.
    let shifted = try inspect(.evenSubclasses, d: 64, fault: .labelsShifted)
    #expect(parameters.k == 8)
    #expect(abs(shifted.labelDefects - (3 * 400 + 2 * 200 + 400 / 8)) < 120)
  }

  @Test(arguments: ["standard", "loud"])
  func testsOnTrainingSamplesAreSeen(regime: String) throws {
    let inspection = try inspect(try #require(Regime(named: regime)), d: 64, fault: .testOnTraining)
    #expect(inspection.repetitionDefects == 800)
    #expect(inspection.compositionDefects >= 400)
  }

  /// If a twentieth of the training samples are hard, the inspection counts exactly those.
  @Test(arguments: [32, 256], ["standard", "dominantNoise", "loud"])
  func hardTrainingSamplesAreCounted(d: Int, regime: String) throws {
    let regime = try #require(Regime(named: regime))
    let parameters = try regime.parameters(at: d, overrides: [.hardShare: 0.05])
    let source = SampleSource(parameters: parameters, seed: 1)
    let hard = (0..<400).filter {
      source.sample($0 % parameters.batch, at: .training(step: $0 / parameters.batch)).kind == .hard
    }
    let inspection = try inspect(regime, d: d, with: [.hardShare: 0.05])
    #expect(hard.count > 5 && inspection.hardInTraining == hard.count)
    #expect(inspection.compositionDefects == 0 && inspection.labelDefects == 0 && inspection.noiseDeviation < 5)
  }

  // MARK: Statistics

  @Test func kurtosisAndDistributionSeeWhatVarianceDoesNot() {
    var draws = Draws(seed: 1, stream: .resampling)
    let uniform = (0..<20_000).map { _ in Float((draws.uniform() - 0.5) * 12.0.squareRoot()) }
    let normal = (0..<20_000).map { _ in Float(draws.normal()) }
    func deviation(_ values: [Float], scale: Double = 1) -> Double {
      var statistics = NoiseStatistics()
      values.withUnsafeBufferPointer { statistics.add($0, scale: scale) }
      return statistics.deviation
    }
    #expect(deviation(uniform) > 20)
    #expect(deviation(normal) < 5)
    #expect(deviation(normal.map { $0 + 0.1 }) > 10)
    #expect(deviation(normal.map { abs($0) }) > 50)
    #expect(deviation(normal + [.nan]) == 1e6)
    #expect(deviation(normal + [.infinity]) == 1e6)
    #expect(deviation(normal, scale: 0) == 1e6)
    #expect(deviation([0, 0], scale: 0) == 0)
  }

  /// Deviations agree with tables at the upper 10⁻⁴ points of χ² and of Kolmogorov's law.
  @Test func deviationsMapTails() {
    for (freedom, point) in [(1.0, 15.137), (3, 21.108), (10, 35.564), (100, 161.319)] {
      #expect(abs(Deviation.chiSquared(point, freedom: freedom) - 3.719) < 0.15)
    }
    #expect(abs(Deviation.kolmogorov(2.2253) - 3.8906) < 0.01)
    #expect(Deviation.kolmogorov(30) == 60)
    #expect(Deviation.mean(1, expected: 1, error: 0) == 0 && Deviation.mean(2, expected: 1, error: 0) == 1e6)
    #expect(abs(Deviation.kurtosis(3.1, count: 1e6) - 0.1 / (24 / 1e6).squareRoot()) < 1)
  }

  @Test func unbalancedCountsAreSeen() {
    var even = CategoryCounts(classes: 10, labels: 4, samples: 1000)
    var uneven = even
    var dependent = even
    for number in 0..<1000 {
      even.add(class: number % 10, label: number / 10 % 4)
      uneven.add(class: number % 9, label: number / 10 % 4)
      dependent.add(class: number % 10, label: number % 10 % 4)
    }
    #expect(even.imbalance == 0 && even.dependence == 0)
    #expect(uneven.imbalance > 5)
    #expect(dependent.dependence > 20)
  }
}
