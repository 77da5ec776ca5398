import Foundation
import MultiView
import Testing

@testable import Training

/// One step of the trainer against the definitions, in double precision and with every neuron and patch evaluated.
@Suite struct GradientTests {
  @Test(arguments: [LabelMap.coarse, .fine], [NetworkMode.dense, .pruned])
  func oneStepFollowsTheDefinition(labels: LabelMap, mode: NetworkMode) throws {
    let parameters = try Regime.standard.parameters(
      at: 32, overrides: [.lucky: 2, .batch: 16, .noiseNorm: 0.05], mode: mode)
    let trial = Trial(parameters: parameters, labels: labels, seed: 5, extent: .steps(4))
    let screen = Screen(for: trial)
    let source = SampleSource(parameters: parameters, seed: trial.seed)
    var network = Network(of: trial, screen: screen)
    var listeners =
      mode == .pruned ? ListenerIndex(network, parameters: parameters, multiplier: screen.multiplier) : nil
    var pass = ForwardPass(source: source, heads: trial.heads, batch: parameters.batch, network: network)
    var optimizer = Optimizer(parameters: parameters, heads: trial.heads, neurons: network.count)
    for step in 0..<4 {
      let place = SampleSource.Place.training(step: step)
      let samples = (0..<parameters.batch).map { source.sample($0, at: place) }
      let labelled = samples.enumerated().map { source.label(of: $1, index: $0, at: place, under: labels) }
      var reference = Reference(network)
      let outputs = reference.step(samples, labelled, source: source, place: place, heads: trial.heads)
      pass.run(samples, first: 0, at: place, network: network, listeners: listeners, recording: true)
      for (one, two) in zip(pass.outputs, outputs) { #expect(abs(Double(one) - two) < 1e-5 * (1 + abs(two))) }
      for neuron in optimizer.step(pass, labels: labelled, network: &network) {
        listeners?.update(Int(neuron), network)
      }
      listeners?.rebuild()
      for neuron in 0..<network.count {
        for j in 0..<32 {
          #expect(abs(Double(network.row(neuron)[j]) - reference.weights[neuron][j]) < 2e-7)
        }
        #expect(abs(Double(network.bias[neuron]) - reference.bias[neuron]) < 2e-7)
      }
    }
  }

  /// The network sums over patches, so their order is irrelevant.
  @Test func patchOrderIsIrrelevant() throws {
    let parameters = try Regime.standard.parameters(at: 32)
    let trial = Trial(parameters: parameters, labels: .fine, seed: 2, extent: .steps(1))
    let source = SampleSource(parameters: parameters, seed: 2)
    let screen = Screen(for: trial)
    let network = Network(of: trial, screen: screen)
    let listeners = ListenerIndex(network, parameters: parameters, multiplier: screen.multiplier)
    var pass = ForwardPass(source: source, heads: trial.heads, batch: 64, network: network)
    let place = SampleSource.Place.test(.hard, time: 1)
    let samples = (0..<64).map { source.sample($0, at: place) }
    let reversed = samples.map { Sample(subclass: $0.subclass, signals: $0.signals.reversed()) }
    pass.run(samples, first: 0, at: place, network: network, listeners: listeners, recording: false)
    let one = pass.outputs
    pass.run(reversed, first: 0, at: place, network: network, listeners: listeners, recording: false)
    let scale = one.max() ?? 0
    #expect(scale > 0)
    for (a, b) in zip(one, pass.outputs) { #expect(abs(a - b) <= 1e-6 * scale) }
  }

  /// Every neuron that a screened pass leaves out is silent: evaluating everybody gives the same bits.
  @Test func screenedPassMissesNothing() throws {
    let parameters = try Regime.standard.parameters(at: 64, overrides: [.lucky: 4])
    let trial = Trial(parameters: parameters, labels: .fine, seed: 4, extent: .steps(1))
    let source = SampleSource(parameters: parameters, seed: 4)
    let screen = Screen(for: trial)
    let network = Network(of: trial, screen: screen)
    let listeners = ListenerIndex(network, parameters: parameters, multiplier: screen.multiplier)
    let dense = try Regime.standard.parameters(at: 64, overrides: [.lucky: 4], mode: .dense)
    var screened = ForwardPass(source: source, heads: trial.heads, batch: 64, network: network)
    var full = ForwardPass(
      source: SampleSource(parameters: dense, seed: 4), heads: trial.heads, batch: 64, network: network)
    for kind in Sample.Kind.allCases {
      let place = SampleSource.Place.test(kind, time: 1)
      let samples = (0..<64).map { source.sample($0, at: place) }
      screened.run(samples, first: 0, at: place, network: network, listeners: listeners, recording: false)
      full.run(samples, first: 0, at: place, network: network, listeners: nil, recording: false)
      #expect(screened.outputs == full.outputs)
    }
    #expect(screened.work < full.work / 20)
  }
}

/// Model.md §2 written down once more, slowly.
private struct Reference {
  var weights: [[Double]]
  var bias: [Double]
  let head: [Int]

  init(_ network: borrowing Network) {
    weights = []
    bias = []
    var heads: [Int] = []
    for neuron in 0..<network.count {
      weights.append((0..<network.dimension).map { Double(network.row(neuron)[$0]) })
      bias.append(Double(network.bias[neuron]))
      heads.append(Int(network.head[neuron]))
    }
    head = heads
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
        let noise = [Float](unsafeUninitializedCapacity: 64) { buffer, count in
          if let row = buffer.baseAddress { source.writeNoise(row, sample: index, position: position, at: place) }
          count = 64
        }
        patches.append(noise.prefix(parameters.d).map(Double.init))
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
