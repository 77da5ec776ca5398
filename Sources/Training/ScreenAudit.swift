import MultiView
import Randomness

/// The screen held against the truth: a network of which nothing is left out, trained while the screen looks on.
///
/// Every neuron, dormant ones included, is evaluated on every patch; a *late awakening* is a (neuron, patch) pair that the
/// screen would have spared and that fired all the same.
struct ScreenAudit {
  /// Pairs that the screen would have spared.
  private(set) var screened = 0
  /// Spared pairs that fired.
  private(set) var awakenings = 0
  /// The sum over spared pairs of the probability of firing, where asked for.
  private(set) var expected = 0.0

  private let _isExpecting: Bool

  /// Trains a dense trial for some steps under a screen with a given multiplier.
  ///
  /// - Parameters:
  ///   - trial: In dense mode.
  ///   - multiplier: z; nil for the one that the certificate computes.
  ///   - steps: Training steps.
  ///   - expecting: Whether to add up the probabilities of firing, which takes much longer than counting.
  init(_ trial: Trial, multiplier: Double? = nil, steps: Int, expecting: Bool = false, on execution: Execution) {
    _isExpecting = expecting
    let parameters = trial.parameters
    let source = SampleSource(parameters: parameters, seed: trial.seed)
    let screen = Screen(for: trial)
    let network = Network(of: trial, screen: screen, on: execution)
    var everybody = ListenerIndex(
      network, parameters: parameters, multiplier: screen.multiplier, isScreening: false, on: execution)
    let screening = ListenerIndex(
      network, parameters: parameters, multiplier: multiplier ?? screen.multiplier, isScreening: true, on: execution)
    var pass = ForwardPass(
      source: source, heads: trial.heads, batch: parameters.batch, recorded: parameters.batch, network: network,
      on: execution)
    var optimizer = Optimizer(parameters: parameters, heads: trial.heads, network: network, on: execution)
    var batch = Batch()
    for step in 0..<steps {
      let place = SampleSource.Place.training(step: step)
      batch.fill(0..<parameters.batch, at: place, from: source)
      let labels = batch.subclasses.enumerated().map {
        source.label(of: $1, index: $0, at: place, under: trial.labels)
      }
      pass.run(batch, network: network, listeners: &everybody, recording: true)
      _count(pass, network: network, screening: screening, noise: parameters.noiseScale)
      optimizer.step(pass, labels: labels, network: network, listeners: &everybody)
      for block in 0..<network.blocks { screening.measure(block, network) }
    }
  }

  private mutating func _count(
    _ pass: borrowing ForwardPass, network: borrowing Network, screening: borrowing ListenerIndex, noise: Double
  ) {
    for hearing in pass.hearings {
      let block = Int(hearing.block)
      let occupied = network.occupied[block]
      for offset in 0..<Int(hearing.rows) {
        let patch = pass.patch(ofRow: Int(hearing.firstRow) + offset)
        guard patch.strength <= screening.reach(of: block, on: Int(patch.feature)) else { continue }
        screened += occupied.nonzeroBitCount
        awakenings += (pass.masks[hearing.masks + offset] & occupied).nonzeroBitCount
        if _isExpecting { _expect(patch, block: block, network: network, noise: noise) }
      }
    }
  }

  private mutating func _expect(_ patch: PatchOrder.Patch, block: Int, network: borrowing Network, noise: Double) {
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
