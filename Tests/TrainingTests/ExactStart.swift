import MultiView
import Randomness

@testable import Training

/// The initial network of an exact trial, and its products with the noise of patches.
///
/// A concentrated trial that starts from it shares with the exact one all that its law replaces at initialisation.
final class ExactStart {
  private let trial: NetworkTrial
  private let source: SampleSource
  /// The initial weights of the neurons that a concentrated trial holds, by their place.
  private var weights: [Int32: [Float]] = [:]
  /// The noise of the patches of one sample, divided by σ_ζ.
  private var noise: [Int: [Float]] = [:]
  private var sample: InitialProducts.Patch?

  /// The neurons, with the squared norms of the exact network.
  private(set) var neurons: [SingleNeuron]

  /// The initial network of a concentrated trial.
  init(_ trial: NetworkTrial) {
    self.trial = trial
    let source = SampleSource(trial)
    self.source = source
    let screen = Screen(for: trial)
    let network = Network(of: trial.held(.pruned, for: trial.schedule), screen: screen, on: Execution())
    let stage = Stage(pretraining: trial, source: source, headOfBlock: (0..<Int32(trial.heads)).map { $0 })
    neurons =
      ConcentratedStart(
        of: trial, screen: screen, law: ConcentratedLaw(of: trial, screen: screen),
        own: OwnFeatures(of: trial, stage.features), on: Execution()
      ).neurons
    for index in neurons.indices {
      let slot = Int(neurons[index].place)
      network.materialise(slot / NetworkLayout.lanes)
      let row = (0..<trial.parameters.d).map { network.weight(slot, $0) }
      weights[neurons[index].place] = row
      let whole = row.reduce(0.0) { $0 + Double($1) * Double($1) }
      neurons[index].rest = whole - neurons[index].heldNorm
    }
  }

  /// The products that a concentrated trial takes from here.
  var products: InitialProducts {
    InitialProducts { [self] neuron, ear, patch in product(neuron, ear, patch) }
  }

  private func product(_ neuron: SingleNeuron, _ ear: Int, _ patch: InitialProducts.Patch) -> Double {
    guard let row = weights[neuron.place] else { return .nan }
    let noise = self.noise(of: patch)
    var sum = Double(Self.product(row, noise))
    for (index, held) in neuron.ears.enumerated() {
      let feature = Int(held.feature)
      sum += ((index == ear ? 0 : held.weight) - Double(row[feature])) * Double(noise[feature])
    }
    return sum
  }

  /// Sums in sixteen lanes, which is fast and exact enough.
  private static func product(_ one: [Float], _ two: [Float]) -> Float {
    one.withUnsafeBytes { one in
      two.withUnsafeBytes { two in
        var sum = SIMD16<Float>.zero
        for start in stride(from: 0, to: one.count, by: 64) {
          sum +=
            one.loadUnaligned(fromByteOffset: start, as: SIMD16<Float>.self)
            * two.loadUnaligned(fromByteOffset: start, as: SIMD16<Float>.self)
        }
        return sum.sum()
      }
    }
  }

  private func noise(of patch: InitialProducts.Patch) -> [Float] {
    if sample?.place != patch.place || sample?.sample != patch.sample {
      noise.removeAll()
      sample = patch
    }
    if let row = noise[patch.position] { return row }
    let count = trial.parameters.d
    let deviation = Float(trial.parameters.noiseScale)
    let row = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress {
        source.writeNoise(
          base, sample: patch.sample, position: patch.position, at: patch.place, on: Execution().instructions)
        for index in 0..<count { base[index] /= deviation }
      }
      filled = count
    }
    noise[patch.position] = row
    return row
  }
}
