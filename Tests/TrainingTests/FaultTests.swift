import MultiView
import Testing

@testable import Training

/// Each planted defect of the trainer changes the observables that it should change; a harmless defect changes nothing.
@Suite struct FaultTests {
  /// A defect without effect leaves every bit of every checkpoint unchanged.
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
    // Gradient ascent moves lucky neurons away from their feature.
    let ascent = try checkpoints(.coarse, .gradientScaled(-1))
    #expect(try #require(ascent.last?.commonWeight) < 0)
  }

  @Test func aFlippedHeadUnlearns() throws {
    let honest = try #require(try checkpoints(.coarse).last)
    let flipped = try #require(try checkpoints(.coarse, .gradientFlippedOnOneHead).last)
    #expect(flipped.trainingLoss > 2 * honest.trainingLoss)
    #expect(try #require(checkpoints(.coarse, .gradientFlippedOnOneHead)[0].commonGrowth) < 0.5)
  }

  /// Freezing the biases is the same as a bias decay of zero.
  @Test func frozenBiasesAreThoseWithoutDecay() throws {
    let frozen = try checkpoints(.fine, .biasFrozen)
    #expect(frozen == (try checkpoints(.fine, overrides: [.biasDecay: 0])))
    let moved = try #require(try checkpoints(.fine).last?.biasRatio)
    #expect(try #require(frozen.last?.biasRatio) < moved)
  }

  /// Halving steps from the start is the same as half the step size, except for the growth, which is predicted from the
  /// stated step size.
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

  /// Linear neurons respond to pure noise too, and the trajectory differs from that of ReLU neurons in both modes.
  @Test(arguments: [NetworkMode.dense, .pruned])
  func linearNeuronsAnswerEverything(mode: NetworkMode) throws {
    let overrides: [RegimeParameter: Double] = [.lucky: 2, .batch: 8, .testSamples: 10]
    let linear = try checkpoints(.coarse, .linearActivation, overrides: overrides, mode: mode)
    let honest = try checkpoints(.coarse, overrides: overrides, mode: mode)
    #expect(linear != honest)
    if mode == .dense {
      let parameters = try trial(.coarse, overrides: overrides, mode: mode).parameters
      #expect(linear[0].noiseFirings == 2 * parameters.neuronsPerHead * 8 * (parameters.P - 2 * parameters.s))
      let portable = try Trainer.train(
        try trial(.coarse, overrides: overrides, mode: mode).with(.linearActivation),
        on: Execution(threads: 2, instructions: .portable))
      #expect(portable.checkpoints == linear)
    }
  }

  /// A loss that compares superclasses only has no gradient within a superclass, so rare features do not catch up.
  @Test func comparingSuperclassesLeavesRareFeaturesBehind() throws {
    #expect(try checkpoints(.coarse, .superclassSoftmax) == checkpoints(.coarse))
    #expect(try checkpoints(.random(4), .superclassSoftmax) == checkpoints(.random(4)))
    let last = try #require(try checkpoints(.fine, .superclassSoftmax, steps: 45).last)
    let honest = try #require(try checkpoints(.fine, steps: 45).last)
    #expect(try #require(last.rareWeight) < 0.5 * (try #require(honest.rareWeight)))
    #expect(try #require(last.commonWeight) > (try #require(last.rareWeight)))
  }

  /// Swapping the superclasses in read-outs reverses errors and margins and changes nothing else.
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
  ) throws -> NetworkTrial {
    let values = [RegimeParameter.testSamples: 40].merging(overrides) { $1 }
    let parameters = try Regime.standard.parameters(at: 48, overrides: values, mode: mode)
    return NetworkTrial(parameters: parameters, labels: labels, seed: 6, schedule: .steps(steps))
  }

  func checkpoints(
    _ labels: LabelMap, _ fault: Fault? = nil, overrides: [RegimeParameter: Double] = [:], mode: NetworkMode? = nil,
    steps: Int = 16
  ) throws -> [Checkpoint] {
    try Trainer.train(try trial(labels, overrides: overrides, mode: mode, steps: steps).with(fault)).checkpoints
  }
}
