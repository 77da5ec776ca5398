import Foundation
import MultiView
import Testing

@testable import Training

/// Steps of the trainer against a reference in double precision that evaluates every neuron on every patch.
@Suite struct GradientTests {
  @Test(arguments: [LabelMap.coarse, .fine], [NetworkMode.dense, .pruned])
  func oneStepFollowsTheDefinition(labels: LabelMap, mode: NetworkMode) throws {
    let parameters = try Regime.standard.parameters(
      at: 32, overrides: [.lucky: 2, .batch: 16, .noiseNorm: 0.05], mode: mode)
    let trial = NetworkTrial(parameters: parameters, labels: labels, seed: 5, schedule: .steps(4))
    var bench = Bench(trial)
    for block in 0..<bench.network.blocks { bench.network.materialise(block) }
    var optimizer = Optimizer(of: trial, stage: bench.stage, network: bench.network, on: Execution())
    for step in 0..<4 {
      let place = SampleSource.Place.training(step: step)
      let samples = (0..<parameters.batch).map { bench.source.sample($0, at: place) }
      let labelled = samples.enumerated().map {
        bench.source.label(of: $1.subclass, index: $0, at: place, under: labels)
      }
      var reference = Reference(bench.network)
      let outputs = reference.step(samples, labelled, source: bench.source, place: place, heads: trial.heads)
      let seen = bench.outputs(Batch(samples, first: 0, at: place), recording: true)
      for (one, two) in zip(seen, outputs) { #expect(abs(Double(one) - two) < 1e-5 * (1 + abs(two))) }
      optimizer.step(bench.pass, labels: labelled, network: bench.network, candidates: &bench.candidates)
      #expect(abs(optimizer.loss - reference.loss) < 1e-6)
      for (index, slot) in bench.network.slots.enumerated() {
        for j in 0..<32 {
          #expect(abs(Double(bench.network.weight(slot, j)) - reference.weights[index][j]) < 2e-7)
        }
        #expect(abs(Double(bench.network.bias[slot]) - reference.bias[index]) < 2e-7)
        let norm = reference.weights[index].reduce(0) { $0 + $1 * $1 }.squareRoot()
        #expect(abs(Double(bench.network.norm[slot]) - norm) < 1e-6)
      }
    }
  }

  /// The network sums over patches, so the order in which a sample lists its signals does not matter.
  @Test func patchOrderIsIrrelevant() throws {
    let parameters = try Regime.standard.parameters(at: 32)
    var bench = Bench(NetworkTrial(parameters: parameters, labels: .fine, seed: 2, schedule: .steps(1)))
    let place = SampleSource.Place.test(.hard, time: 1)
    let samples = (0..<64).map { bench.source.sample($0, at: place) }
    let reversed = samples.map { Sample(subclass: $0.subclass, signals: $0.signals.reversed()) }
    let one = bench.outputs(Batch(samples, first: 0, at: place))
    let two = bench.outputs(Batch(reversed, first: 0, at: place))
    #expect((one.max() ?? 0) > 0)
    #expect(one == two)
  }

  /// Every neuron that a screened pass leaves out is silent: evaluating all neurons gives the same bits.
  @Test func screenedPassMissesNothing() throws {
    func bench(_ mode: NetworkMode) throws -> Bench {
      let parameters = try Regime.standard.parameters(at: 64, overrides: [.lucky: 4], mode: mode)
      return Bench(NetworkTrial(parameters: parameters, labels: .fine, seed: 4, schedule: .steps(1)))
    }
    var screened = try bench(.pruned)
    var full = try bench(.dense)
    for kind in Sample.Kind.allCases {
      let place = SampleSource.Place.test(kind, time: 1)
      let batch = Batch((0..<64).map { screened.source.sample($0, at: place) }, first: 0, at: place)
      #expect(screened.outputs(batch) == full.outputs(batch))
    }
    #expect(screened.pass.work < full.pass.work / 20)
  }
}

/// A second, slow implementation of one training step as defined in model.md §2.
private struct Reference {
  var weights: [[Double]]
  var bias: [Double]
  let head: [Int]
  private(set) var loss = 0.0

  init(_ network: borrowing Network) {
    weights = network.slots.map { slot in (0..<network.dimension).map { Double(network.weight(slot, $0)) } }
    bias = network.slots.map { Double(network.bias[$0]) }
    head = network.slots.map { Int(network.headOfBlock[$0 / NetworkLayout.lanes]) }
  }

  mutating func step(
    _ samples: [Sample], _ labels: [Int], source: SampleSource, place: SampleSource.Place, heads: Int
  ) -> [Double] {
    let parameters = source.parameters
    var outputs: [Double] = []
    var change = weights.map { $0.map { _ in 0.0 } }
    for (index, sample) in samples.enumerated() {
      var patches: [[Double]] = []
      for position in 0..<parameters.P {
        let noise = [Float](unsafeUninitializedCapacity: parameters.d) { buffer, count in
          if let row = buffer.baseAddress {
            source.writeNoise(row, sample: index, position: position, at: place, on: .portable)
          }
          count = parameters.d
        }
        patches.append(noise.map(Double.init))
      }
      for patch in sample.signals { patches[patch.position][patch.feature] += Double(patch.strength) }
      var logits = Array(repeating: 0.0, count: heads)
      var active: [(Int, Int)] = []
      for neuron in weights.indices {
        for (position, patch) in patches.enumerated() {
          let value = zip(weights[neuron], patch).reduce(bias[neuron]) { $0 + $1.0 * $1.1 }
          if value > 0 {
            logits[head[neuron]] += value
            active.append((neuron, position))
          }
        }
      }
      let normalizer = logits.reduce(0) { $0 + exp($1) }
      loss += (log(normalizer) - logits[labels[index]]) / Double(samples.count)
      for (neuron, position) in active {
        let target = head[neuron] == labels[index] ? 1.0 : 0.0
        let slope = target - exp(logits[head[neuron]]) / normalizer
        for j in 0..<parameters.d {
          change[neuron][j] += parameters.stepSize / Double(samples.count) * slope * patches[position][j]
        }
      }
      outputs += logits
    }
    for neuron in weights.indices {
      for j in 0..<parameters.d { weights[neuron][j] += change[neuron][j] }
      bias[neuron] -= parameters.biasDecay * change[neuron].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    return outputs
  }
}
