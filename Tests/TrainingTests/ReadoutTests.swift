import MultiView
import Testing

@testable import Training

/// Tests of the read-outs of model.md §2.
@Suite struct ReadoutTests {
  func trial(
    _ labels: LabelMap, _ readout: Readout = .probe, d: Int = 32, steps: Int = 16, mode: NetworkMode? = nil,
    regime: Regime = .standard, with overrides: [RegimeParameter: Double] = [:], fault: Fault? = nil
  ) throws -> NetworkTrial {
    let usual: [RegimeParameter: Double] = [.lucky: 4, .testSamples: 80]
    let parameters = try regime.parameters(at: d, overrides: usual.merging(overrides) { $1 }, mode: mode)
    return NetworkTrial(
      parameters: parameters, labels: labels, seed: 5, schedule: .steps(steps), readout: readout, fault: fault)
  }

  /// Asking for more read-outs does not change any other observable.
  @Test(arguments: [LabelMap.coarse, .fine, .mixed, .merged(3), .split(3), .misaligned(1), .random(6)])
  func moreReadoutsChangeNoOtherObservable(labels: LabelMap) throws {
    let plain = try Trainer.train(try trial(labels, .max))
    var probed = try Trainer.train(try trial(labels)).checkpoints
    for index in probed.indices {
      #expect(probed[index].probe != nil)
      #expect((probed[index].marginal != nil) == labels.knowsSuperclasses)
      #expect((probed[index].errors(by: .max) != nil) == labels.knowsSuperclasses)
      probed[index].probe = nil
      probed[index].marginal = nil
    }
    #expect(probed == plain.checkpoints)
  }

  /// With two heads, the larger output has the larger probability, so `max` and `marginal` give the same answers.
  @Test func twoHeadsLeaveNoChoice() throws {
    for checkpoint in try Trainer.train(try trial(.coarse, .marginal)).checkpoints {
      #expect(checkpoint.marginal == checkpoint.errors(by: .max))
    }
  }

  /// Swapping the superclasses turns every error of every read-out into a correct answer, and conversely.
  @Test func swappedSuperclassesTurnEveryReadoutAround() throws {
    let sound = try #require(try Trainer.train(try trial(.fine)).checkpoints.last)
    let swapped = try #require(try Trainer.train(try trial(.fine, fault: .superclassesSwapped)).checkpoints.last)
    for readout in Readout.allCases {
      let one = try #require(sound.errors(by: readout))
      let two = try #require(swapped.errors(by: readout))
      #expect(one.easy + two.easy == 80 && one.hard + two.hard == 80)
    }
  }

  /// Every read-out has the same errors in dense and pruned networks.
  @Test(arguments: [LabelMap.fine, .misaligned(1), .split(2), .instance])
  func denseAndPrunedAgree(labels: LabelMap) throws {
    let finite: [RegimeParameter: Double] = [.sourceSize: 48, .batch: 16, .lucky: 2]
    let pruned = try Trainer.train(try trial(labels, d: 24, with: finite))
    let dense = try Trainer.train(try trial(labels, d: 24, mode: .dense, with: finite))
    #expect(pruned.checkpoints == dense.checkpoints)
    #expect(pruned.certificate.met)
  }

  /// Samples whose answer eliminated neurons could have changed are undecided under every read-out.
  @Test func dominantNoiseLeavesEveryReadoutInDoubt() throws {
    let trial = try trial(.fine, d: 48, steps: 2, regime: .dominantNoise, with: [.initExponent: 1.2])
    let last = try #require(try Trainer.train(trial).checkpoints.last)
    for readout in Readout.allCases {
      let errors = try #require(last.errors(by: readout))
      #expect(errors.undecided > 0)
      #expect(errors.hard >= Double(errors.undecided) / 2)
    }
  }

  /// With a finite set the loss on the set is observed, and under instance labels it is the training loss.
  @Test func theTrainingSetHasALossOfItsOwn() throws {
    let fresh = try Trainer.train(try trial(.fine))
    #expect(fresh.checkpoints.allSatisfy { $0.sourceLoss == nil })
    let few = try Trainer.train(
      try trial(.random(4), steps: 64, with: [.sourceSize: 12, .batch: 12, .noiseNorm: 0.05]))
    let last = try #require(few.checkpoints.last)
    #expect(try #require(last.sourceLoss) < last.trainingLoss)
    let instance = try Trainer.train(try trial(.instance, with: [.sourceSize: 24]))
    for checkpoint in instance.checkpoints { #expect(checkpoint.sourceLoss == checkpoint.trainingLoss) }
  }

  /// Read-outs that labels do not define are refused.
  @Test func undefinedReadoutsAreRefused() throws {
    for labels in [LabelMap.misaligned(1), .random(4)] {
      let error = #expect(throws: TrainingError.self) { try NetworkDemand.checked(try trial(labels, .marginal)) }
      #expect(try #require(error).description.contains("readout = marginal is out of range"))
    }
  }
}

/// Tests of the probe, a logistic regression on head outputs.
@Suite struct ProbeTests {
  /// Returns head outputs in two clouds, and the class of each sample.
  func clouds(_ count: Int, gap: Float, heads: Int = 3) -> (outputs: [Double], isPositive: [Bool]) {
    var outputs: [Double] = []
    var isPositive: [Bool] = []
    for index in 0..<count {
      let sign: Float = index % 2 == 0 ? 1 : -1
      for head in 0..<heads {
        let wobble = Float((index * 37 + head * 61) % 101) / 101 - 0.5
        outputs.append(Double(2 + wobble + (head == 1 ? sign * gap : 0)))
      }
      isPositive.append(index % 2 == 0)
    }
    return (outputs, isPositive)
  }

  /// The gradient of Σ ln(1 + e^(−margin)) + |θ|²/2 vanishes at the fit, in centred and scaled outputs.
  @Test func theFitIsStationary() {
    let (outputs, isPositive) = clouds(60, gap: 0.3)
    let probe = Probe(outputs: outputs, heads: 3, isPositive: isPositive)
    let means = (0..<3).map { head in
      isPositive.indices.reduce(0) { $0 + outputs[$1 * 3 + head] } / 60
    }
    var scale = 0.0
    for (index, output) in outputs.enumerated() {
      let centred = Double(output) - means[index % 3]
      scale += centred * centred
    }
    scale = (scale / 180).squareRoot()
    let theta = probe.coefficients.map { $0 * scale }
    let intercept = probe.offset + zip(probe.coefficients, means).reduce(0) { $0 + $1.0 * $1.1 }
    var gradient = theta + [intercept]
    for sample in 0..<60 {
      let x = (0..<3).map { (outputs[sample * 3 + $0] - means[$0]) / scale }
      let sign = isPositive[sample] ? 1.0 : -1.0
      let margin = sign * (zip(theta, x).reduce(intercept) { $0 + $1.0 * $1.1 })
      let wrong = 1 / (1 + exponential(margin))
      for head in 0..<3 { gradient[head] -= sign * wrong * x[head] }
      gradient[3] -= sign * wrong
    }
    for slope in gradient { #expect(abs(slope) < 1e-6) }
    #expect(probe.coefficients[1] > 0)
  }

  private func exponential(_ x: Double) -> Double {
    // The power series, so that the test does not depend on the code that it tests.
    var term = 1.0
    var sum = 1.0
    for n in 1...80 {
      term *= abs(x) / Double(n)
      sum += term
    }
    return x < 0 ? 1 / sum : sum
  }

  /// Answers depend neither on the scale of the outputs nor on a constant added to a head.
  @Test func unitsAndOffsetsDoNotMatter() {
    let (outputs, isPositive) = clouds(80, gap: 0.2)
    let moved = outputs.enumerated().map { $1 * 64 + Double($0 % 3) * 8 }
    let one = Probe(outputs: outputs, heads: 3, isPositive: isPositive)
    let two = Probe(outputs: moved, heads: 3, isPositive: isPositive)
    for sample in 0..<80 {
      let first = one.score(Array(outputs[sample * 3..<sample * 3 + 3]))
      let second = two.score(Array(moved[sample * 3..<sample * 3 + 3]))
      #expect(abs(first - second) < 1e-4 * (1 + abs(first)))
    }
  }

  /// Separable classes, outputs without information and no outputs at all leave finite coefficients.
  @Test func extremesStayFinite() {
    let (outputs, isPositive) = clouds(40, gap: 50)
    let probe = Probe(outputs: outputs, heads: 3, isPositive: isPositive)
    #expect(probe.coefficients.allSatisfy(\.isFinite) && probe.offset.isFinite)
    for sample in 0..<40 {
      let score = probe.score(Array(outputs[sample * 3..<sample * 3 + 3]))
      #expect((score > 0) == isPositive[sample])
    }
    let silent = Probe(outputs: Array(repeating: 0, count: 120), heads: 3, isPositive: isPositive)
    #expect(silent.coefficients == [0, 0, 0] && silent.offset == 0 && silent.reach == 0)
    let oneSided = Probe(outputs: outputs, heads: 3, isPositive: Array(repeating: true, count: 40))
    #expect(oneSided.coefficients.allSatisfy(\.isFinite) && oneSided.offset > 0)
  }
}
