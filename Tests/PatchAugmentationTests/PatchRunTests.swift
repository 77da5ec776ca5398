import Experiments
import Foundation
import Testing

@testable import PatchAugmentation

@Suite struct PatchRunTests {
  private func model(_ augmentation: Augmentation = .erm) -> PatchModel {
    var model = PatchModel(
      dimension: 256, samples: 40, rareShare: 0.2, extremeShare: 0.1, dominantPower: 8, backgroundPower: 2,
      featureNoise: 0.5, augmentation: augmentation)
    model.tests = 200
    return model
  }

  private func readings(_ run: PatchRun) -> [Double] {
    FeatureKind.allCases.flatMap { [run.response(to: $0), Double(run.testErrors(on: $0))] }
  }

  @Test(arguments: Augmentation.allCases) func aSeedGivesTheSameBits(augmentation: Augmentation) throws {
    var runs = try [5, 5, 6].map { try PatchRun(model(augmentation), RandomNumbers(seed: $0)) }
    for index in runs.indices { runs[index].train(until: 20) }
    #expect(readings(runs[0]) == readings(runs[1]))
    #expect(readings(runs[0]) != readings(runs[2]))
  }

  @Test func readingsDoNotDependOnTheTimesOfOthers() throws {
    var (often, once) = (
      try PatchRun(model(.cutmix), RandomNumbers(seed: 1)), try PatchRun(model(.cutmix), RandomNumbers(seed: 1))
    )
    for time in 1...10 {
      often.train(until: time)
      _ = (often.testErrors(on: .rare), often.trainingErrors())
    }
    once.train(until: 10)
    #expect(readings(often) == readings(once))
  }

  @Test func withoutAStepHalfOfTheSamplesAreWrong() throws {
    var model = model()
    model.tests = 4000
    var errors = 0.0
    for seed in UInt64(0)..<50 {
      errors += Double(try PatchRun(model, RandomNumbers(seed: seed)).testErrors(on: .common)) / 200_000
    }
    #expect(abs(errors - 0.5) < 0.05)
  }

  /// Without noise and initial weights, each response follows a recursion of its own.
  @Test func withoutNoiseFeaturesAreLearnedAlone() throws {
    var model = model()
    (model.dominantPower, model.backgroundPower, model.featureNoise, model.initial) = (0, 0, 0, 0)
    var run = try PatchRun(model, RandomNumbers(seed: 2))
    run.train(until: 300)
    let activation = Activation(slope: model.slope, radius: model.radius)
    for (kind, count) in [(FeatureKind.common, 14.0), (.rare, 4), (.extreme, 2)] {
      var (own, other) = (0.0, 0.0)
      for _ in 0..<300 {
        let pull = count / 40 / (1 + exp(activation.value(own) - activation.value(other)))
        (own, other) = (own + pull * activation.derivative(own), other - pull * activation.derivative(other))
      }
      #expect(abs(run.response(to: kind) - activation.value(own) + activation.value(other)) < 1e-9)
      #expect(run.testErrors(on: kind) == 0)
    }
    #expect(run.trainingErrors() == 0)
  }

  /// Trained long enough, CutMix gives every feature the same response, that of the even minimum.
  @Test func cutMixRespondsEvenly() throws {
    var model = model(.cutmix)
    (model.dominantPower, model.backgroundPower, model.featureNoise, model.stepSize) = (8, 8, 0, 4)
    model.mixings = 8
    var run = try PatchRun(model, RandomNumbers(seed: 3))
    run.train(until: 3000)
    for kind in FeatureKind.allCases { #expect(abs(run.response(to: kind) / 1.3954 - 1) < 0.1) }
  }

  /// The law of a run is that of vectors in d dimensions: compared with a network that holds them all.
  @Test(arguments: [Augmentation.erm, .cutout]) func aRunHasTheLawOfWholeVectors(augmentation: Augmentation) throws {
    var model = PatchModel(
      dimension: 24, samples: 8, rareShare: 0.25, extremeShare: 0, dominantPower: 4, backgroundPower: 1,
      featureNoise: 0.5, augmentation: augmentation)
    (model.initial, model.tests, model.stepSize) = (0.2, 50, 2)
    var (ours, whole) = (Moments(), Moments())
    for seed in 0..<600 {
      var run = try PatchRun(model, RandomNumbers(seed: UInt64(seed)))
      run.train(until: 30)
      ours.add([run.response(to: .common), run.response(to: .rare), Double(run.testErrors(on: .rare)) / 50])
      var vectors = WholeVectors(model, RandomNumbers(seed: UInt64(5000 + seed)))
      whole.add(vectors.readings(after: 30))
    }
    for index in 0..<3 {
      let error = (ours.variance(index) + whole.variance(index)).squareRoot()
      #expect(abs(ours.mean(index) - whole.mean(index)) < 4 * error)
    }
  }

  @Test func numbersThatDoNotFitAreNamed() {
    var small = model()
    small.dimension = 80
    #expect(throws: PatchModelError("d = 80 is out of range: n(P − 1) = 80 noise patches need d ≥ 88.")) {
      try PatchRun(small, RandomNumbers(seed: 1))
    }
    var frequent = model()
    frequent.rareShare = 0.95
    #expect(throws: PatchModelError.self) { try PatchRun(frequent, RandomNumbers(seed: 1)) }
  }
}

/// Sums of several numbers and of their squares.
private struct Moments {
  private var values: [[Double]] = []

  mutating func add(_ numbers: [Double]) { values.append(numbers) }

  func mean(_ index: Int) -> Double { values.reduce(0) { $0 + $1[index] } / Double(values.count) }

  /// The variance of the mean.
  func variance(_ index: Int) -> Double {
    let mean = mean(index)
    let count = Double(values.count)
    return values.reduce(0) { $0 + ($1[index] - mean) * ($1[index] - mean) } / (count * (count - 1))
  }
}

/// The model of the source in d dimensions, with one vector per patch; features are the first six unit vectors.
private struct WholeVectors {
  private let model: PatchModel
  private var random: RandomNumbers
  private var samples: [PatchSample]
  private var patches: [[[Double]]] = []
  private var filters: [[Double]]

  init(_ model: PatchModel, _ random: RandomNumbers) {
    self.model = model
    self.random = random
    samples = PatchSample.training(of: model, &self.random)
    filters = []
    for sample in samples { patches.append(vectors(of: sample)) }
    filters = (0..<2).map { _ in (0..<model.dimension).map { _ in model.initial * self.random.normal() } }
  }

  private mutating func vectors(of sample: PatchSample) -> [[Double]] {
    let deviations = [model.dominantPower, model.backgroundPower].map { ($0 / Double(model.dimension)).squareRoot() }
    return (0..<model.patches).map { role in
      var vector = [Double](repeating: 0, count: model.dimension)
      if role == 0 {
        vector[sample.feature.index] = 1
        return vector
      }
      for index in 6..<model.dimension { vector[index] = deviations[min(role, 2) - 1] * random.normal() }
      if role == 1 { vector[PatchFeature(.common, of: sample.distraction).index] = model.featureNoise }
      return vector
    }
  }

  private func product(_ one: [Double], _ other: [Double]) -> Double { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Trains, and returns two responses and the error on fresh samples with rare features.
  mutating func readings(after steps: Int) -> [Double] {
    let activation = Activation(slope: model.slope, radius: model.radius)
    func output(_ vector: [Double]) -> Double {
      activation.value(product(filters[0], vector)) - activation.value(product(filters[1], vector))
    }
    let loss = AugmentedLoss(labels: samples.map { Double($0.label) }, patches: model.patches)
    for _ in 0..<steps {
      let outputs = patches.joined().map(output)
      let gradient = model.augmentation == .erm ? loss.erm(outputs) : loss.cutout(outputs)
      let before = filters
      for (slope, vector) in zip(gradient, patches.joined()) {
        for (filter, sign) in [(0, 1.0), (1, -1)] {
          let pull = model.stepSize * sign * slope * activation.derivative(product(before[filter], vector))
          for index in vector.indices { filters[filter][index] -= pull * vector[index] }
        }
      }
    }
    let responses = [FeatureKind.common, .rare].map { kind in
      [1, -1].reduce(0) { sum, label in
        var vector = [Double](repeating: 0, count: model.dimension)
        vector[PatchFeature(kind, of: label).index] = 1
        return sum + Double(label) * output(vector) / 2
      }
    }
    var errors = 0.0
    for index in 0..<50 {
      let sample = PatchSample(
        label: index % 2 == 0 ? 1 : -1, kind: .rare, distraction: PatchSample.sign(&random), roles: [0, 1, 2])
      let sum = vectors(of: sample).reduce(0) { $0 + output($1) }
      errors += Double(sample.label) * sum <= 0 ? 0.02 : 0
    }
    return responses + [errors]
  }
}
