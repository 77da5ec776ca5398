import Experiments
import Foundation
import Testing

@testable import PatchAugmentation

@Suite struct PatchNetworkTests {
  private let model: PatchModel
  private let samples: [PatchSample]
  private let noise: NoisePatches
  private let network: PatchNetwork

  init() {
    var random = RandomNumbers(seed: 7)
    var model = PatchModel(
      dimension: 64, samples: 8, rareShare: 0.25, extremeShare: 0.25, dominantPower: 4, backgroundPower: 1,
      featureNoise: 0.5, augmentation: .erm)
    model.initial = 0.3
    self.model = model
    samples = PatchSample.training(of: model, &random)
    noise = NoisePatches(of: model, &random)
    network = PatchNetwork(of: model, noise: noise, &random)
  }

  @Test func theActivationHasItsThreePieces() {
    let activation = Activation(slope: 0.1, radius: 2)
    #expect(abs(activation.value(-3) + 0.3) < 1e-15 && activation.derivative(-3) == 0.1)
    #expect(activation.value(0) == 0 && activation.derivative(0) == 0.1)
    #expect(abs(activation.value(1) - (0.9 / 4 + 0.1)) < 1e-15 && activation.derivative(1) == 0.55)
    #expect(abs(activation.value(2) - 1.1) < 1e-15 && activation.derivative(2) == 1)
    #expect(abs(activation.value(5) - 4.1) < 1e-15)
  }

  private func meanLoss(_ network: PatchNetwork) -> Double {
    let outputs = network.forward(samples, noise).outputs
    return samples.enumerated().reduce(0) { sum, sample in
      let output = outputs[3 * sample.offset..<3 * sample.offset + 3].reduce(0, +)
      return sum + log1p(exp(-Double(sample.element.label) * output)) / Double(samples.count)
    }
  }

  /// A small step lowers the loss by its length squared over η, as only the gradient does.
  @Test func aStepFollowsTheGradient() {
    let labels = samples.map { Double($0.label) }
    let forward = network.forward(samples, noise)
    let gradient = AugmentedLoss(labels: labels, patches: 3).erm(forward.outputs)
    func after(_ stepSize: Double) -> PatchNetwork {
      var network = network
      network.step(stepSize, along: gradient, at: forward, samples, noise)
      return network
    }
    let moved = after(0.01)
    func squares(_ one: [Double], _ other: [Double]) -> Double {
      zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    func squares(_ one: [NoisePatches.Block], _ other: [NoisePatches.Block]) -> Double {
      zip(one, other).reduce(0) { $0 + Double((($1.0 - $1.1) * ($1.0 - $1.1)).sum()) }
    }
    let length =
      squares(moved.firstFeatures, network.firstFeatures) + squares(moved.secondFeatures, network.secondFeatures)
      + squares(moved.firstNoise, network.firstNoise) + squares(moved.secondNoise, network.secondNoise)
    let slope = (meanLoss(after(0.01)) - meanLoss(after(-0.01))) / 0.02
    #expect(length > 0)
    #expect(abs(slope / (-length / 1e-4) - 1) < 0.01)
  }

  /// The roots give the lengths of the two filters and their product.
  @Test func freshNoiseHasTheCovarianceOfTheFilters() {
    let root = network.noiseRoot()
    // Initial weights are N(0, 0.09) in 58 dimensions.
    #expect(abs(root.first * root.first / (58 * 0.09) - 1) < 0.8)
    let second = root.both * root.both + root.second * root.second
    #expect(abs(second / (58 * 0.09) - 1) < 0.8)
  }

  @Test func bothClassesHaveTheExpectedKinds() {
    for label in [1, -1] {
      let kinds = samples.filter { $0.label == label }.map(\.kind)
      #expect(kinds.count { $0 == .common } == 2)
      #expect(kinds.count { $0 == .rare } == 1)
      #expect(kinds.count { $0 == .extreme } == 1)
    }
    for sample in samples { #expect(sample.roles.sorted() == [0, 1, 2]) }
  }
}
