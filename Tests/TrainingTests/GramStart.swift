import MultiView
import TestSupport

@testable import Training

extension NetworkTrial {
  /// The weights and biases of the trainer's own initial network, as the Gram chain and its tests start from.
  var initialWeights: (heads: [Int], weights: Matrix, biases: [Double]) {
    let network = Network(of: self, screen: Screen(for: self), on: Execution())
    for block in 0..<network.blocks { network.materialise(block) }
    let slots = network.slots
    var weights = Matrix(rows: slots.count, columns: network.dimension)
    for (row, slot) in slots.enumerated() {
      weights.setRow(row, (0..<network.dimension).map { Double(network.weight(slot, $0)) })
    }
    return (
      slots.map { Int(network.headOfBlock[$0 / NetworkLayout.lanes]) }, weights,
      slots.map { Double(network.bias[$0]) }
    )
  }

  /// The trainer's own initial network as the Gram chain holds it.
  var gramStart: GramNetwork {
    let start = initialWeights
    return GramNetwork(
      heads: start.heads, headCount: heads, weights: start.weights,
      features: Features(subclasses: parameters.k).count, biases: start.biases)
  }
}
