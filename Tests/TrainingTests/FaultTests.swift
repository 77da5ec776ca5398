import MultiView
import Statistics
import Testing

@testable import Training

/// Each planted defect of the trainer changes what it should, and a harmless one nothing.
@Suite struct FaultTests {
  /// A defect that does nothing leaves every bit in place.
  @Test(arguments: [LabelMap.coarse, .fine], [Fault.gradientScaled(1), .stepHalved(after: 16)])
  func harmlessDefectsChangeNothing(labels: LabelMap, fault: Fault) throws {
    #expect(try checkpoints(labels, fault) == checkpoints(labels))
  }

  @Test func theComputedMultiplierIsNoDefect() throws {
    let trial = try trial(.coarse)
    let z = Screen(for: trial).multiplier
    #expect(try Trainer.train(trial.with(.multiplier(z))) == Trainer.train(trial))
    let small = try Trainer.train(trial.with(.multiplier(2)))
    #expect(small.certificate.multiplier == 2 && !small.certificate.met)
    #expect(small.aliveNeurons < (try Trainer.train(trial)).aliveNeurons)
  }

  @Test func scaledGradientsShowInTheGrowth() throws {
    for factor in [0.8, 1.2] {
      let growth = try checkpoints(.coarse, .gradientScaled(factor)).compactMap(\.commonGrowth)
      #expect(growth.count == 8 && growth.dropFirst().allSatisfy { abs($0 - factor) < 0.03 * factor }, "\(growth)")
    }
    // Ascent drives the lucky away from their feature.
    let ascent = try checkpoints(.coarse, .gradientScaled(-1))
    #expect(try #require(ascent.last?.commonWeight) < 0)
  }

  @Test func aFlippedHeadUnlearns() throws {
    let honest = try #require(try checkpoints(.coarse).last)
    let flipped = try #require(try checkpoints(.coarse, .gradientFlippedOnOneHead).last)
    #expect(flipped.trainingLoss > 2 * honest.trainingLoss)
    #expect(try #require(checkpoints(.coarse, .gradientFlippedOnOneHead)[0].commonGrowth) < 0.5)
  }

  /// Frozen biases are those of a bias decay of zero.
  @Test func frozenBiasesAreThoseWithoutDecay() throws {
    let frozen = try checkpoints(.fine, .biasFrozen)
    #expect(frozen == (try checkpoints(.fine, overrides: [.biasDecay: 0])))
    let moved = try #require(try checkpoints(.fine).last?.biasRatio)
    #expect(try #require(frozen.last?.biasRatio) < moved)
  }

  /// Half steps from the start are those of half the step size, but for what the stated step size predicts.
  @Test func halvedStepsAreHalfSteps() throws {
    let halved = try checkpoints(.coarse, .stepHalved(after: 0))
    let small = try checkpoints(.coarse, overrides: [.stepSize: 0.05])
    for (one, two) in zip(halved, small) {
      #expect(one.commonWeight == two.commonWeight && one.hardMargin == two.hardMargin)
      #expect(abs(try #require(one.commonGrowth) * 2 / (try #require(two.commonGrowth)) - 1) < 1e-6)
    }
    let late = try Trainer.train(try trial(.coarse, steps: 45).with(.stepHalved(after: 10))).checkpoints
    for checkpoint in late where checkpoint.time > 1 {
      let growth = try #require(checkpoint.commonGrowth)
      if checkpoint.time <= 8 { #expect(abs(growth - 1) < 0.03) }
      if checkpoint.time > 11 { #expect(abs(growth - 0.5) < 0.015) }
    }
  }

  /// Linear neurons answer to pure noise too; the network is another one in either mode.
  @Test(arguments: [NetworkMode.dense, .pruned])
  func linearNeuronsAnswerEverything(mode: NetworkMode) throws {
    let overrides: [RegimeParameter: Double] = [.lucky: 2, .batch: 8, .testSamples: 10]
    let linear = try checkpoints(.coarse, .linearActivation, overrides: overrides, mode: mode)
    let honest = try checkpoints(.coarse, overrides: overrides, mode: mode)
    #expect(linear != honest)
    if mode == .dense {
      let parameters = try trial(.coarse, overrides: overrides, mode: mode).parameters
      #expect(linear[0].noiseFirings == 2 * parameters.width * 8 * (parameters.P - 2 * parameters.s))
      let portable = try Trainer.train(
        try trial(.coarse, overrides: overrides, mode: mode).with(.linearActivation),
        on: Execution(threads: 2, instructions: .portable))
      #expect(portable.checkpoints == linear)
    }
  }

  /// A loss that compares superclasses has nothing to say within one: rare features do not catch up.
  @Test func comparingSuperclassesLeavesRareFeaturesBehind() throws {
    #expect(try checkpoints(.coarse, .superclassSoftmax) == checkpoints(.coarse))
    #expect(try checkpoints(.random(4), .superclassSoftmax) == checkpoints(.random(4)))
    let last = try #require(try checkpoints(.fine, .superclassSoftmax, steps: 45).last)
    let honest = try #require(try checkpoints(.fine, steps: 45).last)
    #expect(try #require(last.rareWeight) < 0.5 * (try #require(honest.rareWeight)))
    #expect(try #require(last.commonWeight) > (try #require(last.rareWeight)))
  }

  /// Swapped read-outs turn every margin around and nothing else.
  @Test(arguments: [LabelMap.coarse, .fine])
  func swappedSuperclassesTurnMarginsAround(labels: LabelMap) throws {
    let honest = try checkpoints(labels)
    for (var one, two) in zip(try checkpoints(labels, .superclassesSwapped), honest) {
      #expect(one.easyErrors.map { 40 - $0 } == two.easyErrors)
      #expect(one.hardErrors.map { 40 - $0 } == two.hardErrors)
      #expect(one.hardMargin?.median == two.hardMargin.map { -$0.median })
      one.easyErrors = two.easyErrors
      one.hardErrors = two.hardErrors
      one.easyMargin = two.easyMargin
      one.hardMargin = two.hardMargin
      #expect(one == two)
    }
  }

  func trial(
    _ labels: LabelMap, overrides: [RegimeParameter: Double] = [:], mode: NetworkMode? = nil, steps: Int = 16
  ) throws -> Trial {
    let values = [RegimeParameter.testSamples: 40].merging(overrides) { $1 }
    let parameters = try Regime.standard.parameters(at: 48, overrides: values, mode: mode)
    return Trial(parameters: parameters, labels: labels, seed: 6, extent: .steps(steps))
  }

  func checkpoints(
    _ labels: LabelMap, _ fault: Fault? = nil, overrides: [RegimeParameter: Double] = [:], mode: NetworkMode? = nil,
    steps: Int = 16
  ) throws -> [Checkpoint] {
    try Trainer.train(try trial(labels, overrides: overrides, mode: mode, steps: steps).with(fault)).checkpoints
  }
}
