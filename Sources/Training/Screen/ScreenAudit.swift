import MultiView
import Randomness

/// Compares the screen with a dense network in training.
///
/// Every neuron, dormant ones included, is evaluated on every patch. A *skipped pair* is a (neuron, patch) pair that
/// the screen would have left out. A *missed firing* is a skipped pair that fired nevertheless.
struct ScreenAudit: ~Copyable {
  /// The number of skipped pairs.
  private(set) var screened = 0
  /// The number of missed firings.
  private(set) var awakenings = 0
  /// The sum over skipped pairs of the probability of firing; 0 unless `expecting` was set.
  private(set) var expected = 0.0

  private let screening: CandidateIndex
  private let noise: Double
  private let isExpecting: Bool

  /// Creates an audit of the screen with a given multiplier, for a fresh network.
  ///
  /// - Parameter expecting: Whether to add up the probabilities of firing, which takes much longer than counting.
  init(
    _ network: borrowing Network, parameters: ModelParameters, multiplier: Double, expecting: Bool,
    on execution: Execution
  ) {
    isExpecting = expecting
    noise = parameters.noiseScale
    screening = CandidateIndex(
      network, parameters: parameters, multiplier: multiplier, isScreening: true, on: execution)
  }

  /// Updates the screen after a step.
  func follow(_ network: borrowing Network) {
    for block in 0..<network.blocks { screening.measure(block, network) }
  }

  /// Compares the screen with the neurons that fired in a recorded batch of the dense network.
  mutating func look(at pass: borrowing ForwardPass, network: borrowing Network) {
    for evaluation in pass.evaluations {
      let block = Int(evaluation.block)
      let occupied = network.occupied[block]
      for offset in 0..<Int(evaluation.rows) {
        let patch = pass.patch(ofRow: Int(evaluation.firstRow) + offset)
        guard patch.strength <= screening.reach(of: block, on: Int(patch.feature)) else { continue }
        screened += occupied.nonzeroBitCount
        awakenings += (pass.masks[evaluation.masks + offset] & occupied).nonzeroBitCount
        if isExpecting { expect(patch, block: block, network: network) }
      }
    }
  }

  private mutating func expect(_ patch: PatchOrder.Patch, block: Int, network: borrowing Network) {
    let lanes = NetworkLayout.lanes
    for lane in 0..<lanes where network.occupied[block] >> UInt16(lane) & 1 == 1 {
      let slot = block * lanes + lane
      let signal =
        Int(patch.feature) < network.features
        ? Double(patch.strength) * Double(network.signals(block)[Int(patch.feature) * lanes + lane]) : 0
      let distance = -(signal + Double(network.bias[slot])) / (noise * Double(network.norm[slot]))
      if distance < 8 { expected += NormalLaw.tail(distance) }
    }
  }
}
