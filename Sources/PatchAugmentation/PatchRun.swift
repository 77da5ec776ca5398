import Experiments

/// One run: training samples, a network that learns from them, and test samples.
package struct PatchRun: Sendable {
  /// The numbers of the run.
  package let model: PatchModel
  /// The training samples.
  package let samples: [PatchSample]
  /// The steps taken so far.
  package private(set) var time = 0
  private let noise: NoisePatches
  private let loss: AugmentedLoss
  private let tests: [(distraction: Int, noise: [(first: Double, second: Double, deviation: Double)])]
  private var network: PatchNetwork
  private var random: RandomNumbers

  /// Draws the data and the initial weights.
  ///
  /// The test noise is drawn here too, so that readings do not depend on the times at which they are taken.
  ///
  /// - Throws: ``PatchModelError`` if the numbers do not fit together.
  package init(_ model: PatchModel, _ random: RandomNumbers) throws(PatchModelError) {
    try model.check()
    var random = random
    samples = PatchSample.training(of: model, &random)
    noise = NoisePatches(of: model, &random)
    loss = AugmentedLoss(labels: samples.map { Double($0.label) }, patches: model.patches)
    let deviations = model.deviations
    tests = (0..<model.tests).map { _ in
      let distraction = PatchSample.sign(&random)
      return (
        distraction,
        (1..<model.patches).map {
          (random.normal(), random.normal(), $0 == 1 ? deviations.dominant : deviations.background)
        }
      )
    }
    network = PatchNetwork(of: model, noise: noise, &random)
    self.model = model
    self.random = random
  }

  /// Takes steps of full-batch gradient descent up to a time.
  ///
  /// The losses of ERM and Cutout are exact means. That of CutMix is the mean over partners drawn afresh in every step
  /// and over all sets of patches.
  package mutating func train(until end: Int) {
    while time < end {
      let forward = network.forward(samples, noise)
      let gradient =
        switch model.augmentation {
        case .erm: loss.erm(forward.outputs)
        case .cutout: loss.cutout(forward.outputs)
        case .cutmix: loss.cutmix(forward.outputs, partners: partners())
        }
      network.step(model.stepSize, along: gradient, at: forward, samples, noise)
      time += 1
    }
  }

  private mutating func partners() -> [Int] {
    (0..<model.samples * model.mixings).map { _ in random.index(below: model.samples) }
  }

  /// Returns the number of training samples, unchanged, that the network gets wrong.
  package func trainingErrors() -> Int {
    let outputs = network.forward(samples, noise).outputs
    return samples.indices.count { index in
      let output = outputs[index * model.patches..<(index + 1) * model.patches].reduce(0, +)
      return Double(samples[index].label) * output <= 0
    }
  }

  /// Returns the number of test samples with features of a kind that the network gets wrong.
  ///
  /// Half of them have label 1. The inner products of their noise with the weights are drawn from their law given the
  /// weights, so no vector of dimension d is needed.
  package func testErrors(on kind: FeatureKind) -> Int {
    let root = network.noiseRoot()
    return tests.indices.count { index in
      let label = index % 2 == 0 ? 1 : -1
      let sample = PatchSample(label: label, kind: kind, distraction: tests[index].distraction, roles: [])
      return Double(label) * network.output(of: sample, noise: tests[index].noise, root: root) <= 0
    }
  }

  /// Returns the response to the features of a kind, the mean over both classes: φ(⟨w₁, v⟩) − φ(⟨w₋₁, v⟩) with the sign
  /// of the class.
  package func response(to kind: FeatureKind) -> Double {
    (network.response(to: PatchFeature(kind, of: 1)) + network.response(to: PatchFeature(kind, of: -1))) / 2
  }
}
