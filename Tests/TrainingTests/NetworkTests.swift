import Foundation
import MultiView
import Randomness
import Testing

@testable import Training

@Suite struct NetworkTests {
  /// Above the cut, the feature coordinates of the living are those of the whole network: in every bin of the tail the
  /// expected number is m·H·|U|·(Q(a) − Q(b)).
  @Test(arguments: [LabelMap.coarse, .fine])
  func livingNeuronsCarryTheWholeTail(labels: LabelMap) throws {
    let parameters = try Regime.standard.parameters(at: 64)
    let edges = [0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.2, 3]
    var seen = Array(repeating: 0.0, count: edges.count)
    var expected = seen
    for seed in UInt64(1)...10 {
      let trial = Trial(parameters: parameters, labels: labels, seed: seed, extent: .steps(1))
      let screen = Screen(for: trial)
      let network = Network(of: trial, screen: screen)
      for neuron in 0..<network.count {
        let row = network.row(neuron)
        for feature in 0..<network.features {
          let excess = Double(row[feature]) / parameters.initScale - screen.livingCut
          if let bin = edges.lastIndex(where: { $0 <= excess }) { seen[bin] += 1 }
        }
      }
      let coordinates = Double(parameters.width * trial.heads * network.features)
      for bin in edges.indices {
        let upper = bin + 1 < edges.count ? NormalLaw.tail(screen.livingCut + edges[bin + 1]) : 0
        expected[bin] += coordinates * (NormalLaw.tail(screen.livingCut + edges[bin]) - upper)
      }
    }
    for bin in edges.indices where expected[bin] > 20 {
      #expect(abs(seen[bin] - expected[bin]) < 5 * expected[bin].squareRoot(), "bin \(edges[bin]) above the cut")
    }
  }

  /// Off the features a living neuron is a free normal vector.
  @Test func livingNeuronsAreFreeOffTheFeatures() throws {
    let parameters = try Regime.standard.parameters(at: 64)
    let trial = Trial(parameters: parameters, labels: .fine, seed: 1, extent: .steps(1))
    let network = Network(of: trial, screen: Screen(for: trial))
    var squares = 0.0
    var sum = 0.0
    let free = network.features..<network.dimension
    for neuron in 0..<network.count {
      for coordinate in free {
        let value = Double(network.row(neuron)[coordinate]) / parameters.initScale
        sum += value
        squares += value * value
      }
    }
    let n = Double(network.count * free.count)
    #expect(abs(sum / n) < 5 / n.squareRoot())
    #expect(abs(squares / n - 1) < 5 * (2 / n).squareRoot())
  }
}
