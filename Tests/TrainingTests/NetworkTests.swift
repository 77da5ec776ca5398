import Foundation
import MultiView
import Randomness
import Testing

@testable import Training

@Suite struct NetworkTests {
  /// The living neurons hold all feature coordinates of the whole network above the cut.
  ///
  /// In a bin from a to b of the tail, the expected number is m·H·|U|·(Q(a) − Q(b)).
  @Test(arguments: [LabelMap.coarse, .fine])
  func livingNeuronsCarryTheWholeTail(labels: LabelMap) throws {
    let parameters = try Regime.standard.parameters(at: 64)
    let edges = [0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.2, 3]
    var seen = Array(repeating: 0.0, count: edges.count)
    var expected = seen
    for seed in UInt64(1)...10 {
      let trial = NetworkTrial(parameters: parameters, labels: labels, seed: seed, schedule: .steps(1))
      let screen = Screen(for: trial)
      let network = Network(of: trial, screen: screen, on: Execution())
      for slot in network.slots {
        for feature in 0..<network.features {
          let excess = Double(network.weight(slot, feature)) / parameters.initScale - screen.livingCut
          if let bin = edges.lastIndex(where: { $0 <= excess }) { seen[bin] += 1 }
        }
      }
      let coordinates = Double(parameters.neuronsPerHead * trial.heads * network.features)
      for bin in edges.indices {
        let upper = bin + 1 < edges.count ? NormalLaw.tail(screen.livingCut + edges[bin + 1]) : 0
        expected[bin] += coordinates * (NormalLaw.tail(screen.livingCut + edges[bin]) - upper)
      }
    }
    for bin in edges.indices where expected[bin] > 20 {
      #expect(abs(seen[bin] - expected[bin]) < 5 * expected[bin].squareRoot(), "bin \(edges[bin]) above the cut")
    }
  }

  /// Off the features, the coordinates of a living neuron are unconditioned normals.
  @Test func livingNeuronsAreFreeOffTheFeatures() throws {
    let parameters = try Regime.standard.parameters(at: 64)
    let trial = NetworkTrial(parameters: parameters, labels: .fine, seed: 1, schedule: .steps(1))
    let network = Network(of: trial, screen: Screen(for: trial), on: Execution())
    for block in 0..<network.blocks { network.materialise(block) }
    var squares = 0.0
    var sum = 0.0
    let free = network.features..<network.dimension
    for slot in network.slots {
      for coordinate in free {
        let value = Double(network.weight(slot, coordinate)) / parameters.initScale
        sum += value
        squares += value * value
      }
    }
    let n = Double(network.count * free.count)
    #expect(abs(sum / n) < 5 / n.squareRoot())
    #expect(abs(squares / n - 1) < 5 * (2 / n).squareRoot())
  }

  /// Living neurons occupy the same lanes with the same weights in both modes.
  @Test func bothModesHoldTheLivingAlike() throws {
    func network(_ mode: NetworkMode) throws -> Network {
      let parameters = try Regime.standard.parameters(at: 32, overrides: [.lucky: 12], mode: mode)
      let trial = NetworkTrial(parameters: parameters, labels: .coarse, seed: 3, schedule: .steps(1))
      return Network(of: trial, screen: Screen(for: trial), on: Execution())
    }
    let pruned = try network(.pruned)
    let dense = try network(.dense)
    for block in 0..<pruned.blocks { pruned.materialise(block) }
    let lanes = NetworkLayout.lanes
    for head in Int32(0)...1 {
      let some = pruned.headOfBlock.indices.filter { pruned.headOfBlock[$0] == head }
      let all = dense.headOfBlock.indices.filter { dense.headOfBlock[$0] == head }
      #expect(all.count > some.count)
      for (one, two) in zip(some, all) {
        for lane in 0..<lanes where pruned.occupied[one] >> UInt16(lane) & 1 == 1 {
          for j in 0..<pruned.dimension {
            #expect(pruned.weight(one * lanes + lane, j) == dense.weight(two * lanes + lane, j))
          }
        }
      }
    }
    #expect(dense.count == 2 * (try Regime.standard.parameters(at: 32, overrides: [.lucky: 12])).neuronsPerHead)
  }

  /// No dormant neuron has a feature coordinate above the cut, and every living one has.
  @Test func theCutDividesTheNetwork() throws {
    let parameters = try Regime.standard.parameters(at: 32, overrides: [.lucky: 3], mode: .dense)
    let trial = NetworkTrial(parameters: parameters, labels: .fine, seed: 8, schedule: .steps(1))
    let screen = Screen(for: trial)
    let layout = NetworkLayout(of: trial, screen: screen)
    let network = Network(of: trial, screen: screen, on: Execution())
    let cut = Float(screen.livingCut * parameters.initScale)
    for (slot, neuron) in layout.slots.enumerated() {
      guard let neuron else { continue }
      let largest = (0..<network.features).map { network.weight(slot, $0) }.max() ?? 0
      #expect((largest > cut) == neuron.isLiving)
    }
  }
}
