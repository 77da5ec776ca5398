import Foundation
import MultiView
import Randomness
import TestSupport
import Testing

@testable import Training

/// The Gram chain of dimension-free.md §1 against explicit vectors, and the trainer against the Gram chain.
@Suite struct GramChainTests {
  // MARK: Pathwise

  /// With X and M of actual weights and noise, the chain moves x, b and G as explicit SGD on vectors does.
  @Test(arguments: [LabelMap.coarse, .fine], ["standard", "loud"])
  func chainFollowsExplicitVectors(labels: LabelMap, regime: String) throws {
    let parameters = try #require(Regime(named: regime)).parameters(at: 32, overrides: [.lucky: 2, .batch: 16, .k: 3])
    let trial = NetworkTrial(parameters: parameters, labels: labels, seed: 1_000_000, schedule: .steps(6))
    let source = SampleSource(parameters: parameters, seed: trial.seed)
    let features = source.features.count
    let start = trial.initialWeights
    var explicit = start.weights
    var biases = start.biases
    var chain = trial.gramStart
    var moved = 0
    var worst = 0.0
    for step in 0..<6 {
      var batch = Batch()
      batch.fill(0..<parameters.batch, at: .training(step: step), from: source)
      let set = PatchSet(batch, patches: parameters.P) { _, _ in true }
      let patches = explicitPatches(set, step: step, source: source)
      let labelled = source.labels(of: batch, under: labels)
      let (coordinates, noise) = patches.split(at: features)
      let products = explicit.split(at: features).second.times(noise.transposed)

      // The chain's own step, from X and M alone.
      let potentials = chain.potentials(coordinates: coordinates.transposed, products: products)
      let outputs = HeadOutputs(potentials, of: chain, samples: set.samples, count: batch.count)
      let slopes = outputs.slopes(labels: labelled, factor: parameters.stepSize / Double(batch.count))
      let coefficients = chain.coefficients(potentials, slopes: slopes, samples: set.samples)
      chain.move(
        by: coefficients, coordinates: coordinates.transposed, products: products, noise: noise.gram,
        biasDecay: parameters.biasDecay)

      moved += explicitStep(
        weights: &explicit, biases: &biases, heads: start.heads, patches: patches, samples: set.samples,
        labels: labelled, trial: trial)
      let (signals, rest) = explicit.split(at: features)
      let differences = [
        difference(chain.signals.entries, signals.entries), difference(chain.biases, biases),
        difference(chain.gram.entries, rest.gram.entries),
      ]
      for difference in differences { #expect(difference < 1e-10) }
      worst = max(worst, differences.reduce(0, max))
    }
    #expect(moved > 100)
    report("\(labels.name), \(regime): \(moved) firings of \(chain.count) neurons, largest difference \(worst)")
  }

  /// All patches of a set written out, one row per patch.
  private func explicitPatches(_ set: PatchSet, step: Int, source: SampleSource) -> Matrix {
    let d = source.parameters.d
    var patches = Matrix(rows: set.count, columns: d)
    for patch in 0..<set.count {
      let noise = [Float](unsafeUninitializedCapacity: d) { buffer, count in
        if let row = buffer.baseAddress {
          source.writeNoise(
            row, sample: set.samples[patch], position: set.positions[patch], at: .training(step: step), on: .portable)
        }
        count = d
      }
      patches.setRow(patch, noise.map(Double.init))
      if let feature = set.features[patch] { patches[patch, feature] += set.strengths[patch] }
    }
    return patches
  }

  /// One step of SGD on vectors as model.md §2 defines it; returns the number of (neuron, patch) pairs that fired.
  private func explicitStep(
    weights: inout Matrix, biases: inout [Double], heads: [Int], patches: Matrix, samples: [Int], labels: [Int],
    trial: NetworkTrial
  ) -> Int {
    var logits = Array(repeating: Array(repeating: 0.0, count: trial.heads), count: labels.count)
    var fired: [(neuron: Int, patch: Int)] = []
    for neuron in 0..<weights.rows {
      for patch in 0..<patches.rows {
        let value = zip(weights.row(neuron), patches.row(patch)).reduce(biases[neuron]) { $0 + $1.0 * $1.1 }
        guard value > 0 else { continue }
        logits[samples[patch]][heads[neuron]] += value
        fired.append((neuron, patch))
      }
    }
    var change = Matrix(rows: weights.rows, columns: weights.columns)
    for (neuron, patch) in fired {
      let outputs = logits[samples[patch]]
      let probability = exp(outputs[heads[neuron]]) / outputs.reduce(0) { $0 + exp($1) }
      let slope = (labels[samples[patch]] == heads[neuron] ? 1 : 0) - probability
      change.add(trial.parameters.stepSize / Double(labels.count) * slope, row: patch, of: patches, to: neuron)
    }
    for neuron in 0..<weights.rows {
      weights.add(1, row: neuron, of: change, to: neuron)
      biases[neuron] -= trial.parameters.biasDecay * change.row(neuron).reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    return fired.count
  }

  /// The largest difference of two lists, relative to the largest entry.
  private func difference(_ one: [Double], _ two: [Double]) -> Double {
    let largest = two.reduce(0) { max($0, abs($1)) }
    return zip(one, two).reduce(0) { max($0, abs($1.0 - $1.1)) } / largest
  }

  // MARK: In distribution

  /// A setting at which the trainer and the chain are compared.
  struct Setting: Sendable, CustomTestStringConvertible {
    let name: String
    let labels: LabelMap
    var regime = Regime.standard
    let d: Int
    let steps: Int
    let seeds: Int
    let overrides: [RegimeParameter: Double]

    var testDescription: String { name }

    /// Settings that take a few seconds together.
    ///
    /// In quiet noise the chain's random part moves next to nothing, so the loud settings carry the comparison of laws.
    /// With 80 seeds of 24 steps, a chain without the Wishart part was 7 standard errors off there in the off-feature share.
    /// One whose bias ignored the noise of a step was 13 to 37 off, and one without noise on features 12 to 44.
    static let small = [
      Setting(
        name: "coarse, quiet", labels: .coarse, d: 128, steps: 32, seeds: 60,
        overrides: [.lucky: 2, .k: 3, .batch: 16, .testSamples: 64]),
      Setting(
        name: "fine, quiet", labels: .fine, d: 128, steps: 48, seeds: 60,
        overrides: [.lucky: 2, .k: 2, .batch: 16, .testSamples: 64]),
      Setting(
        name: "coarse, loud, fewer neurons than dimensions", labels: .coarse, regime: .loud, d: 256, steps: 16,
        seeds: 64, overrides: [.lucky: 0.5, .k: 2, .noiseNorm: 1.5, .batch: 8, .testSamples: 64]),
      Setting(
        name: "fine, loud, fewer neurons than dimensions", labels: .fine, regime: .loud, d: 256, steps: 16,
        seeds: 64, overrides: [.lucky: 0.25, .k: 2, .noiseNorm: 1.5, .batch: 8, .testSamples: 64]),
      Setting(
        name: "coarse, loud, more neurons than dimensions", labels: .coarse, regime: .loud, d: 32, steps: 24, seeds: 60,
        overrides: [.lucky: 1, .k: 2, .batch: 16, .testSamples: 64]),
    ]

    /// Settings of the size of real trials, with as many seeds as `LITTLEO_GRAM_SEEDS` says.
    static let large: [Setting] = {
      let text = ProcessInfo.processInfo.environment["LITTLEO_GRAM_SEEDS"] ?? ""
      guard let seeds = Int(text), seeds >= 2 else { return [] }
      return [
        Setting(
          name: "coarse, d = 256", labels: .coarse, d: 256, steps: 64, seeds: seeds,
          overrides: [.lucky: 4, .k: 6, .testSamples: 200]),
        Setting(
          name: "fine, d = 128", labels: .fine, d: 128, steps: 128, seeds: seeds,
          overrides: [.lucky: 3, .k: 4, .testSamples: 200]),
        Setting(
          name: "loud, d = 128", labels: .coarse, regime: .loud, d: 128, steps: 64, seeds: seeds,
          overrides: [.lucky: 1, .k: 4, .testSamples: 200]),
      ]
    }()
  }

  /// The trainer and the chain agree in distribution, on the same initial networks, classes and strengths.
  @Test(arguments: Setting.small + Setting.large)
  func trainerHasTheLawOfTheChain(setting: Setting) throws {
    var differences = Array(repeating: [Double](), count: 8)
    var means = Array(repeating: 0.0, count: 8)
    var seconds = (chain: 0.0, trainer: 0.0)
    var neurons = 0
    let clock = ContinuousClock()
    for seed in 0..<UInt64(setting.seeds) {
      let parameters = try setting.regime.parameters(at: setting.d, overrides: setting.overrides)
      let trial = NetworkTrial(
        parameters: parameters, labels: setting.labels, seed: 1_000_000 + seed,
        schedule: .finish(steps: setting.steps))
      var checkpoint: Checkpoint?
      seconds.trainer += try elapsed(clock) { checkpoint = try Trainer.train(trial).checkpoints.last }
      let exact = try #require(checkpoint)
      var chain = try #require(GramChain(trial, from: trial.gramStart))
      var reading: GramReading?
      seconds.chain += elapsed(clock) { reading = chain.run() }
      let drawn = try #require(reading)
      neurons += chain.network.count
      // A seed without lucky neurons has no mean weight in either.
      let pairs = [
        (drawn.trainingLoss, exact.trainingLoss), (drawn.commonWeight, exact.commonWeight),
        (drawn.rareWeight, exact.rareWeight), (drawn.easyErrors, exact.easyErrors),
        (drawn.hardErrors, exact.hardErrors), (drawn.hardMargin, exact.hardMargin?.median),
        (drawn.offFeatureShare, exact.offFeatureShare), (drawn.biasRatio, exact.biasRatio),
      ]
      for (place, pair) in pairs.enumerated() {
        #expect((pair.0 == nil) == (pair.1 == nil))
        guard let one = pair.0, let two = pair.1 else { continue }
        differences[place].append(one - two)
        means[place] += two
      }
    }
    let names = [
      "loss", "common weight", "rare weight", "easy errors", "hard errors", "hard margin", "off-feature share",
      "bias ratio",
    ]
    var lines: [String] = []
    for (place, name) in names.enumerated() {
      let count = Double(differences[place].count)
      let mean = differences[place].reduce(0, +) / count
      let variance = differences[place].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
      let error = (variance / count).squareRoot()
      let z = error > 0 ? mean / error : 0
      lines.append("\(name) \(means[place] / count): difference \(mean) ± \(error), z = \(z)")
      #expect(abs(mean) <= 4 * error, "\(setting.name): \(lines.last ?? "")")
    }
    let steps = Double(setting.seeds * setting.steps)
    lines.append(
      "\(neurons / setting.seeds) neurons; ms per step, tests included: chain \(1000 * seconds.chain / steps), trainer "
        + "\(1000 * seconds.trainer / steps)")
    report("\(setting.name): \(setting.seeds) seeds\n  " + lines.joined(separator: "\n  "))
  }

  /// Prints what was measured, if `LITTLEO_GRAM_SEEDS` is set.
  private func report(_ text: String) {
    if ProcessInfo.processInfo.environment["LITTLEO_GRAM_SEEDS"] != nil { print(text) }
  }

  private func elapsed(_ clock: ContinuousClock, _ body: () throws -> Void) rethrows -> Double {
    try clock.measure(body) / .seconds(1)
  }
}
