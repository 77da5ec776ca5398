import MultiView

/// A trial trained by its Gram chain: exactly the law of the trainer, by an independent way (dimension-free.md §1).
///
/// The classes and strengths of all samples are those of the trainer for the same seed; their noise is drawn anew.
package struct GramChain: Sendable {
  private let trial: NetworkTrial
  private let source: SampleSource
  /// The multiplier z: a neuron z deviations below its threshold on a patch counts as silent there.
  ///
  /// It errs with probability 6·10⁻¹⁶ per neuron and patch.
  private let multiplier = 8.0
  private let lucky: LuckyPairs
  private var batch = Batch()

  /// The network now.
  package private(set) var network: GramNetwork
  /// The number of steps taken.
  package private(set) var time = 0

  /// The chain of a trial from its initial network; nil if the trial has anything that the chain does not know.
  ///
  /// It knows fresh samples, labels that tell superclasses, and fixed numbers of steps. It knows neither dominant noise
  /// nor rotated frames, fine-tuning or planted defects.
  package init?(_ trial: NetworkTrial, from network: GramNetwork) {
    let parameters = trial.parameters
    switch trial.schedule {
    case .steps, .finish: break
    case .window, .inspection, .audit, .comparison: return nil
    }
    guard parameters.sourceSize == 0, parameters.dominantNoise == 0, trial.labels.knowsSuperclasses,
      trial.frame == nil, trial.finetuning == nil, trial.fault == nil
    else { return nil }
    self.trial = trial
    self.network = network
    source = SampleSource(parameters: parameters, seed: trial.seed)
    lucky = LuckyPairs(network, meanings: source.meanings(of: trial.labels), features: source.features)
  }

  /// The number D of dimensions off the features.
  private var freeDimension: Int { trial.parameters.d - source.features.count }

  /// Takes all steps of the trial and returns its observables.
  package mutating func run() -> GramReading {
    while time < trial.maximalSteps { step() }
    return read()
  }

  /// Takes one step of SGD.
  package mutating func step() {
    let parameters = trial.parameters
    batch.fill(0..<parameters.batch, at: .training(step: time), from: source)
    let patches = patches(of: batch)
    let noise = noise(of: patches, at: NoiseDraw.Place(seed: trial.seed, purpose: .training, step: time))
    let coordinates = patches.coordinates(noise: noise.features)
    let potentials = network.potentials(coordinates: coordinates, products: noise.products)
    let outputs = HeadOutputs(potentials, of: network, samples: patches.samples, count: batch.count)
    let slopes = outputs.slopes(
      labels: source.labels(of: batch, under: trial.labels), factor: parameters.stepSize / Double(batch.count))
    let coefficients = network.coefficients(potentials, slopes: slopes, samples: patches.samples)
    // Patches on which no neuron fired change nothing.
    let fired = (0..<patches.count).filter { patch in
      (0..<network.count).contains { potentials[$0, patch] > 0 }
    }
    network.move(
      by: coefficients.selecting(columns: fired), coordinates: coordinates.selecting(columns: fired),
      products: noise.products.selecting(columns: fired), noise: noise.gram(of: fired),
      biasDecay: parameters.biasDecay)
    time += 1
  }

  /// Returns the observables at the current time.
  package func read() -> GramReading {
    let easy = examine(.easy)
    let hard = examine(.hard)
    let share = trial.parameters.hardShare
    return GramReading(
      trainingLoss: share > 0 ? (1 - share) * easy.loss + share * hard.loss : easy.loss,
      easyErrors: easy.errors, hardErrors: hard.errors, hardMargin: hard.medianMargin,
      commonWeight: lucky.commonWeight(in: network), rareWeight: lucky.rareWeight(in: network),
      offFeatureShare: lucky.offFeatureShare(in: network), biasRatio: lucky.biasRatio(in: network))
  }

  /// Evaluates the test samples of a kind, batch by batch.
  private func examine(_ kind: Sample.Kind) -> GramExam {
    let place = SampleSource.Place.test(kind, time: time)
    let meanings = source.meanings(of: trial.labels)
    let count = trial.parameters.testSamples
    var exam = GramExam()
    var batch = Batch()
    for first in stride(from: 0, to: count, by: 64) {
      batch.fill(first..<min(count, first + 64), at: place, from: source)
      let patches = patches(of: batch)
      let noise = noise(
        of: patches,
        at: NoiseDraw.Place(
          seed: trial.seed, purpose: kind == .easy ? .easy : .hard, step: time, part: first / 64))
      let potentials = network.potentials(
        coordinates: patches.coordinates(noise: noise.features), products: noise.products)
      let outputs = HeadOutputs(potentials, of: network, samples: patches.samples, count: batch.count)
      for (sample, label) in source.labels(of: batch, under: trial.labels).enumerated() {
        exam.add(outputs, sample: sample, label: label, of: batch.subclasses[sample].superclass, meanings: meanings)
      }
    }
    return exam
  }

  /// Returns the patches of a batch on which some neuron may fire.
  private func patches(of batch: Batch) -> PatchSet {
    let deviation = multiplier * trial.parameters.noiseScale
    let reach = (0..<network.count).map { neuron in
      network.biases[neuron] + deviation * network.squaredNorm(of: neuron).squareRoot()
    }
    return PatchSet(batch, patches: trial.parameters.P) { feature, strength in
      (0..<network.count).contains { neuron in
        reach[neuron] + (feature.map { strength * network.signals[neuron, $0] } ?? 0) > 0
      }
    }
  }

  private func noise(of patches: PatchSet, at place: NoiseDraw.Place) -> NoiseDraw {
    NoiseDraw(
      count: patches.count, factor: GramFactor(of: network.gram, dimension: freeDimension),
      features: source.features.count, dimension: freeDimension, scale: trial.parameters.noiseScale, at: place)
  }
}
